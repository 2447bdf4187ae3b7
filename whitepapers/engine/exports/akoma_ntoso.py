"""Akoma Ntoso 3.0 (OASIS LegalDocML), valid against the official schema.

A draft is a `bill`, a white paper a `doc`. Each part of the version is one hierarchical element with its eId; what the
standard has no place for (our identifiers, fingerprints, plain-language summaries) stands in `proprietary`.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree

from whitepapers.engine.exports.document import ExportDocument, ExportPart
from whitepapers.engine.exports.markup import blocks_of, footnote_mark, is_small, rows_of, xml_safe

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
HUB = "urn:participation-hub:export:1"
# Notes are no part of the text: `hub:kind` tells our importer which container is one.
NOTE_NAME = "explanatoryNote"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGES = {
    **{"ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "it": "ita", "nl": "nld", "pl": "pol"},
    **{"pt": "por", "ro": "ron", "ru": "rus", "tr": "tur", "uk": "ukr", "ber": "ber", "ca": "cat", "sv": "swe"},
}
_ELEMENTS = frozenset(
    [
        "alinea",
        "article",
        "book",
        "chapter",
        "clause",
        "division",
        "indent",
        "level",
        "list",
        "paragraph",
        "part",
        "point",
        "proviso",
        "rule",
        "section",
        "subchapter",
        "subclause",
        "subdivision",
        "sublist",
        "subparagraph",
        "subpart",
        "subrule",
        "subsection",
        "subtitle",
        "title",
        "tome",
        "transitional",
    ]
)
# The naming convention's short forms, as eIds carry them.
_SHORT = {
    **{"art": "article", "chp": "chapter", "cl": "clause", "dvs": "division", "para": "paragraph", "sec": "section"},
    **{"subchp": "subchapter", "subcl": "subclause", "subdvs": "subdivision", "subpara": "subparagraph"},
    **{"subsec": "subsection", "trans": "transitional"},
}
_BY_HEADING_DEPTH = ("part", "chapter", "subchapter", "division")
_BY_CLAUSE_DEPTH = ("section", "subsection", "paragraph", "subparagraph", "point")
_INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "sup": "sup", "sub": "sub", "ins": "ins", "del": "del"}


def to_akoma_ntoso(document: ExportDocument) -> bytes:
    root = etree.Element(_tag("akomaNtoso"), nsmap={None: NAMESPACE, "hub": HUB})
    is_bill = document.kind != "white_paper"
    act = etree.SubElement(root, _tag("bill" if is_bill else "doc"), name=document.kind.replace("_", "-"))
    _Meta(document, "bill" if is_bill else "doc").write(act)
    preface = etree.SubElement(act, _tag("preface"))
    title = etree.SubElement(etree.SubElement(preface, _tag("p")), _tag("docTitle"))
    title.text = xml_safe(document.title)
    for paragraph in filter(None, document.summary.splitlines()):
        etree.SubElement(preface, _tag("p"), {"class": "summary"}).text = xml_safe(paragraph)
    body = etree.SubElement(act, _tag("body" if is_bill else "mainBody"))
    body.set(_LANG, document.language)
    _write_parts(document, body)
    etree.indent(act[0], level=2)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _write_parts(document: ExportDocument, body: etree._Element) -> None:
    parents = {part.parent for part in document.parts}
    elements: list[etree._Element] = []
    for index, part in enumerate(document.parts):
        above = body if part.parent is None else elements[part.parent]
        name = _name_of(document, part)
        element = etree.SubElement(above, _tag(name))
        element.tail = "\n"
        elements.append(element)
        if name == "hcontainer":
            element.set("name", NOTE_NAME if part.is_note else "annex")
        element.set(f"{{{HUB}}}kind", part.kind)
        element.set("eId", part.eid)
        if part.source_id and part.source_id != part.eid and not re.search(r"\s", part.source_id):
            element.set("wId", xml_safe(part.source_id))
        element.set("GUID", part.uuid)
        if part.language != document.language:
            element.set(_LANG, part.language)
        if part.number:
            etree.SubElement(element, _tag("num")).text = xml_safe(part.number)
        if part.heading:
            etree.SubElement(element, _tag("heading")).text = xml_safe(part.heading)
        blocks = blocks_of(part.html)
        if blocks or index not in parents:
            # What has parts below it may have words before them, never a `content` beside them.
            holder = etree.SubElement(element, _tag("intro" if index in parents else "content"))
            _write_blocks(document, holder, blocks)
            if not blocks:
                etree.SubElement(holder, _tag("p"))
    if not elements:
        empty = etree.SubElement(body, _tag("hcontainer"), name="empty")
        etree.SubElement(etree.SubElement(empty, _tag("content")), _tag("p"))


def _name_of(document: ExportDocument, part: ExportPart) -> str:
    """The element that the address speaks of (`art_4`), else one by kind and depth."""
    if part.is_note or part.is_annex:
        return "hcontainer"
    own = re.match(r"[a-zA-Z]+", part.eid.rsplit("__", 1)[-1])
    word = _SHORT.get(own.group(), own.group()) if own else ""
    if word in _ELEMENTS:
        return word
    depth, parent = 0, part.parent
    while parent is not None:
        depth += document.parts[parent].kind == part.kind
        parent = document.parts[parent].parent
    names = _BY_HEADING_DEPTH if part.is_heading else _BY_CLAUSE_DEPTH
    return names[depth] if depth < len(names) else "level"


def _write_blocks(document: ExportDocument, holder: etree._Element, blocks: list[etree._Element]) -> None:
    for block in blocks:
        if block.tag in {"ul", "ol"}:
            _write_list(document, holder, block)
        elif block.tag == "table":
            _write_table(document, holder, block)
        elif block.tag == "figure":
            _write_figure(document, holder, block)
        elif mark := footnote_mark(block):
            paragraph = etree.SubElement(holder, _tag("p"), {"class": "footnote"})
            note = etree.SubElement(paragraph, _tag("authorialNote"), marker=xml_safe(mark), placement="bottom")
            words = etree.SubElement(note, _tag("p"))
            words.text = xml_safe((block[0][0].tail or "").lstrip())
            for child in list(block[0])[1:]:
                _write_child(words, child)
        else:
            paragraph = etree.SubElement(holder, _tag("p"))
            if is_small(block):
                paragraph.set("class", "footnote")
            _write_inline(paragraph, block)


def _write_list(document: ExportDocument, holder: etree._Element, block: etree._Element) -> None:
    items = [item for item in block if item.tag == "li"]
    if not items:
        return
    target = etree.SubElement(holder, _tag(block.tag))
    for item in items:
        line = etree.SubElement(target, _tag("li"))
        _append_text(line, item.text)
        for child in item:
            if child.tag in {"ul", "ol"}:
                _write_list(document, line, child)
            elif child.tag == "p":
                _write_inline(etree.SubElement(line, _tag("p")), child)
            else:
                _write_child(line, child)
            _append_text(line, child.tail)


def _write_table(document: ExportDocument, holder: etree._Element, block: etree._Element) -> None:
    rows = [row for row in rows_of(block) if any(cell.tag in {"td", "th"} for cell in row)]
    caption = block.find("caption")
    if not rows:
        if caption is not None:
            _write_inline(etree.SubElement(holder, _tag("p")), caption)
        return
    table = etree.SubElement(holder, _tag("table"))
    if caption is not None:
        _write_inline(etree.SubElement(table, _tag("caption")), caption)
    for row in rows:
        line = etree.SubElement(table, _tag("tr"))
        for cell in row:
            if cell.tag in {"td", "th"}:
                target = etree.SubElement(line, _tag(cell.tag))
                for name in ("colspan", "rowspan"):
                    if (cell.get(name) or "").isascii() and (cell.get(name) or "").isdigit():
                        target.set(name, str(cell.get(name)))
                _write_blocks(document, target, blocks_of(_inner_html(cell)))


def _write_figure(document: ExportDocument, holder: etree._Element, block: etree._Element) -> None:
    for image in block.iter("img"):
        if not image.get("src"):
            continue
        picture = etree.SubElement(etree.SubElement(holder, _tag("p"), {"class": "figure"}), _tag("img"))
        picture.set("src", urljoin(document.url, str(image.get("src"))))
        picture.set("alt", xml_safe(image.get("alt") or ""))
        for name in ("width", "height"):
            if (image.get(name) or "").isascii() and (image.get(name) or "").isdigit():
                picture.set(name, str(image.get(name)))
    caption = block.find("figcaption")
    if caption is not None:
        _write_inline(etree.SubElement(holder, _tag("p"), {"class": "caption"}), caption)


def _inner_html(element: etree._Element) -> str:
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
    return (element.text or "").replace("&", "&amp;").replace("<", "&lt;") + inner


def _write_inline(target: etree._Element, source: etree._Element) -> None:
    _append_text(target, source.text)
    for child in source:
        _write_child(target, child)
        _append_text(target, child.tail)


def _write_child(target: etree._Element, child: etree._Element) -> None:
    """One inline element; what the standard has no word for leaves its words behind. Tails are the caller's."""
    name = _INLINE.get(str(child.tag))
    if child.tag == "br":
        etree.SubElement(target, _tag("br"))
    elif child.tag == "a" and child.get("href"):
        _write_inline(
            etree.SubElement(target, _tag("a"), href=xml_safe(str(child.get("href"))).replace(" ", "%20")), child
        )
    elif name:
        _write_inline(etree.SubElement(target, _tag(name)), child)
    else:
        _write_inline(target, child)


