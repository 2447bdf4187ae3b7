"""HTML and Markdown: headings, paragraphs, lists and tables in reading order; scripts and styling are left behind."""

from __future__ import annotations

import html as html_escape

import nh3
from lxml import etree
from lxml import html as lxml_html

from whitepapers.engine.imports.outline import Block, outline
from whitepapers.engine.imports.parsed import ImportRefusedError, ParsedDocument, tidy
from whitepapers.engine.imports.xml import MAX_BYTES, MAX_DEPTH, name_of

_TAGS = {
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "div",
    "section",
    "article",
    "main",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "blockquote",
    "em",
    "strong",
    "i",
    "b",
    "sup",
    "sub",
    "br",
    "a",
    "ins",
    "del",
    "caption",
    "dl",
    "dt",
    "dd",
    "html",
    "body",
}
_KEEP = {"em", "strong", "i", "b", "sup", "sub", "a"}
_CONTAINERS = {"html", "body", "div", "section", "article", "main", "dl"}


def parse_html(data: bytes, *, language: str = "") -> ParsedDocument:
    """A document from an HTML page."""
    if len(data) > MAX_BYTES:
        raise ImportRefusedError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    source = _decoded(data)
    head_title, head_language = "", ""
    try:
        page = lxml_html.document_fromstring(source, ensure_head_body=True)
    except (etree.ParserError, ValueError) as error:
        raise ImportRefusedError("The HTML has no content.") from error
    found = page.find(".//title")
    if found is not None and found.text:
        head_title = tidy(found.text)
    head_language = (page.get("lang") or "")[:2].lower()
    # nh3 first: whatever the page carried (scripts, styles, hidden parts, comments), only plain structure goes on.
    clean = nh3.clean(
        source,
        tags=_TAGS,
        attributes={"a": {"href"}, "*": {"id"}},
        clean_content_tags={"script", "style", "template", "title", "nav"},
    )
    if not tidy(clean):
        raise ImportRefusedError("The HTML has no content.")
    body = lxml_html.fragment_fromstring(clean, create_parent="body")
    headings = [e for e in body.iter() if name_of(e) == "h1"]
    blocks = list(_blocks(body, 0, title=headings[0] if len(headings) == 1 else None))
    return outline(blocks, title="" if len(headings) == 1 else head_title, language=language or head_language)


def parse_markdown(data: bytes, *, language: str = "") -> ParsedDocument:
    """A document from Markdown (CommonMark with tables); HTML inside it is not trusted."""
    from markdown_it import MarkdownIt

    if len(data) > MAX_BYTES:
        raise ImportRefusedError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    rendered = MarkdownIt("commonmark", {"html": False}).enable("table").render(_decoded(data))
    return parse_html(rendered.encode(), language=language)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    declared = (
        lxml_html.fromstring(data[:4096] or b"<p/>").xpath("string(//meta/@charset)")
        if b"charset" in data[:4096]
        else ""
    )
    try:
        return data.decode(declared or "utf-8")
    except (UnicodeDecodeError, LookupError) as error:
        raise ImportRefusedError("The file is not in UTF-8; save it as UTF-8 and try again.") from error


def _blocks(element: etree._Element, depth: int, *, title: etree._Element | None):  # type: ignore[no-untyped-def]
    if depth > MAX_DEPTH:
        raise ImportRefusedError(f"Elements are nested more than {MAX_DEPTH} deep.")
    loose: list[str] = [element.text or ""]
    for child in element:
        local = name_of(child)
        if local in _KEEP or local in {"br", "ins", "del", ""}:
            loose.append(_inner(child, outer=True) if local in _KEEP else _inner(child) + " ")
            loose.append(html_escape.escape(child.tail or "", quote=False))
            continue
        yield from _loose(loose)
        loose = [html_escape.escape(child.tail or "", quote=False)]
        yield from _block(child, local, depth, title)
    yield from _loose(loose)


def _block(child: etree._Element, local: str, depth: int, title: etree._Element | None):  # type: ignore[no-untyped-def]
    text, identity = tidy("".join(child.itertext())), child.get("id") or ""
    if local in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        yield Block("title" if child is title else "heading", text, "", int(local[1]), source_id=identity)
    elif local in {"p", "blockquote", "caption", "dt", "dd"} and not any(
        name_of(c) in {"p", "ul", "ol", "table"} for c in child
    ):
        yield Block("paragraph", text, f"<p>{_inner(child)}</p>", source_id=identity)
    elif local in {"ul", "ol"}:
        yield from _list(child, local, depth + 1, title)
    elif local == "table":
        rows = "".join(
            "<tr>"
            + "".join(f"<{name_of(c)}>{_inner(c)}</{name_of(c)}>" for c in row if name_of(c) in {"td", "th"})
            + "</tr>"
            for row in child.iter("tr")
        )
        yield Block(
            "table",
            "\n".join(tidy(" ".join(row.itertext())) for row in child.iter("tr")),
            f"<table><tbody>{rows}</tbody></table>",
        )
    else:
        yield from _blocks(child, depth + (0 if local in _CONTAINERS else 1), title=title)


def _list(element: etree._Element, local: str, depth: int, title: etree._Element | None):  # type: ignore[no-untyped-def]
    """A numbered list numbers clauses; bullets are part of the clause they stand in."""
    for position, item in enumerate((c for c in element if name_of(c) == "li"), start=1):
        nested = [c for c in item if name_of(c) in {"ul", "ol", "table"}]
        own = tidy(
            "".join(
                [
                    item.text or "",
                    *("".join(c.itertext()) + (c.tail or "") if c not in nested else (c.tail or "") for c in item),
                ]
            )
        )
        if local == "ol":
            yield Block(
                "item",
                own,
                f"<p>{html_escape.escape(own, quote=False)}</p>",
                depth,
                f"{position}",
                item.get("id") or "",
            )
        elif own:
            yield Block("note", own, f"<ul><li>{html_escape.escape(own, quote=False)}</li></ul>")
        for inner in nested:
            yield from _block(inner, name_of(inner), depth, title)


def _loose(pieces: list[str]):  # type: ignore[no-untyped-def]
    html = "".join(pieces)
    text = tidy(lxml_html.fromstring(f"<div>{html}</div>").text_content()) if "<" in html or "&" in html else tidy(html)
    if text:
        yield Block("paragraph", text, f"<p>{html}</p>")


def _inner(element: etree._Element, *, outer: bool = False) -> str:
    """Inline HTML of an element, only with the few tags that carry meaning."""
    parts = [html_escape.escape(element.text or "", quote=False)]
    for child in element:
        local = name_of(child)
        parts.append(_inner(child, outer=local in _KEEP) if local != "br" else " ")
        parts.append(html_escape.escape(child.tail or "", quote=False))
    inner = "".join(parts)
    if not outer:
        return inner
    local = name_of(element)
    href = element.get("href") or ""
    if local == "a" and href.startswith(("https://", "http://", "mailto:", "#")):
        return f'<a href="{html_escape.escape(href)}">{inner}</a>'
    return f"<{local}>{inner}</{local}>" if local != "a" else inner
