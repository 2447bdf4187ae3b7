"""HTML and Markdown: headings, paragraphs, lists and tables in reading order; scripts and styling are left behind."""

from __future__ import annotations

import html as html_escape
import re
from collections.abc import Iterator

import nh3
from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as lxml_html

from whitepapers.engine.imports.docx_numbering import formatted
from whitepapers.engine.imports.outline import Block, outline
from whitepapers.engine.imports.parsed import ImportRefusedError, ImportWarning, ParsedDocument, shortened, tidy
from whitepapers.engine.imports.xml import MAX_DEPTH, name_of

_HEADINGS = {f"h{level}" for level in range(1, 7)}
_KEEP = {"em", "strong", "i", "b", "sup", "sub", "a"}
_CONTAINERS = {"html", "body", "div", "section", "article", "main", "dl"}
_TABLE = {"table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"}
_TAGS = {*_HEADINGS, *_KEEP, *_CONTAINERS, *_TABLE, "p", "ul", "ol", "li", "blockquote", "br", "ins", "del", "dt", "dd"}
# What a page has around its text.
_AROUND = {"script", "style", "template", "title", "nav", "footer", "aside", "form", "noscript", "iframe", "button"}
_LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_HIDDEN = "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')]"
MOST_ELEMENTS = 300_000


def parse_html(data: bytes, *, language: str = "") -> ParsedDocument:
    """A document from an HTML page."""
    return _parse(_decoded(data), language=language)


def parse_markdown(data: bytes, *, language: str = "") -> ParsedDocument:
    """A document from Markdown (CommonMark with tables); HTML inside it is not trusted."""
    from markdown_it import MarkdownIt

    source, title, own_language = _decoded(data), "", ""
    if found := _FRONT_MATTER.match(source):
        source = source[found.end() :]
        facts = dict(re.findall(r"^(title|lang|language)\s*:\s*[\"']?(.*?)[\"']?\s*$", found.group(1), re.MULTILINE))
        title, own_language = facts.get("title", ""), (facts.get("lang") or facts.get("language") or "")[:2].lower()
    rendered = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_DEPTH}).enable("table").render(source)
    return _parse(rendered, language=language or own_language, title=title)