def _append_text(target: etree._Element, text: str | None) -> None:
    if not text:
        return
    text = xml_safe(text)
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


class _Meta:
    """Work, expression, manifestation; every version in the lifecycle; what the standard has no place for."""

    def __init__(self, document: ExportDocument, document_type: str) -> None:
        self.document = document
        first = min((one.published_at for one in document.versions), default=document.published_at)
        self.taken = {part.eid for part in document.parts}
        self.work = f"/akn/{document.country}/{document_type}/{first:%Y-%m-%d}/{document.slug}"
        self.created = f"{first:%Y-%m-%d}"
        self.day = f"{document.published_at:%Y-%m-%d}"
        self.language = _LANGUAGES.get(document.language.split("-")[0], document.language)

    def write(self, act: etree._Element) -> None:
        meta = etree.SubElement(act, _tag("meta"))
        publisher = f"#{self._free('publisher')}"
        identification = etree.SubElement(meta, _tag("identification"), source=publisher)
        expression = f"{self.work}/{self.language}@{self.day}.v{self.document.version}"
        for level, uri, day in (
            ("Work", self.work, self.created),
            ("Expression", expression, self.day),
            ("Manifestation", f"{expression}.xml", self.day),
        ):
            self._frbr(etree.SubElement(identification, _tag(f"FRBR{level}")), level, uri, day, publisher)
        etree.SubElement(
            meta, _tag("publication"), date=self.day, name="hub", showAs=xml_safe(self.document.publisher)
        ).set("number", str(self.document.version))
        lifecycle = etree.SubElement(meta, _tag("lifecycle"), source=publisher)
        ordered = sorted(self.document.versions, key=lambda one: one.number)
        for one in ordered:
            event = etree.SubElement(lifecycle, _tag("eventRef"), eId=self._free(f"version_{one.number}"))
            event.set("date", one.published_at.isoformat())
            event.set("source", publisher)
            event.set("type", "generation" if one is ordered[0] else "amendment")
            event.set("href", one.url)
        if not ordered:
            meta.remove(lifecycle)
        references = etree.SubElement(meta, _tag("references"), source=publisher)
        organisation = etree.SubElement(references, _tag("TLCOrganization"), eId=publisher.removeprefix("#"))
        organisation.set("href", "/ontology/organization/publisher")
        organisation.set("showAs", xml_safe(self.document.publisher))
        self._proprietary(etree.SubElement(meta, _tag("proprietary"), source=publisher))

    def _free(self, wish: str) -> str:
        eid, attempt = f"meta__{wish}", 1
        while eid in self.taken:
            attempt += 1
            eid = f"meta__{wish}-{attempt}"
        self.taken.add(eid)
        return eid

    def _frbr(self, element: etree._Element, level: str, uri: str, day: str, publisher: str) -> None:
        suffix = ".xml" if level == "Manifestation" else ""
        etree.SubElement(element, _tag("FRBRthis"), value=f"{uri.removesuffix(suffix)}/!main{suffix}")
        etree.SubElement(element, _tag("FRBRuri"), value=uri)
        if level == "Work":
            etree.SubElement(element, _tag("FRBRalias"), name="uuid", value=f"urn:uuid:{self.document.uuid}")
        if level == "Expression":
            etree.SubElement(element, _tag("FRBRalias"), name="address", value=self.document.url)
        names = {"Work": "creation", "Expression": "publication", "Manifestation": "publication"}
        etree.SubElement(element, _tag("FRBRdate"), date=day, name=names[level])
        etree.SubElement(element, _tag("FRBRauthor"), href=publisher)
        if level == "Work":
            etree.SubElement(element, _tag("FRBRcountry"), value=self.document.country)
            etree.SubElement(element, _tag("FRBRname"), value=xml_safe(self.document.slug))
        elif level == "Expression":
            etree.SubElement(element, _tag("FRBRversionNumber"), value=str(self.document.version))
            etree.SubElement(element, _tag("FRBRlanguage"), language=self.language)
        else:
            etree.SubElement(element, _tag("FRBRformat"), value="application/akn+xml")

    def _proprietary(self, element: etree._Element) -> None:
        document = self.document
        facts = etree.SubElement(element, f"{{{HUB}}}version")
        for name, value in (
            *[("document", str(document.uuid)), ("number", str(document.version)), ("sha256", document.sha256)],
            *[("sourceLanguage", document.source_language), ("responsible", document.responsible)],
            *[("licence", document.licence), ("address", document.url)],
        ):
            if value:
                facts.set(name, xml_safe(value))
        if document.summary:
            etree.SubElement(facts, f"{{{HUB}}}about").text = xml_safe(document.summary)
        for part in document.parts:
            line = etree.SubElement(facts, f"{{{HUB}}}part", ref=f"#{part.eid}", uuid=part.uuid, sha256=part.sha256)
            if part.language != document.language:
                line.set("translated", "false")
            if part.summary:
                etree.SubElement(line, f"{{{HUB}}}summary").text = xml_safe(part.summary)
