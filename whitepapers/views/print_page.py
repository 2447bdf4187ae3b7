"""The web page that a PDF is drawn from: cover, contents, text. Nobody sees it as a web page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from whitepapers.engine.exports import ExportDocument, ExportPart, Picture
from whitepapers.engine.exports.document import is_rtl
from whitepapers.views.printing import source_key

_IMAGE = re.compile(r"<img\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(src|alt|width|height)="([^"]*)"')
LONGEST_HANGING = 6  # characters; a longer number stands above its clause
LONGEST_ENTRY = 80
MOST_ENTRIES = 160
LOWEST_HEADING = 6


@dataclass(frozen=True)
class PrintPart:
    part: ExportPart
    html: str
    heading_level: int
    indent: int
    is_wide: bool


@dataclass(frozen=True)
class Entry:
    number: str
    title: str
    eid: str
    depth: int
    language: str


def page_html(document: ExportDocument, pictures: Mapping[str, Picture]) -> str:
    with override(document.language):
        return render_to_string("whitepapers/export/print.html", context_of(document, pictures))


def context_of(document: ExportDocument, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    indents = _indents(document.parts)
    return {
        "document": document,
        "labels": document.labels,
        # Before, between and after the two figures that only the printed page knows.
        "page_words": re.split(r"%\(pages?\)s", document.labels.page),
        "direction": "rtl" if is_rtl(document.language) else "ltr",
        "parts": [
            PrintPart(
                part=part,
                html=_with_pictures(part.html, pictures),
                # The title is the one heading above all.
                heading_level=min(part.level + 1, LOWEST_HEADING),
                indent=min(indents[index], 5),
                is_wide=len(part.shown_number) > LONGEST_HANGING,
            )
            for index, part in enumerate(document.parts)
        ],
        "contents": _contents(document.parts),
    }


def _indents(parts: Sequence[ExportPart]) -> list[int]:
    """How many clauses deep each stands; headings do not count."""
    indents: list[int] = []
    for part in parts:
        below_clause = part.parent is not None and not parts[part.parent].is_heading
        indents.append(indents[part.parent] + 1 if part.parent is not None and below_clause else 0)
    return indents


def _contents(parts: Sequence[ExportPart]) -> list[Entry]:
    """Headings and what stands under none, or under one with a heading of its own; as much as a reader can overlook."""
    entries = []
    for part in parts:
        if part.is_note or part.level > 3:
            continue
        if part.is_heading or part.heading or part.parent is None:
            entries.append(
                Entry(part.shown_number, _beginning(part.heading or part.text), part.eid, part.level, part.language)
            )
    for deepest in (3, 2, 1):
        kept = [entry for entry in entries if entry.depth <= deepest]
        if len(kept) <= MOST_ENTRIES:
            break
    return kept[:MOST_ENTRIES]


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_ENTRY else f"{line[:LONGEST_ENTRY].rsplit(' ', 1)[0]} …"


def _with_pictures(html: str, pictures: Mapping[str, Picture]) -> str:
    """Each picture by the address under which the drawing program finds it, or its alternative text."""

    def shown(tag: re.Match[str]) -> str:
        found = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag.group())}
        alt = escape(found.get("alt", ""))
        picture = pictures.get(found.get("src", ""))
        if picture is None:
            return f'<span class="missing">[{alt}]</span>' if alt else ""
        return f'<img src="hub:/pictures/{source_key(found["src"])}" alt="{alt}">'

    return _IMAGE.sub(shown, html) if "<img" in html else html
