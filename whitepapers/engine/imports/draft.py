"""From what a file says to what the editor writes: a flat list of headings, clauses and notes.

Which element becomes a heading: a part, chapter, title or the like that has no words of its own and holds others.
Everything else is a clause, so whatever says something can be commented on. A heading would swallow what follows it on
its own level, so where such an element has a neighbour that is a clause, it stays a clause too: level and parent are
those of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from whitepapers.engine.imports.parsed import ImportWarning, ParsedClause, ParsedDocument
from whitepapers.engine.imports.richtext import segments
from whitepapers.enums import ClauseNumbering, HeadingNumbering, HeadingRole, PartKind

CONTAINERS = frozenset(
    [
        *("part", "chapter", "title", "book", "tome", "division", "subpart", "subchapter", "subtitle", "subdivision"),
        *("hcontainer", "heading", "annex"),
    ]
)
DEEPEST_HEADING, DEEPEST_CLAUSE = 3, 12
LONGEST_NUMBER, LONGEST_HEADING = 40, 500
LONGEST_BARE_NUMBER = 5


@dataclass(frozen=True)
class DraftPart:
    """A block to be. `level` counts as the editor's block does: a clause's from the nearest heading."""

    key: str
    kind: str
    level: int
    number: str = ""
    heading: str = ""
    html: str = ""
    attached: tuple[dict[str, Any], ...] = ()
    eid: str = ""
    source_id: str = ""
    source_kind: str = ""
    role: str = HeadingRole.PART.value

    @property
    def has_words(self) -> bool:
        return bool(self.html or self.attached)


@dataclass(frozen=True)
class Draft:
    """A document that is about to be written, with everything a person should look at."""

    title: str
    language: str
    parts: tuple[DraftPart, ...]
    summary: str = ""
    is_numbered_here: bool = False  # the file has no numbers, so the hub gives them
    warnings: tuple[ImportWarning, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draft:
        parts = (DraftPart(**{**part, "attached": tuple(part["attached"])}) for part in data["parts"])
        warnings = (ImportWarning(**warning) for warning in data["warnings"])
        return cls(**{**data, "parts": tuple(parts), "warnings": tuple(warnings)})

    def with_part(self, part: DraftPart) -> Draft:
        return replace(self, parts=tuple(part if one.key == part.key else one for one in self.parts))

    def media(self) -> list[str]:
        return [one["value"]["media"] for part in self.parts for one in part.attached if one["type"] == "figure"]


def draft_of(document: ParsedDocument) -> Draft:
    """Headings, clauses and notes in reading order, with the levels that give every clause its parent in the file."""
    warnings = list(document.warnings)
    is_heading = _headings(document.clauses, CONTAINERS | {"section"} if document.is_outline else CONTAINERS)
    depth_of_headings = [_heading_depth(document.clauses, is_heading, index) for index in range(len(document.clauses))]
    notes: dict[int, list[str]] = {}
    for note in document.notes:
        notes.setdefault(note.before, []).append(note.html)
    parts: list[DraftPart] = []
    for index, clause in enumerate(document.clauses):
        parts.extend(_notes(notes.get(index, []), parts))
        level = clause.level - depth_of_headings[index]
        if level > DEEPEST_CLAUSE:
            warnings.append(
                ImportWarning(clause.eid, _("This stands deeper than %(levels)d levels; it was moved up.")
                              % {"levels": DEEPEST_CLAUSE})
            )  # fmt: skip
        kind = PartKind.HEADING if is_heading[index] else PartKind.CLAUSE
        parts.append(_part(f"p{len(parts)}", kind, min(level, DEEPEST_CLAUSE), clause, warnings))
    parts.extend(_notes(notes.get(len(document.clauses), []), parts))
    return Draft(
        title=document.title,
        language=document.language,
        parts=tuple(parts),
        summary=_cut(document.summary, 600),
        is_numbered_here=document.is_outline and not any(clause.number for clause in document.clauses),
        warnings=tuple(warnings),
    )


def _headings(clauses: list[ParsedClause], containers: frozenset[str]) -> list[bool]:
    """Which clauses only hold others."""
    children: dict[int | None, list[int]] = {}
    for index, clause in enumerate(clauses):
        children.setdefault(clause.parent, []).append(index)
    is_heading = [False] * len(clauses)

    def may_be(index: int) -> bool:
        clause = clauses[index]
        return (
            clause.kind in containers
            and clause.level <= DEEPEST_HEADING
            and not clause.text.strip()
            and not clause.html.strip()
            and bool(clause.number or clause.heading)
            and len(f"{clause.number} {clause.heading}") <= LONGEST_HEADING
            and bool(children.get(index))
        )

    waiting: list[int | None] = [None]
    while waiting:
        group = children.get(waiting.pop(), [])
        first = next((place for place, index in enumerate(group) if may_be(index)), len(group))
        if all(may_be(index) for index in group[first:]):
            for index in group[first:]:
                is_heading[index] = True
                waiting.append(index)
    return is_heading


def _heading_depth(clauses: list[ParsedClause], is_heading: list[bool], index: int) -> int:
    """How many headings stand above; for a heading 0, because its own level counts from the top."""
    if is_heading[index]:
        return 0
    depth, parent = 0, clauses[index].parent
    while parent is not None:
        depth += is_heading[parent]
        parent = clauses[parent].parent
    return depth


def _part(key: str, kind: str, level: int, clause: ParsedClause, warnings: list[ImportWarning]) -> DraftPart:
    number, heading, html = clause.number, clause.heading, clause.html
    if len(number) > LONGEST_NUMBER:
        number, heading = "", f"{number} {heading}".strip()
        warnings.append(ImportWarning(clause.eid, _("The number is too long for a number; it now opens the heading.")))
    if len(heading) > LONGEST_HEADING:
        # No word is lost: what is too long for a heading opens the text.
        html, heading = f"<p>{_escaped(heading)}</p>{html}", ""
        warnings.append(ImportWarning(clause.eid, _("The heading is too long for a heading; it now opens the text.")))
    rich, attached = blocks_of_html(html)
    return DraftPart(
        key=key,
        kind=str(kind),
        level=level,
        number=number,
        heading=heading,
        html=rich,
        attached=attached,
        eid=clause.eid,
        source_id=clause.source_id[:255],
        source_kind=clause.kind[:40],
        role=_role(clause, kind),
    )


def blocks_of_html(html: str) -> tuple[str, tuple[dict[str, Any], ...]]:
    """The words of a clause, and what follows them as blocks of its own."""
    rich, attached = "", list[dict[str, Any]]()
    for piece in segments(html):
        if piece.kind == "text" and not attached:
            rich += piece.html
        elif piece.kind == "text":
            attached.append({"type": "continuation", "value": {"text": piece.html}})
        elif piece.kind == "footnote":
            attached.append({"type": "footnote", "value": {"mark": piece.value["mark"], "text": piece.html}})
        else:
            attached.append({"type": piece.kind, "value": piece.value})
    # Notes stand after all words of their clause, where they do not cut a sentence's paragraph from the next.
    notes = [one for one in attached if one["type"] == "footnote"]
    return rich, (*(one for one in attached if one["type"] != "footnote"), *notes)


def _role(clause: ParsedClause, kind: str) -> str:
    """An annex stands on the first level; what bears its name inside another part is a part of that. The hub writes the
    word itself ("Annex A"), so a number that says it already ("SCHEDULE 1") stays the heading of a part.
    """
    says_it = " " in clause.number or len(clause.number) > LONGEST_BARE_NUMBER
    is_annex = clause.kind == "annex" and kind == PartKind.HEADING and clause.parent is None and not says_it
    return (HeadingRole.ANNEX if is_annex else HeadingRole.PART).value


def _notes(htmls: Iterable[str], before: Sequence[DraftPart]) -> list[DraftPart]:
    parts: list[DraftPart] = []
    count = sum(part.kind == PartKind.NOTE for part in before)
    for html in htmls:
        rich, attached = blocks_of_html(html)
        if rich or attached:
            key, eid = f"p{len(before) + len(parts)}", f"note_{count + len(parts) + 1}"
            note = DraftPart(key, PartKind.NOTE.value, 1, html=rich, attached=attached, eid=eid, source_kind="note")
            parts.append(note)
    return parts


def block_value(draft: Draft, part: DraftPart) -> dict[str, Any]:
    """The value of the block that a part becomes, without ancestry, summary and what is attached to it."""
    if part.kind == PartKind.NOTE:
        return {"text": part.html}
    numbered = bool(part.number) or draft.is_numbered_here
    if part.kind == PartKind.HEADING:
        numbering = HeadingNumbering.NUMBERED if numbered else HeadingNumbering.RUNNING
        return {
            "level": str(min(part.level, DEEPEST_HEADING)), "role": part.role, "numbering": numbering.value,
            "number": part.number, "text": part.heading,
        }  # fmt: skip
    return {
        "level": str(part.level),
        "numbering": (ClauseNumbering.NUMBERED if numbered else ClauseNumbering.UNNUMBERED).value,
        "number": part.number,
        "heading": part.heading,
        "text": part.html,
    }


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0] + "…"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
