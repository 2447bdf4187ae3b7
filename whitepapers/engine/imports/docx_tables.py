"""Tables of a Word file as HTML: joined cells as spans, a repeated first row as the header."""

from __future__ import annotations

import html as html_escape

from lxml import etree

from whitepapers.engine.imports.docx_numbering import W, value_of
from whitepapers.engine.imports.docx_runs import runs_of
from whitepapers.engine.imports.parsed import tidy


def table_of(table: etree._Element, *, accept: bool) -> tuple[str, str]:
    """(plain text, HTML). A table inside a cell gives its words to the cell."""
    rows: list[str] = []
    lines: list[str] = []
    kept = [row for row in _rows(table) if not _is_gone(row, accept)]
    for index, row in enumerate(kept):
        cells, words, column = [], [], 0
        for cell in _cells(row):
            across = int(value_of(cell, "tcPr/gridSpan") or 1)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val") != "restart":
                column += across
                continue
            down = _reach(kept, index, column) if merge is not None else 1
            text = [tidy("".join(run.text for run in runs_of(p, {}, accept=accept))) for p in cell.iter(f"{W}p")]
            text = [line for line in text if line]
            tag = "th" if index == 0 and _is_header(row, len(kept)) else "td"
            spans = (f' colspan="{across}"' if across > 1 else "") + (f' rowspan="{down}"' if down > 1 else "")
            inner = "".join(f"<p>{html_escape.escape(line, quote=False)}</p>" for line in text)
            cells.append(f"<{tag}{spans}>{inner}</{tag}>")
            words.append(" ".join(text))
            column += across
        rows.append(f"<tr>{''.join(cells)}</tr>")
        lines.append(" ".join(word for word in words if word))
    return "\n".join(line for line in lines if line), f"<table><tbody>{''.join(rows)}</tbody></table>"


def _rows(table: etree._Element) -> list[etree._Element]:
    return [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def _is_gone(row: etree._Element, accept: bool) -> bool:
    return row.find(f"{W}trPr/{W}{'del' if accept else 'ins'}") is not None


def _is_header(row: etree._Element, count: int) -> bool:
    return count > 1 and row.find(f"{W}trPr/{W}tblHeader") is not None


def _reach(rows: list[etree._Element], index: int, column: int) -> int:
    """How many rows a cell covers that is joined with those below it."""
    reach = 1
    for row in rows[index + 1 :]:
        place = 0
        for cell in _cells(row):
            if place == column:
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is None or merge.get(f"{W}val") == "restart":
                    return reach
                break
            place += int(value_of(cell, "tcPr/gridSpan") or 1)
        else:
            return reach
        reach += 1
    return reach
