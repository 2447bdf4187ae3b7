"""United States Legislative Markup: each element with an `identifier` in the main text is a clause.

Source: USLM 2 user guide (GPO/OLRC). Text of elements without an identifier belongs to the nearest
ancestor that has one.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from lxml import etree

from whitepapers.engine.imports.parsed import (
    LONGEST_SHORT_TITLE,
    ImportRefusedError,
    ParsedClause,
    ParsedDocument,
    ParsedNote,
    assign_eids,
    shortened,
    tidy,
)
from whitepapers.engine.imports.xml import NOTES, name_of, plain_text, simple_html

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_uslm(root: etree._Element) -> ParsedDocument:
    """A document from the root element of a USLM bill, resolution, statute or rule."""
    main = next((element for element in root.iter() if name_of(element) == "main"), None)
    if main is None:
        raise ImportRefusedError(_("This USLM file has no main text."), "main")
    reader = _Reader()
    reader.walk(main, None)
    clauses = reader.clauses
    if not clauses:
        raise ImportRefusedError(_("This USLM file has no identified provisions that people could comment on."), "main")
    # "/us/bill/116/s/2731/dA/tII/s212/a": what all share says which bill it is, not which clause.
    shared = _shared_folder([clause.source_id for clause in clauses])
    for clause in clauses:
        clause.eid = clause.source_id[len(shared) :].strip("/").replace("/", "__")
    originals = [clause.source_id for clause in clauses]
    for clause in clauses:
        clause.source_id = clause.eid
    warnings = assign_eids(clauses)
    for clause, original in zip(clauses, originals, strict=True):
        clause.source_id = original
    short, long = _title(root, ("shortTitle",)), _title(root, ("officialTitle", "title"))
    title = short if short and len(short) <= LONGEST_SHORT_TITLE else long or short
    summary = long if title == short and long != short else ""
    language = (root.get(_LANG) or "en")[:2]
    return ParsedDocument(shortened(title), language, clauses, summary, warnings, reader.notes)


class _Reader:
    """One pass in the order of the file. Words that no identified element holds become notes."""

    def __init__(self) -> None:
        self.clauses: list[ParsedClause] = []
        self.notes: list[ParsedNote] = []

    def walk(self, element: etree._Element, parent: int | None) -> None:
        if name_of(element) in {"quotedContent", "meta", ""}:
            return
        if element.get("identifier") is not None:
            parent = self._add(element, parent)
        elif parent is None and name_of(element) != "main" and not _holds_clauses(element):
            if html := simple_html(element, lambda _element: False):
                self.notes.append(ParsedNote(len(self.clauses), html))
            return
        for child in element:
            self.walk(child, parent)

    def _add(self, element: etree._Element, parent: int | None) -> int:
        self.clauses.append(
            ParsedClause(
                kind=name_of(element),
                number=_child_text(element, "num"),
                heading=_child_text(element, "heading"),
                text=plain_text(element, _not_own),
                html=simple_html(element, _not_own),
                level=1 if parent is None else self.clauses[parent].level + 1,
                parent=parent,
                source_id=element.get("identifier") or "",
            )
        )
        return len(self.clauses) - 1


def _holds_clauses(element: etree._Element) -> bool:
    return any(_is_clause(inner) for inner in element.iterdescendants())


def _child_text(element: etree._Element, local: str) -> str:
    child = next((one for one in element if name_of(one) == local), None)
    return "" if child is None else tidy(plain_text(child, lambda inner: name_of(inner) in NOTES))


def _is_clause(element: etree._Element) -> bool:
    return element.get("identifier") is not None and not any(
        name_of(ancestor) == "quotedContent" for ancestor in element.iterancestors()
    )


def _not_own(element: etree._Element) -> bool:
    if _is_clause(element):
        return True
    parent = element.getparent()
    return name_of(element) in {"num", "heading"} and parent is not None and _is_clause(parent)


def _shared_folder(identifiers: list[str]) -> str:
    parts = [identifier.split("/")[:-1] for identifier in identifiers]
    shared: list[str] = []
    for step in zip(*parts, strict=False):
        if len(set(step)) > 1:
            break
        shared.append(step[0])
    return "/".join(shared)


def _title(root: etree._Element, names: tuple[str, ...]) -> str:
    for name in names:
        for element in root.iter():
            if name_of(element) == name and element.get("identifier") is None:
                text = tidy("".join(element.itertext()))
                if text:
                    return text
    return ""
