"""The contents of a document, with what was said about each part and clause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whitepapers.enums import PartKind
from whitepapers.selectors.reading_parts import ReadingPart

LONGEST_TITLE = 60
LONGEST_CLAUSE_TITLE = 44


def contents_of(shown: Sequence[ReadingPart], *, with_counts: bool) -> list[dict[str, Any]]:
    """Headings with their sections, and clauses under no heading; `clauses` are those folded under their heading."""
    counts = [part.activity.published if part.activity else 0 for part in shown]
    for index in range(len(shown) - 1, -1, -1):
        parent = shown[index].parent
        if parent is not None:
            counts[parent] += counts[index]
    entries: list[dict[str, Any]] = []
    by_index: dict[int, dict[str, Any]] = {}
    for index, part in enumerate(shown):
        above = by_index.get(part.parent) if part.parent is not None else None
        if part.kind == PartKind.NOTE or (part.parent is not None and above is None):
            continue
        if part.is_clause and above is not None:
            # Sub-clauses stay out: the list is there to find one's way, and their clause counts them in.
            if not above["is_clause"]:
                above["clauses"].append(_entry(part, counts[index] if with_counts else None, LONGEST_CLAUSE_TITLE))
            continue
        entry = _entry(part, counts[index] if with_counts else None, LONGEST_TITLE)
        by_index[index] = entry
        (above["children"] if above else entries).append(entry)
    return entries


def _entry(part: ReadingPart, count: int | None, longest: int) -> dict[str, Any]:
    return {
        "url": f"#{part.eid}",
        "number": part.shown_number,
        "title": part.heading or _beginning(part.text, longest),
        "count": count,
        "language": part.language,
        "is_clause": part.is_clause,
        "children": [],
        "clauses": [],
    }


def link_entry(url: str, title: str) -> dict[str, Any]:
    """What stands after the text, such as the glossary."""
    return {"url": url, "number": "", "title": title, "count": None, "language": "", "children": [], "clauses": []}


def _beginning(text: str, longest: int) -> str:
    line = " ".join(text[: 4 * longest].split())
    if len(line) <= longest:
        return line
    return f"{line[:longest].rsplit(' ', 1)[0]} …"
