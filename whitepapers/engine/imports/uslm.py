"""United States Legislative Markup: each element with an `identifier` in the main text is a clause.

Source: USLM 2 user guide (GPO/OLRC). Text of elements without an identifier belongs to the nearest
ancestor that has one.
"""

from __future__ import annotations

from lxml import etree

from whitepapers.engine.imports.parsed import ImportRefusedError, ParsedClause, ParsedDocument, assign_eids, tidy
from whitepapers.engine.imports.xml import name_of, plain_text, simple_html

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_uslm(root: etree._Element) -> ParsedDocument:
    """A document from the root element of a USLM bill, resolution, statute or rule."""
    main = next((element for element in root.iter() if name_of(element) == "main"), None)
    if main is None:
        raise ImportRefusedError("This USLM file has no main text.", "main")
    clauses: list[ParsedClause] = []
    positions: dict[etree._Element, int] = {}
    for element in main.iter():
        if not _is_clause(element):
            continue
        parent = next((positions[a] for a in element.iterancestors() if a in positions), None)
        positions[element] = len(clauses)
        num = next((c for c in element if name_of(c) == "num"), None)
        heading = next((c for c in element if name_of(c) == "heading"), None)
        clauses.append(
            ParsedClause(
                kind=name_of(element),
                number="" if num is None else tidy("".join(num.itertext())),
                heading="" if heading is None else tidy("".join(heading.itertext())),
                text=plain_text(element, _not_own),
                html=simple_html(element, _not_own),
                level=1 if parent is None else clauses[parent].level + 1,
                parent=parent,
                source_id=element.get("identifier") or "",
            )
        )
    if not clauses:
        raise ImportRefusedError("This USLM file has no identified provisions that people could comment on.", "main")
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
    return ParsedDocument(
        title=_title(root), language=(root.get(_LANG) or "en")[:2], clauses=clauses, warnings=warnings
    )


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


def _title(root: etree._Element) -> str:
    for name in ("officialTitle", "shortTitle", "title"):
        for element in root.iter():
            if name_of(element) == name and element.get("identifier") is None:
                text = tidy("".join(element.itertext()))
                if text:
                    return text[:255]
    return ""
