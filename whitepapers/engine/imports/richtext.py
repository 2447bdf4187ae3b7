"""From an importer's HTML to what the editor keeps: rich text in Wagtail's own form, the rest as blocks.

Importers write p, ul, ol, li, a, b, i, sup, sub, br, table (with spans and caption), `<aside data-mark>` for a note of
the text and `<figure data-media data-alt>` for a picture. Rich text comes out the way the editor writes it, so that
opening and saving a page changes no clause.
"""

from __future__ import annotations

import html as html_escape
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from whitepapers.engine.imports.parsed import tidy

_INLINE = {"strong": "b", "b": "b", "em": "i", "i": "i", "sup": "sup", "sub": "sub"}
_LINKS = ("https://", "http://", "mailto:", "tel:")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_APART = {"table", "aside", "figure"}
MAX_ROWS, MAX_COLUMNS = 2_000, 60
JOINED_BEFORE, JOINED_ABOVE = "←", "↑"


@dataclass(frozen=True)
class Segment:
    """`kind` is text, table, footnote or figure; `html` is rich text, `value` what else the block needs."""

    kind: str
    html: str = ""
    value: dict[str, Any] = field(default_factory=dict)


def segments(html: str) -> list[Segment]:
    """The pieces of a clause in their order; neighbouring paragraphs and lists are one piece."""
    if not html.strip():
        return []
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    found: list[Segment] = []
    for piece in _pieces(root):
        if piece.kind == "text" and found and found[-1].kind == "text":
            found[-1] = Segment("text", found[-1].html + piece.html)
        else:
            found.append(piece)
    return found


def _pieces(element: etree._Element) -> Iterator[Segment]:
    """Children one by one. Loose words become a paragraph."""
    loose = [_words(element.text)]
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name in {"p", "ul", "ol", "blockquote", "div", "li"} | _APART:
            yield from _paragraph("".join(loose))
            loose = []
            yield from _block(child, name)
        else:
            loose.append(_inline(child))
        loose.append(_words(child.tail))
    yield from _paragraph("".join(loose))


def _block(element: etree._Element, name: str) -> Iterator[Segment]:
    apart = [inner for inner in element.iter(*_APART) if inner is not element]
    if name == "table":
        yield from _table(element)
    elif name == "aside":
        yield Segment("footnote", _note_html(element), {"mark": (element.get("data-mark") or "")[:10]})
    elif name == "figure":
        value = {"media": element.get("data-media") or "", "alt": (element.get("data-alt") or "")[:500]}
        yield Segment("figure", value=value | {"caption": tidy(element.text_content())[:500]})
    elif name in {"ul", "ol"} and not apart:
        if items := _list(element, name):
            yield Segment("text", items)
    elif name in {"p", "li"} and not apart and not any(c.tag in {"p", "ul", "ol"} for c in element):
        yield from _paragraph(_inner(element))
    else:
        yield from _pieces(element)


def _paragraph(inner: str) -> Iterator[Segment]:
    inner = _squeezed(inner)
    if inner.strip():
        yield Segment("text", f"<p>{inner.strip()}</p>")


def _list(element: etree._Element, name: str) -> str:
    """Lists in lists stay so. The editor keeps no words after an inner list, so they become an item of their own."""
    items: list[str] = []
    for item in (child for child in element if child.tag == "li"):
        words, inner = _words(item.text), ""
        for child in item:
            if child.tag in {"ul", "ol"}:
                inner += _list(child, child.tag)
            else:
                piece = f" {_inner(child)} " if child.tag == "p" else _inline(child)
                if inner and piece.strip():
                    items.append(_item(words, inner))
                    words, inner = "", ""
                words += piece
            if inner and (child.tail or "").strip():
                items.append(_item(words, inner))
                words, inner = "", ""
            words += _words(child.tail)
        items.append(_item(words, inner))
    return f"<{name}>{''.join(items)}</{name}>" if items else ""


