"""Akoma Ntoso 3.0 (any of its drafts' namespaces): every hierarchical element of the body is a clause.

Source: OASIS LegalDocML, Akoma Ntoso Version 1.0 Part 2, element groups `ANhier` and `hierElements`.
"""

from __future__ import annotations

from lxml import etree

from whitepapers.engine.imports.parsed import (
    ImportRefusedError,
    ImportWarning,
    ParsedClause,
    ParsedDocument,
    assign_eids,
    tidy,
)
from whitepapers.engine.imports.xml import NOTES, name_of, plain_text, simple_html

HIERARCHY = frozenset(
    [
        "part",
        "chapter",
        "title",
        "book",
        "tome",
        "division",
        "list",
        "point",
        "indent",
        "alinea",
        "rule",
        "subrule",
        "proviso",
        "subsection",
        "subpart",
        "paragraph",
        "subparagraph",
        "subchapter",
        "subtitle",
        "subdivision",
        "subclause",
        "clause",
        "sublist",
        "level",
        "article",
        "section",
        "transitional",
        "hcontainer",
    ]
)
_BODIES = {"body", "mainBody", "portionBody"}
_LANGUAGES = {"eng": "en", "fra": "fr", "fre": "fr", "ara": "ar", "ita": "it", "spa": "es", "deu": "de", "por": "pt"}


def parse_akoma_ntoso(root: etree._Element) -> ParsedDocument:
    """A document from the root element of an Akoma Ntoso file."""
    clauses: list[ParsedClause] = []
    positions: dict[etree._Element, int] = {}
    for body in root.iter():
        if name_of(body) not in _BODIES or _within(body, {"quotedStructure"}):
            continue
        for element in body.iter():
            if name_of(element) not in HIERARCHY or _within(element, {"quotedStructure"}) or element in positions:
                continue
            parent = _nearest(element, positions)
            positions[element] = len(clauses)
            clauses.append(
                ParsedClause(
                    kind=name_of(element),
                    number=tidy(_child_text(element, "num")),
                    heading=" ".join(
                        filter(None, (_child_text(element, "heading"), _child_text(element, "subheading")))
                    ),
                    text=plain_text(element, _not_own),
                    html=simple_html(element, _not_own),
                    level=1 if parent is None else clauses[parent].level + 1,
                    parent=parent,
                    source_id=element.get("eId") or element.get("id") or element.get("wId") or "",
                )
            )
    if not clauses:
        kind = next((name_of(child) for child in root), "document")
        raise ImportRefusedError(
            f"This Akoma Ntoso {kind} has no articles, sections or other numbered parts that people could comment on.",
            kind,
        )
    warnings = assign_eids(clauses)
    title = _first_text(root, ("docTitle", "shortTitle", "docNumber")) or _first_alias(root)
    if not title:
        warnings.append(ImportWarning("docTitle", "The file names no title; please give one."))
    return ParsedDocument(title=title, language=_language(root), clauses=clauses, warnings=warnings)


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


def _nearest(element: etree._Element, positions: dict[etree._Element, int]) -> int | None:
    return next((positions[a] for a in element.iterancestors() if a in positions), None)


def _child_text(element: etree._Element, local: str) -> str:
    child = next((c for c in element if name_of(c) == local), None)
    return "" if child is None else tidy(plain_text(child, _is_note))


def _is_note(element: etree._Element) -> bool:
    return name_of(element) in NOTES


def _first_text(root: etree._Element, names: tuple[str, ...]) -> str:
    for name in names:
        for element in root.iter():
            if name_of(element) == name and (text := tidy("".join(element.itertext()))):
                return text[:255]
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