def _parse(source: str, *, language: str, title: str = "") -> ParsedDocument:
    if source.count("<") > MOST_ELEMENTS:
        raise ImportRefusedError(_("The file has far more elements than a document."))
    try:
        page = lxml_html.document_fromstring(source, ensure_head_body=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ImportRefusedError(_("The HTML has no content.")) from error
    found = page.find(".//title")
    head_title = title or (tidy(found.text) if found is not None and found.text else "")
    own_language = (page.get("lang") or "")[:2].lower()
    main, pictures = _main_part(page)
    # nh3 first: whatever the page carried (scripts, styles, comments), only plain structure goes on.
    clean = nh3.clean(
        main,
        tags=_TAGS,
        attributes={
            "a": {"href"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
            "ol": {"start", "type"},
            "li": {"value"},
            "*": {"id"},
        },
        clean_content_tags=_AROUND,
    )
    if not tidy(clean):
        raise ImportRefusedError(_("The HTML has no content."))
    body = lxml_html.fragment_fromstring(clean, create_parent="body")
    headings = [element for element in body.iter() if name_of(element) == "h1"]
    blocks = list(_blocks(body, 0, title=headings[0] if len(headings) == 1 else None))
    document = outline(blocks, title="" if len(headings) == 1 else head_title, language=language or own_language)
    document.title = document.title or shortened(head_title)
    if pictures:
        said = _("The file only points to its pictures; please add them in the editor.")
        document.warnings.append(ImportWarning("img", said))
    return document


def _main_part(page: etree._Element) -> tuple[str, bool]:
    """What the page is about, without what is hidden or stands around it; and whether it has pictures."""
    for hidden in page.xpath(
        "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')]"
    ):
        if hidden.getparent() is not None and name_of(hidden) not in {"body", "main"}:
            hidden.drop_tree()
    places = page.xpath("//main | //*[@role='main']") or page.xpath("//article[not(ancestor::article)]")
    main = places[0] if len(places) == 1 and tidy(places[0].text_content()) else page.find("body")
    if main is None:
        return "", False
    if name_of(main) == "body":
        for around in main.xpath("./header | ./*[@role='banner' or @role='contentinfo' or @role='navigation']"):
            # A page whose only heading stands in its header has its title there.
            if not (around.xpath(".//h1") and len(main.xpath(".//h1")) == 1):
                around.drop_tree()
    return lxml_html.tostring(main, encoding="unicode"), bool(main.xpath(".//img"))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    declared = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", data[:4096])
    try:
        return data.decode(declared.group(1).decode() if declared else "utf-8")
    except (UnicodeDecodeError, LookupError) as error:
        raise ImportRefusedError(_("The file is not in UTF-8; save it as UTF-8 and try again.")) from error


def _blocks(element: etree._Element, depth: int, *, title: etree._Element | None) -> Iterator[Block]:
    if depth > MAX_DEPTH:
        raise ImportRefusedError(_("Elements are nested more than %(levels)d deep.") % {"levels": MAX_DEPTH})
    loose: list[str] = [html_escape.escape(element.text or "", quote=False)]
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


def _block(child: etree._Element, local: str, depth: int, title: etree._Element | None) -> Iterator[Block]:
    text, identity = tidy("".join(child.itertext())), child.get("id") or ""
    if local in _HEADINGS:
        yield Block("title" if child is title else "heading", text, "", int(local[1]), source_id=identity)
    elif local in {"p", "blockquote", "caption", "dt", "dd"} and not any(
        name_of(c) in {"p", "ul", "ol", "table", "div"} for c in child
    ):
        yield Block("paragraph", text, f"<p>{_inner(child)}</p>", source_id=identity)
    elif local in {"ul", "ol"}:
        yield from _list(child, local, depth + 1, title)
    elif local == "table":
        yield from _table(child)
    else:
        yield from _blocks(child, depth + 1, title=title)


def _table(table: etree._Element) -> Iterator[Block]:
    """With its caption and joined cells. A table inside a cell gives its words to the cell."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    html, lines = [], []
    for row in rows:
        cells = [cell for cell in row if name_of(cell) in {"td", "th"}]
        html.append("<tr>" + "".join(_cell(cell) for cell in cells) + "</tr>")
        lines.append(tidy(" ".join(" ".join(cell.itertext()) for cell in cells)))
    caption = next((tidy("".join(one.itertext())) for one in table if name_of(one) == "caption"), "")
    head = f"<caption>{html_escape.escape(caption, quote=False)}</caption>" if caption else ""
    text = "\n".join(filter(None, [caption, *lines]))
    if text:
        yield Block("table", text, f"<table>{head}<tbody>{''.join(html)}</tbody></table>")


def _cell(cell: etree._Element) -> str:
    local = name_of(cell)
    spans = "".join(
        f' {name}="{html_escape.escape(cell.get(name))}"' for name in ("colspan", "rowspan") if cell.get(name)
    )
    paragraphs = [tidy("".join(one.itertext())) for one in cell.iter("p", "li")]
    lines = [line for line in paragraphs if line] or [tidy(" ".join(cell.itertext()))]
    return (
        f"<{local}{spans}>"
        + "".join(f"<p>{html_escape.escape(line, quote=False)}</p>" for line in lines)
        + f"</{local}>"
    )


def _list(element: etree._Element, local: str, depth: int, title: etree._Element | None) -> Iterator[Block]:
    """A numbered list numbers clauses; bullets are part of the clause they stand in."""
    value = _whole(element.get("start"), 1) - 1
    style = _LIST_STYLES.get(element.get("type") or "", "decimal")
    for item in (c for c in element if name_of(c) == "li"):
        value = _whole(item.get("value"), value + 1)
        nested = [c for c in item if name_of(c) in {"ul", "ol", "table"}]
        own = "".join(
            [
                html_escape.escape(item.text or "", quote=False),
                *(("" if c in nested else _piece(c)) + html_escape.escape(c.tail or "", quote=False) for c in item),
            ]
        )
        markup = " ".join(own.split())
        text = tidy(lxml_html.fromstring(f"<div>{own}</div>").text_content()) if own.strip() else ""
        if local == "ol":
            yield Block("item", text, f"<p>{markup}</p>", depth, formatted(value, style), item.get("id") or "")
        elif text:
            yield Block("note", text, f"<ul><li>{markup}</li></ul>")
        for inner in nested:
            yield from _block(inner, name_of(inner), depth, title)


def _piece(child: etree._Element) -> str:
    return _inner(child, outer=True) if name_of(child) in _KEEP else f" {_inner(child)} "


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else otherwise


def _loose(pieces: list[str]) -> Iterator[Block]:
    html = "".join(pieces)
    if not html.strip():
        return
    text = tidy(lxml_html.fromstring(f"<div>{html}</div>").text_content()) if "<" in html or "&" in html else tidy(html)
    if text:
        yield Block("paragraph", text, f"<p>{html}</p>")


def _inner(element: etree._Element, *, outer: bool = False) -> str:
    """Inline HTML of an element, only with the few tags that carry meaning."""
    parts = [html_escape.escape(element.text or "", quote=False)]
    for child in element:
        local = name_of(child)
        parts.append(_inner(child, outer=local in _KEEP) if local != "br" else "<br>")
        parts.append(html_escape.escape(child.tail or "", quote=False))
    inner = "".join(parts)
    if not outer:
        return inner
    local = name_of(element)
    href = element.get("href") or ""
    if local == "a" and href.startswith(("https://", "http://", "mailto:", "#")):
        return f'<a href="{html_escape.escape(href)}">{inner}</a>'
    return f"<{local}>{inner}</{local}>" if local != "a" else inner
