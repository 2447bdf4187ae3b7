"""XML read without trust: no entities, no network, no size games; its mixed content turned into plain text and HTML."""

from __future__ import annotations

import html
from collections.abc import Callable

from lxml import etree

from whitepapers.engine.imports.parsed import ImportRefusedError, tidy

MAX_BYTES = 30 * 1024 * 1024
MAX_DEPTH = 200

# Elements that start a new line of text; what is not named here flows inside its line.
_BLOCKS = frozenset(
    [
        "p",
        "block",
        "li",
        "item",
        "blockList",
        "listIntroduction",
        "listWrapUp",
        "ul",
        "ol",
        "table",
        "tr",
        "caption",
        "intro",
        "content",
        "wrapUp",
        "chapeau",
        "continuation",
        "quotedStructure",
        "quotedContent",
        "heading",
        "subheading",
        "num",
        "list",
        "listItem",
        "listContent",
        "tblock",
        "toc",
        "tocItem",
        "referenceItem",
        "section",
        "article",
        "paragraph",
        "subsection",
        "subparagraph",
        "clause",
        "subclause",
        "point",
        "indent",
        "subitem",
        "chapter",
        "part",
    ]
)
_INLINE = {
    "i": "em",
    "em": "em",
    "b": "strong",
    "strong": "strong",
    "sup": "sup",
    "sub": "sub",
    "ins": "ins",
    "del": "del",
}


def parse_xml(data: bytes) -> etree._Element:
    """The root element, or a refusal that says what is wrong and on which line."""
    if len(data) > MAX_BYTES:
        raise ImportRefusedError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if b"<!ENTITY" in data or "<!ENTITY".encode("utf-16-le") in data or "<!ENTITY".encode("utf-16-be") in data:
        raise ImportRefusedError(
            "The file declares entities, which can hide an attack; save it without them.", "DOCTYPE"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ImportRefusedError(f"The XML is broken: {error.msg}", f"line {error.lineno}") from error
    depth, stack = 0, [(root, 1)]
    while stack:
        element, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise ImportRefusedError(f"Elements are nested more than {MAX_DEPTH} deep.", f"line {element.sourceline}")
        stack.extend((child, depth + 1) for child in element)
    return root


def name_of(element: etree._Element) -> str:
    """The local name, without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


Skip = Callable[[etree._Element], bool]


def plain_text(element: etree._Element, skip: Skip) -> str:
    """Text in reading order, one line per block; what `skip` names is left out with all below it."""
    lines: list[list[str]] = [[]]

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
    return "\n".join(line for line in (tidy("".join(parts)) for parts in lines) if line)


def simple_html(element: etree._Element, skip: Skip) -> str:
    """The same content as a small, safe subset of HTML: p, em, strong, sup, sub, ul, li, table, blockquote."""
    out: list[str] = []
    open_line: list[str] = []

    def flush() -> None:
        line = "".join(open_line).strip()
        open_line.clear()
        if tidy(line):
            out.append(f"<p>{' '.join(line.split())}</p>")

    def add(text: str | None) -> None:
        if text:
            open_line.append(html.escape(text, quote=False))

    def walk(node: etree._Element) -> None:
        add(node.text)
        for child in node:
            local = name_of(child)
            if not skip(child):
                if local == "table":
                    flush()
                    out.append(_table(child, skip))
                elif local in {"eol", "br"}:
                    open_line.append(" ")
                elif local in {"quotedStructure", "quotedContent"}:
                    flush()
                    out.append("<blockquote>")
                    walk(child)
                    flush()
                    out.append("</blockquote>")
                elif local in {"item", "listItem", "li"}:
                    flush()
                    start = len(out)
                    walk(child)
                    flush()
                    out[start:] = ["<ul><li>", *out[start:], "</li></ul>"]
                elif local in _INLINE and len(child) == 0:
                    tag = _INLINE[local]
                    open_line.append(f"<{tag}>{html.escape(child.text or '', quote=False)}</{tag}>")
                elif local == "num":
                    walk(child)
                    open_line.append(" ")
                elif local in _BLOCKS:
                    flush()
                    walk(child)
                    flush()
                else:
                    walk(child)
            add(child.tail)

    walk(element)
    flush()
    return "".join(out).replace("</ul><ul>", "")


def _table(table: etree._Element, skip: Skip) -> str:
    rows = []
    for row in table.iter():
        if name_of(row) != "tr":
            continue
        cells = [
            f"<{name_of(cell)}>{html.escape(tidy(plain_text(cell, skip)), quote=False)}</{name_of(cell)}>"
            for cell in row
            if name_of(cell) in {"td", "th"}
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><tbody>{''.join(rows)}</tbody></table>"
