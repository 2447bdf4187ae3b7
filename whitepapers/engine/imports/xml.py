"""XML read without trust: no entities, no network, no size games; its mixed content turned into plain text and HTML."""

from __future__ import annotations

import html
from collections.abc import Callable

from django.utils.translation import gettext as _
from lxml import etree

from whitepapers.engine.imports.limits import MAX_ELEMENTS, MAX_TEXT, too_large
from whitepapers.engine.imports.parsed import ImportRefusedError, tidy

MAX_DEPTH = 200
_ENTITY_SIGNS = tuple("<!ENTITY".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"))

# Elements that start a new line of text; what is not named here flows inside its line.
# fmt: off
_BLOCKS = frozenset([
    "p", "block", "li", "item", "blockList", "listIntroduction", "listWrapUp", "ul", "ol", "table", "tr",
    "caption", "intro", "content", "wrapUp", "chapeau", "continuation", "quotedStructure", "quotedContent",
    "heading", "subheading", "num", "list", "listItem", "listContent", "tblock", "toc", "tocItem",
    "referenceItem", "section", "article", "paragraph", "subsection", "subparagraph", "clause",
    "subclause", "point", "indent", "subitem", "chapter", "part",
])
# fmt: on
_INLINE = {
    "i": "em",
    "em": "em",
    "b": "strong",
    "strong": "strong",
    "sup": "sup",
    "sub": "sub",
}
_LINKS = {"ref", "a", "rref", "mref"}
# Notes of the text: side notes, footnotes. They are the clause's words, but not in the middle of its sentence.
NOTES = frozenset(["authorialNote", "footnote", "sidenote"])


def parse_xml(data: bytes) -> etree._Element:
    """The root element, or a refusal that says what is wrong and on which line."""
    if len(data) > MAX_TEXT:
        raise ImportRefusedError(too_large(MAX_TEXT))
    if data.count(b"<") > MAX_ELEMENTS:
        raise ImportRefusedError(_("The file has far more elements than a document."))
    if any(sign in data for sign in _ENTITY_SIGNS):
        raise ImportRefusedError(
            _("The file declares entities, which can hide an attack; save it without them."), "DOCTYPE"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        said = _("The XML is broken: %(fault)s") % {"fault": error.msg}
        raise ImportRefusedError(said, f"line {error.lineno}") from error
    stack = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        if depth > MAX_DEPTH:
            said = _("Elements are nested more than %(levels)d deep.") % {"levels": MAX_DEPTH}
            raise ImportRefusedError(said, f"line {element.sourceline}")
        stack.extend((child, depth + 1) for child in element)
    return root


def name_of(element: etree._Element) -> str:
    """The local name, without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


Skip = Callable[[etree._Element], bool]


def plain_text(element: etree._Element, skip: Skip) -> str:
    """Text in reading order, one line per block; what `skip` names is left out with all below it."""
    lines: list[list[str]] = [[]]
    notes: list[str] = []

    def add(text: str | None) -> None:
        if text:
            lines[-1].append(text)

    def walk(node: etree._Element) -> None:
        add(node.text)
        for child in node:
            local = name_of(child)
            if not skip(child):
                if local in {"eol", "br"}:
                    add(" ")
                elif local in NOTES:
                    notes.append(plain_text(child, skip))
                elif local in {"td", "th"}:
                    add(" ")
                    walk(child)
                    add(" ")
                elif local in _BLOCKS:
                    lines.append([])
                    walk(child)
                    # A number stands before its words, on the same line.
                    lines.append([]) if local != "num" else add(" ")
                else:
                    walk(child)
            add(child.tail)

    walk(element)
    return "\n".join(line for line in (*(tidy("".join(parts)) for parts in lines), *notes) if line)


def simple_html(element: etree._Element, skip: Skip) -> str:
    """The same content as a small, safe subset of HTML that `richtext` reads; notes of the text go to its end."""
    writer = _HtmlWriter(skip)
    writer.walk(element)
    return writer.result()


class _HtmlWriter:
    def __init__(self, skip: Skip) -> None:
        self.skip = skip
        self.out: list[str] = []
        self.line: list[str] = []
        self.notes: list[str] = []
        self.is_after_number = False

    def result(self) -> str:
        self._flush()
        return "".join(self.out + self.notes).replace("</ul><ul>", "")

    def walk(self, node: etree._Element) -> None:
        self._add(node.text)
        for child in node:
            if not self.skip(child):
                self._child(child, name_of(child))
            self._add(child.tail)

    def _child(self, child: etree._Element, local: str) -> None:
        if local == "table":
            self._flush()
            self.out.append(_table(child, self.skip))
        elif local in {"eol", "br"}:
            self.line.append("<br/>" if local == "br" else " ")
        elif local in NOTES:
            inner = _HtmlWriter(self.skip)
            inner.walk(child)
            mark = html.escape(child.get("marker") or "")
            self.notes.append(f'<aside data-mark="{mark}">{inner.result()}</aside>')
        elif local in {"item", "listItem", "li"}:
            self._flush()
            start = len(self.out)
            self.walk(child)
            self._flush()
            self.out[start:] = ["<ul><li>", *self.out[start:], "</li></ul>"]
        elif local in _INLINE and not any(name_of(inner) in _BLOCKS for inner in child.iterdescendants()):
            self.line.append(f"<{_INLINE[local]}>")
            self.walk(child)
            self.line.append(f"</{_INLINE[local]}>")
        elif local in _LINKS and (child.get("href") or "").startswith(("http://", "https://")):
            self.line.append(f'<a href="{html.escape(child.get("href"))}">')
            self.walk(child)
            self.line.append("</a>")
        elif local == "num":
            # A number stands before its words, on the same line.
            self._flush()
            self.walk(child)
            self.line.append(" ")
            self.is_after_number = True
        elif local in _BLOCKS:
            if not self.is_after_number:
                self._flush()
            self.walk(child)
            self._flush()
        else:
            self.walk(child)

    def _add(self, text: str | None) -> None:
        if text:
            self.is_after_number = self.is_after_number and not text.strip()
            self.line.append(html.escape(text, quote=False))

    def _flush(self) -> None:
        line = "".join(self.line).strip()
        self.line.clear()
        if tidy(line):
            self.out.append(f"<p>{' '.join(line.split())}</p>")


def _table(table: etree._Element, skip: Skip) -> str:
    rows = []
    for row in table.iter():
        if name_of(row) != "tr":
            continue
        cells = []
        for cell in row:
            local = name_of(cell)
            if local in {"td", "th"}:
                spans = "".join(
                    f' {name}="{html.escape(cell.get(name) or "")}"'
                    for name in ("colspan", "rowspan")
                    if cell.get(name)
                )
                cells.append(f"<{local}{spans}>{html.escape(tidy(plain_text(cell, skip)), quote=False)}</{local}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    caption = next((tidy(plain_text(one, skip)) for one in table if name_of(one) == "caption"), "")
    head = f"<caption>{html.escape(caption, quote=False)}</caption>" if caption else ""
    return f"<table>{head}<tbody>{''.join(rows)}</tbody></table>"
