"""Markdown (CommonMark with tables): the text for whoever writes in plain files.

Headings and numbers are words, so that our own importer reads them back; what Markdown has no sign for (levels below
six, joined cells) is told as well as it can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from lxml import etree

from whitepapers.engine.exports.document import ExportDocument, ExportPart
from whitepapers.engine.exports.markup import Run, blocks_of, header_rows, rows_of, runs_of

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&])")
# What would begin a list, a rule or a heading at the start of a line; a number keeps its own, with a backslash.
_AT_START = re.compile(r"^(\s*)([-+=]|\d{1,9}(?=[.)]))")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DEEPEST = 6


def to_markdown(document: ExportDocument) -> bytes:
    said = [f"# {_escaped(document.title)}"]
    said += [_line(paragraph) for paragraph in document.summary.splitlines() if paragraph.strip()]
    facts = [document.kind_label, document.labels.version, document.responsible, document.publisher, document.licence]
    said.append(f"*{_escaped(' · '.join(filter(None, facts)))}*")
    said.append(f"<{document.url}>")
    for part in document.parts:
        said += _part(document, part)
    return ("\n\n".join(filter(None, said)) + "\n").encode()


def _part(document: ExportDocument, part: ExportPart) -> list[str]:
    blocks = [text for block in blocks_of(part.html) for text in _block(document, block)]
    if part.is_note:
        return [_quoted([f"**{_escaped(document.labels.explanatory_note)}**", *blocks])]
    said: list[str] = []
    number = _escaped(part.shown_number)
    if part.heading or part.is_heading:
        words = " ".join(filter(None, (number, _escaped(" ".join(part.heading.split())))))
        depth = part.level + 1
        said.append(f"{'#' * depth} {words}" if depth <= _DEEPEST else f"**{words}**")
    elif number:
        # "12" alone would be a figure among words; "12." is a number.
        shown = f"{number}." if part.number.isdecimal() else number
        opens_with_words = bool(blocks) and not blocks[0].startswith(("- ", "1. ", "|", "!"))
        said.append(f"**{shown}** {blocks.pop(0)}" if opens_with_words else f"**{shown}**")
    said += blocks
    if part.summary:
        said.append(_quoted([f"*{_escaped(document.labels.plain_language)}* {_line(part.summary)}"]))
    if part.mark:
        said.append(_quoted([f"*{_escaped(part.mark)}*"]))
    return said


def _block(document: ExportDocument, block: etree._Element) -> list[str]:
    if block.tag in {"ul", "ol"}:
        return ["\n".join(_list(document, block, ""))]
    if block.tag == "table":
        return _table(document, block)
    if block.tag == "figure":
        return _figure(document, block)
    return [_line(_words(document, runs_of(block)), is_ready=True)]


def _list(document: ExportDocument, block: etree._Element, indent: str) -> list[str]:
    lines: list[str] = []
    for count, item in enumerate((child for child in block if child.tag == "li"), start=1):
        sign = f"{count}. " if block.tag == "ol" else "- "
        lines.append(indent + sign + _line(_words(document, runs_of(item)), is_ready=True))
        for inner in (child for child in item if child.tag in {"ul", "ol"}):
            lines += _list(document, inner, indent + " " * len(sign))
    return lines


def _table(document: ExportDocument, block: etree._Element) -> list[str]:
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows_of(block)]
    rows = [row for row in rows if row]
    caption = block.find("caption")
    said = [f"**{_words(document, runs_of(caption))}**"] if caption is not None else []
    if not rows:
        return said
    lines = [[cell for element in row for cell in _cells(document, element)] for row in rows]
    width = max(len(line) for line in lines)
    if not header_rows(block):
        lines.insert(0, [""] * width)
    lines = [line + [""] * (width - len(line)) for line in lines]
    lines.insert(1, ["---"] * width)
    return [*said, "\n".join(f"| {' | '.join(line)} |" for line in lines)]


def _cells(document: ExportDocument, element: etree._Element) -> list[str]:
    span = element.get("colspan") or "1"
    width = min(int(span), 100) if span.isascii() and span.isdigit() else 1
    return [_words(document, runs_of(element)), *[""] * (width - 1)]


def _figure(document: ExportDocument, block: etree._Element) -> list[str]:
    said = [
        f"![{_escaped(image.get('alt') or '')}](<{urljoin(document.url, str(image.get('src')))}>)"
        for image in block.iter("img")
        if image.get("src")
    ]
    caption = block.find("figcaption")
    return [*said, f"*{_words(document, runs_of(caption))}*"] if caption is not None else said


def _words(document: ExportDocument, runs: Iterable[Run]) -> str:
    return " ".join("".join(_run(document, run) for run in runs).split())


def _run(document: ExportDocument, run: Run) -> str:
    if run.text == "\n":
        return " "
    words = run.text.strip()
    if not words:
        return run.text
    said = _escaped(words.translate(_RAISED) if run.raised == "sup" else words)
    sign = "***" if run.bold and run.italic else "**" if run.bold else "*" if run.italic else ""
    said = f"{sign}{said}{sign}"
    if run.href:
        said = f"[{said}](<{urljoin(document.url, run.href)}>)"
    before = " " if run.text[0].isspace() else ""
    return f"{before}{said}{' ' if run.text[-1].isspace() else ''}"


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _line(text: str, *, is_ready: bool = False) -> str:
    """A paragraph whose first sign begins nothing."""
    said = text if is_ready else _escaped(text)
    return _AT_START.sub(lambda found: f"{found[1]}{_backslashed(found[2])}", said)


def _backslashed(start: str) -> str:
    return f"{start}\\" if start[0].isdigit() else f"\\{start}"


def _quoted(paragraphs: list[str]) -> str:
    return "\n>\n".join("\n".join(f"> {line}" for line in text.split("\n")) for text in paragraphs)
