"""Akoma Ntoso 3.0 (any of its drafts' namespaces): every hierarchical element of the body is a clause.

Source: OASIS LegalDocML, Akoma Ntoso Version 1.0 Part 2, element groups `ANhier` and `hierElements`.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from lxml import etree

from whitepapers.engine.imports.parsed import (
    LONGEST_SHORT_TITLE,
    ImportRefusedError,
    ImportWarning,
    ParsedClause,
    ParsedDocument,
    ParsedNote,
    assign_eids,
    shortened,
    tidy,
)
from whitepapers.engine.imports.xml import NOTES, name_of, plain_text, simple_html

# fmt: off
HIERARCHY = frozenset([
    "part", "chapter", "title", "book", "tome", "division", "list", "point", "indent", "alinea", "rule",
    "subrule", "proviso", "subsection", "subpart", "paragraph", "subparagraph", "subchapter", "subtitle",
    "subdivision", "subclause", "clause", "sublist", "level", "article", "section", "transitional",
    "hcontainer",
])
# fmt: on
_BODIES = {"body", "mainBody", "portionBody"}
# Words around the articles: said before or after them, part of the act, not provisions of their own.
_AROUND = {"preamble", "conclusions", "longTitle", "formula"}
_WITHOUT_CLAUSES = {"debate", "debateReport", "judgment", "amendment", "amendmentList", "officialGazette", "statement"}
# Of the three-letter codes those whose first two letters are not the two-letter code.
_LANGUAGES = {
    **{"fra": "fr", "fre": "fr", "spa": "es", "deu": "de", "ger": "de", "por": "pt", "ara": "ar", "nld": "nl"},
    **{"swe": "sv", "ces": "cs", "pol": "pl", "ell": "el", "gle": "ga", "est": "et", "hrv": "hr", "slk": "sk"},
    **{"slv": "sl", "mlt": "mt", "tur": "tr", "zho": "zh", "jpn": "ja", "cym": "cy", "eus": "eu", "sqi": "sq"},
}


def parse_akoma_ntoso(root: etree._Element) -> ParsedDocument:
    """A document from the root element of an Akoma Ntoso file."""
    reader = _Reader()
    reader.walk(root, None, inside=False)
    clauses = reader.clauses
    if not clauses:
        raise _refusal(root)
    warnings = assign_eids(clauses)
    for position in reader.noted:
        warnings.append(ImportWarning(clauses[position].eid, _("A note in the heading was left out.")))
    if reader.pictures:
        warnings.append(ImportWarning("img", _("The file only points to its pictures; please add them in the editor.")))
    short, long = _first_text(root, ("shortTitle",)), _first_text(root, ("docTitle",))
    # A short title is what people call the act; the long one then says what it is about.
    title = short if short and len(short) <= LONGEST_SHORT_TITLE else long or short
    title = title or _first_text(root, ("docNumber",)) or _first_alias(root)
    if not title:
        warnings.append(ImportWarning("docTitle", _("The file names no title; please give one.")))
    summary = long if title == short and long != short else ""
    summary = summary or next((tidy(element.text or "") for element in root.iter(HUB_SUMMARY)), "")
    return ParsedDocument(shortened(title), _language(root), clauses, summary, warnings, reader.notes)


def _refusal(root: etree._Element) -> ImportRefusedError:
    kind = next((name_of(child) for child in root if name_of(child)), "document")
    if kind in _WITHOUT_CLAUSES:
        message = _("This is an Akoma Ntoso “%(kind)s”, which has no provisions that people could comment on.")
    else:
        message = _(
            "This Akoma Ntoso “%(kind)s” has no articles, sections or other provisions that people could comment on."
        )
    return ImportRefusedError(message % {"kind": kind}, kind)


class _Reader:
    """One pass in the order of the file; quoted acts are words of the clause that quotes them."""

    def __init__(self) -> None:
        self.clauses: list[ParsedClause] = []
        self.notes: list[ParsedNote] = []
        self.noted: list[int] = []  # clauses with a note in their heading
        self.pictures = False

    def walk(self, element: etree._Element, parent: int | None, *, inside: bool) -> None:
        local = name_of(element)
        if local in {"meta", "quotedStructure", ""}:
            return
        inside = inside or local in _BODIES
        self.pictures = self.pictures or local == "img"
        if element.get(HUB_KIND) == "note":
            self.notes.append(ParsedNote(len(self.clauses), simple_html(element, _not_own)))
            return
        if inside and local in HIERARCHY:
            parent = self._add(element, local, parent)
        elif parent is None and self._is_around(element, local, inside):
            if html := simple_html(element, _is_meta):
                self.notes.append(ParsedNote(len(self.clauses), html))
            return
        for child in element:
            self.walk(child, parent, inside=inside)

    def _is_around(self, element: etree._Element, local: str, inside: bool) -> bool:
        """Words of their own, with no provision in them. Of a preface only what is no title."""
        if any(name_of(inner) in HIERARCHY for inner in element.iterdescendants()):
            return False
        return local not in _BODIES if inside else local in _AROUND

    def _add(self, element: etree._Element, local: str, parent: int | None) -> int:
        heading = [name for name in ("heading", "subheading") if _child_text(element, name)]
        position = len(self.clauses)
        self.clauses.append(
            ParsedClause(
                kind=_kind_of(element, local),
                number=tidy(_child_text(element, "num")),
                heading=" ".join(_child_text(element, name) for name in heading),
                text=plain_text(element, _not_own),
                html=simple_html(element, _not_own),
                level=1 if parent is None else self.clauses[parent].level + 1,
                parent=parent,
                source_id=element.get("eId") or element.get("id") or element.get("wId") or "",
            )
        )
        if any(_is_note(note) for name in heading for child in element if name_of(child) == name for note in child):
            self.noted.append(position)
        return position


# Our own exports (engine/exports/akoma_ntoso.py) say what a part is, and how they sum the text up.
HUB_KIND = "{urn:participation-hub:export:1}kind"
HUB_SUMMARY = "{urn:participation-hub:export:1}about"
_ANNEXES = {"schedule", "annex", "annexe", "appendix"}


def _kind_of(element: etree._Element, local: str) -> str:
    if local == "hcontainer" and element.get("name") in _ANNEXES:
        return "annex"
    return "heading" if element.get(HUB_KIND) == "heading" else local


def _is_meta(element: etree._Element) -> bool:
    return name_of(element) == "meta"


def _not_own(element: etree._Element) -> bool:
    """Numbers, headings and sub-clauses are not the clause's own text; inside a quotation everything is."""
    if _within(element, {"quotedStructure"}):
        return name_of(element) == "meta"
    if name_of(element) in {"num", "heading", "subheading"}:
        parent = element.getparent()
        return parent is not None and name_of(parent) in HIERARCHY
    return name_of(element) in HIERARCHY or name_of(element) == "meta"


def _within(element: etree._Element, names: set[str]) -> bool:
    return any(name_of(ancestor) in names for ancestor in element.iterancestors())


def _child_text(element: etree._Element, local: str) -> str:
    child = next((c for c in element if name_of(c) == local), None)
    return "" if child is None else tidy(plain_text(child, _is_note))


def _is_note(element: etree._Element) -> bool:
    return name_of(element) in NOTES


def _first_text(root: etree._Element, names: tuple[str, ...]) -> str:
    for name in names:
        for element in root.iter():
            if name_of(element) == name and (text := tidy("".join(element.itertext()))):
                return text
    return ""


def _first_alias(root: etree._Element) -> str:
    for element in root.iter():
        if name_of(element) in {"FRBRname", "FRBRalias", "FRBRthis"} and element.get("value"):
            return str(element.get("value"))[:255]
    return ""


def _language(root: etree._Element) -> str:
    for element in root.iter():
        if name_of(element) == "FRBRlanguage" and element.get("language"):
            code = str(element.get("language")).lower()
            return _LANGUAGES.get(code, code[:2])
    return ""
