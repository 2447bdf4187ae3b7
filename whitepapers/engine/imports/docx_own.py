"""Word files that this hub wrote (engine/exports/docx.py): the names of their styles say what each paragraph is, so
nothing is guessed, and a file that a colleague has corrected in Word comes back with its numbers, headings and levels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from whitepapers.engine.imports.docx_numbering import W, value_of
from whitepapers.engine.imports.docx_runs import Run, markup
from whitepapers.engine.imports.outline import Block
from whitepapers.engine.imports.parsed import tidy

NUMBER_STYLE = "Clause Number"
_NUMBER_ID = "ClauseNumber"
_OPENING = re.compile(r"(?:heading|clause heading|clause) ([1-9])", re.IGNORECASE)
_TEXT = re.compile(r"clause text [1-9]|caption|footnote text", re.IGNORECASE)
_NOTE = "explanatory note"
# Said by the hub, not by the document.
_REMARKS = {"editorial remark", "document facts"}


def own_blocks(
    element: etree._Element, style: str, runs: Sequence[Run], *, list_level: int, is_numbered: bool
) -> list[Block] | None:
    """What a paragraph of one of our styles is; None for every other."""
    name = style.casefold()
    if name in _REMARKS:
        return []
    words = f"<p>{markup(runs)}</p>"
    text = tidy("".join(run.text for run in runs))
    if name == _NOTE:
        # Its first paragraph carries the label and the bookmark.
        return [] if element.find(f"{W}bookmarkStart") is not None else [Block("remark", text, words)]
    if _TEXT.fullmatch(name):
        tag = "ul" if list_level < 0 else "ol" if is_numbered else ""
        return [Block("note", text, f"<{tag}><li>{markup(runs)}</li></{tag}>" if tag else words)]
    opening = _OPENING.fullmatch(name)
    if opening is None:
        return None
    number, rest = _number_of(element), list(runs)
    if number:
        rest = _without(rest, number)
    said = tidy("".join(run.text for run in rest))
    depth = int(opening[1])
    if name.startswith("clause ") and not name.startswith("clause heading"):
        clause = Block("clause", "", "", depth, tidy(number))
        return [clause, Block("note", said, f"<p>{markup(rest)}</p>")] if said else [clause]
    return [Block("part" if name.startswith("heading") else "clause", said, "", depth, tidy(number))]


def _number_of(element: etree._Element) -> str:
    return "".join(
        piece.text or ""
        for run in element.iter(f"{W}r")
        if value_of(run, "rPr/rStyle") == _NUMBER_ID
        for piece in run.iter(f"{W}t")
    )


def _without(runs: list[Run], number: str) -> list[Run]:
    """The runs after the number and the space or tab behind it."""
    left = len(number)
    rest: list[Run] = []
    for run in runs:
        cut = min(left, len(run.text))
        left -= cut
        rest.append(Run(run.text[cut:], run.look))
    while rest and not rest[0].text.strip():
        rest.pop(0)
    if rest:
        rest[0] = Run(rest[0].text.lstrip(), rest[0].look)
    return rest
