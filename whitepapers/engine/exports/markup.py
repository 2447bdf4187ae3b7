"""The HTML of a clause as blocks that writers walk through: p, ul, ol, table, figure; nothing else at the top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

# What XML 1.0 cannot hold, whatever the encoding.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BLOCKS = frozenset({"p", "ul", "ol", "table", "figure"})
_CONTAINERS = frozenset({"blockquote", "div"})


@dataclass(frozen=True)
class Run:
    """A stretch of words with one look. `href` where it is a link; a break is a run of its own ("\\n")."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: str = ""  # sup, sub
    href: str = ""


def xml_safe(text: str) -> str:
    return _NOT_XML.sub("", text)


def blocks_of(html: str) -> list[etree._Element]:
    """Top-level blocks; words that stand in none get a paragraph of their own."""
    if not html.strip():
        return []
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return list(_blocks(root))


def _blocks(root: etree._Element) -> Iterator[etree._Element]:
    loose = etree.Element("p")
    loose.text = root.text
    for child in list(root):
        tail, child.tail = child.tail, None
        if child.tag in BLOCKS or child.tag in _CONTAINERS:
            if _says_something(loose):
                yield loose
            loose = etree.Element("p")
            loose.text = tail
            if child.tag in BLOCKS:
                yield child
            else:
                yield from _blocks(child)
        else:
            loose.append(child)
            child.tail = tail
    if _says_something(loose):
        yield loose


def _says_something(element: etree._Element) -> bool:
    return bool("".join(element.itertext()).strip()) or element.find(".//img") is not None


def runs_of(element: etree._Element, look: Run | None = None) -> Iterator[Run]:
    """The words of a paragraph, a cell or a list item, without lists and tables inside it."""
    now = look or Run("")
    yield from _words(element.text, now)
    for child in element:
        if child.tag == "br":
            yield Run("\n")
        elif child.tag not in {"ul", "ol", "table", "figure", "img"}:
            yield from runs_of(child, _changed(now, child))
        yield from _words(child.tail, now)


def _words(text: str | None, look: Run) -> Iterator[Run]:
    if text:
        words = " ".join(text.split())
        before = " " if text[:1].isspace() else ""
        after = " " if words and text[-1:].isspace() else ""
        yield Run(before + words + after, look.bold, look.italic, look.raised, look.href)


def _changed(look: Run, element: etree._Element) -> Run:
    tag = element.tag
    return Run(
        "",
        look.bold or tag in {"b", "strong"},
        look.italic or tag in {"i", "em"},
        tag if tag in {"sup", "sub"} else look.raised,
        (element.get("href") or "") if tag == "a" else look.href,
    )


def rows_of(table: etree._Element) -> list[etree._Element]:
    return list(table.iter("tr"))


def header_rows(table: etree._Element) -> int:
    """How many rows at the top are nothing but headers."""
    count = 0
    for row in rows_of(table):
        if any(cell.tag != "th" for cell in row) or not len(row):
            break
        count += 1
    return count


def footnote_mark(block: etree._Element) -> str:
    """The mark of a paragraph that is a footnote (`<p><small><sup>1</sup> …`), else ""."""
    small = block[0] if block.tag == "p" and len(block) == 1 and not (block.text or "").strip() else None
    if small is None or small.tag != "small" or (small.tail or "").strip():
        return ""
    mark = small[0] if len(small) and not (small.text or "").strip() else None
    return "".join(mark.itertext()).strip() if mark is not None and mark.tag == "sup" else ""


def is_small(block: etree._Element) -> bool:
    """Small print: a footnote, or its second paragraph."""
    return block.tag == "p" and len(block) == 1 and block[0].tag == "small" and not (block.text or "").strip()


def picture_sources(html: str) -> list[str]:
    if "<img" not in html:
        return []
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return [str(image.get("src")) for image in root.iter("img") if image.get("src")]