def _item(words: str, inner: str) -> str:
    return f"<li>{_squeezed(words).strip()}{inner}</li>"


def _inner(element: etree._Element) -> str:
    return _words(element.text) + "".join(_inline(child) + _words(child.tail) for child in element)


def _inline(element: etree._Element) -> str:
    name = element.tag if isinstance(element.tag, str) else ""
    if not name:
        return ""
    if name == "br":
        return "<br/>"
    inner = _inner(element)
    if not inner.strip():
        return inner
    # As the editor does: a space at the edge of bold words is not bold.
    words = inner.strip(" \t\r\n")
    before, after = inner[: inner.index(words[0])], inner[len(inner.rstrip(" \t\r\n")) :]
    if name == "a" and (element.get("href") or "").lower().startswith(_LINKS):
        return f'{before}<a href="{html_escape.escape(element.get("href"))}">{words}</a>{after}'
    if name in _INLINE:
        return f"{before}<{_INLINE[name]}>{words}</{_INLINE[name]}>{after}"
    return inner


def _note_html(element: etree._Element) -> str:
    return "".join(piece.html for piece in _pieces(element) if piece.kind == "text")


def _table(table: etree._Element) -> Iterator[Segment]:
    """A grid of plain words; a cell that spans says so by arrows in the cells that it covers."""
    caption = next((tidy(child.text_content()) for child in table if child.tag == "caption"), "")
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table][:MAX_ROWS]
    grid = _grid(rows)
    if not grid:
        yield from _paragraph(html_escape.escape(caption, quote=False))
        return
    cells = [cell for cell in rows[0] if cell.tag in {"td", "th"}]
    has_head = bool(cells) and all(cell.tag == "th" for cell in cells) and len(grid) > 1
    # A heading that spans rows would join with nothing: the header is one row.
    width = max(len(row) for row in grid)
    padded = [row + [""] * (width - len(row)) for row in grid]
    head = padded[0] if has_head else [""] * width
    body = padded[1:] if has_head else padded
    if has_head and body:
        body[0] = ["" if cell == JOINED_ABOVE else cell for cell in body[0]]
    named = [row for row in rows[1 if has_head else 0 :] if len(row)]
    value = {
        "columns": [{"type": "text", "heading": heading} for heading in head],
        "rows": [{"values": row} for row in body],
        "caption": caption,
    }
    yield Segment(
        "table",
        value={"content": value, "row_headers": bool(named) and all(row[0].tag == "th" for row in named)},
    )


def _grid(rows: list[etree._Element]) -> list[list[str]]:
    grid: list[list[str]] = []
    waiting: dict[int, int] = {}  # column -> rows that a cell from above still covers
    for row in rows:
        line: list[str] = []

        def covered(line: list[str] = line) -> None:
            while waiting.get(len(line), 0) > 0 and len(line) < MAX_COLUMNS:
                waiting[len(line)] -= 1
                line.append(JOINED_ABOVE)

        for cell in row:
            if cell.tag not in {"td", "th"} or len(line) >= MAX_COLUMNS:
                continue
            covered()
            across = min(_span(cell, "colspan"), MAX_COLUMNS - len(line))
            down = _span(cell, "rowspan")
            for step in range(across):
                if down > 1:
                    waiting[len(line)] = down - 1
                line.append(_cell_text(cell) if step == 0 else JOINED_BEFORE)
        covered()
        if line:
            grid.append(line)
    return grid


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name) or "1"
    return max(1, min(int(value), MAX_ROWS)) if value.isdecimal() else 1


def _cell_text(cell: etree._Element) -> str:
    lines = [tidy(piece.text_content()) for piece in cell.iter("p", "li")] or [tidy(cell.text_content())]
    return "\n".join(line for line in lines if line)


def _words(text: str | None) -> str:
    return html_escape.escape(text, quote=False) if text else ""


def _squeezed(inner: str) -> str:
    # No-break spaces stay: French and figures need them.
    return _SPACE.sub(" ", inner)
