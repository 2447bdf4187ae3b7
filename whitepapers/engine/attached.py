"""HTML of what belongs to a clause and has no identity of its own: further text, tables, figures, footnotes.

It becomes part of the clause's own HTML and text, so it is cleaned, fingerprinted and frozen with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

# What is written into a cell of a table that has none of its own: it belongs to the one before it, or the one above.
JOINED_BEFORE = frozenset({"←", "→"})
JOINED_ABOVE = "↑"
JOINED = JOINED_BEFORE | {JOINED_ABOVE}
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True)
class Picture:
    """A picture as browsers are to load it."""

    url: str
    width: int
    height: int
    name: str = ""  # in the storage


@dataclass
class _Cell:
    text: str
    columns: int = 1
    rows: int = 1


def table_html(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str = "", row_headers: bool = False
) -> str:
    """A table of plain words. Without any heading it has no header row; cells that say ← or ↑ join their neighbours."""
    pieces = ["<table>"]
    if caption.strip():
        pieces.append(f"<caption>{_words(caption)}</caption>")
    if any(heading.strip() for heading in headings):
        cells = "".join(
            f'<th scope="{"colgroup" if cell.columns > 1 else "col"}"{_span(cell)}>{_words(cell.text)}</th>'
            for cell in _joined([headings])[0]
            if cell
        )
        pieces.append(f"<thead><tr>{cells}</tr></thead>")
    if rows:
        body = "".join(_row(cells, row_headers=row_headers) for cells in _joined(rows))
        pieces.append(f"<tbody>{body}</tbody>")
    pieces.append("</table>")
    return "".join(pieces)


def figure_html(picture: Picture | None, *, alt: str, caption: str) -> str:
    """A picture with its description; a decorative one has an empty description."""
    caption_html = f"<figcaption>{_words(caption)}</figcaption>" if caption.strip() else ""
    if picture is None:
        return f"<figure>{caption_html}</figure>" if caption_html else ""
    image = (
        f'<img src="{escape(picture.url)}" alt="{escape(alt.strip())}" width="{picture.width}" '
        f'height="{picture.height}" loading="lazy">'
    )
    return f"<figure>{image}{caption_html}</figure>"


def footnote_html(mark: str, html: str) -> str:
    """A footnote stands under its clause, where nobody has to jump for it."""
    texts = _PARAGRAPH.findall(html) or ([html] if html.strip() else [])
    marked = [f"<sup>{escape(mark)}</sup> {text}" if index == 0 else text for index, text in enumerate(texts)]
    return "".join(f"<p><small>{text}</small></p>" for text in marked)


def _row(cells: Sequence[_Cell | None], *, row_headers: bool) -> str:
    pieces = []
    for column, cell in enumerate(cells):
        if cell is None:
            continue
        if column == 0 and row_headers and cell.text.strip():
            scope = "rowgroup" if cell.rows > 1 else "row"
            pieces.append(f'<th scope="{scope}"{_span(cell)}>{_words(cell.text)}</th>')
        else:
            pieces.append(f"<td{_span(cell)}>{_words(cell.text)}</td>")
    return f"<tr>{''.join(pieces)}</tr>"


def _joined(rows: Sequence[Sequence[str]]) -> list[list[_Cell | None]]:
    """Cells with how far they reach; None where another cell reaches. What cannot be joined is an empty cell."""
    grid: list[list[_Cell | None]] = []
    covered: list[_Cell] = []  # who reaches each column of the row above
    for row in rows:
        line: list[_Cell | None] = []
        owners: list[_Cell] = []
        while len(line) < len(row):
            column, mark = len(line), row[len(line)].strip()
            above = covered[column] if mark == JOINED_ABOVE and column < len(covered) else None
            if above is not None and _fits_below(above, column, row, covered):
                above.rows += 1
                line += [None] * above.columns
                owners += [above] * above.columns
            elif mark in JOINED_BEFORE and line and line[-1 - _length_of_gap(line)] is owners[-1]:
                owners[-1].columns += 1
                line.append(None)
                owners.append(owners[-1])
            else:
                cell = _Cell("" if mark in JOINED else row[column])
                line.append(cell)
                owners.append(cell)
        grid.append(line)
        covered = owners
    return grid


def _fits_below(above: _Cell, column: int, row: Sequence[str], covered: Sequence[_Cell]) -> bool:
    """A cell grows downwards only in its whole width."""
    width = range(column, column + above.columns)
    starts_here = column == 0 or covered[column - 1] is not above
    return starts_here and width.stop <= len(row) and all(row[index].strip() in JOINED for index in width)


def _length_of_gap(line: Sequence[_Cell | None]) -> int:
    """How many places at the end are reached by a cell before them."""
    return next((index for index, cell in enumerate(reversed(line)) if cell is not None), len(line) - 1)


def _span(cell: _Cell) -> str:
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    return columns + (f' rowspan="{cell.rows}"' if cell.rows > 1 else "")


def _words(text: str) -> str:
    return "<br>".join(escape(line.strip()) for line in text.strip().splitlines())
