"""One block of a document as a reader gets it, from the living text or from a frozen version."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from uuid import UUID

from django.utils.translation import gettext as _

from hub.core.registries import ClauseActivity
from whitepapers.engine.text import plain_text
from whitepapers.enums import COMMENTABLE_KINDS, PartKind
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.selectors.body import Part
from whitepapers.selectors.labels import shown_number

LOWEST_HEADING = 6
DEEPEST_INDENT = 6
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption\b[^>]*>(.*?)</caption>", re.DOTALL)


@dataclass(frozen=True)
class Wording:
    """The same part in another language."""

    language: str
    heading: str
    html: str
    is_machine: bool = False


@dataclass(frozen=True)
class ReadingPart:
    """One block as it is shown."""

    kind: str
    number: str
    heading: str
    html: str
    text: str
    summary: str
    eid: str
    url: str  # the clause's own page; "" for headings, notes and what is not published yet
    language: str
    heading_level: int  # of the HTML heading
    indent: int  # 1 for a clause, 2 for its sub-clause
    parent: int | None
    block_id: str = ""
    role: str = ""
    activity: ClauseActivity | None = None
    is_removed: bool = False  # the original no longer has it
    is_untranslated: bool = False  # shows the original's words
    is_outdated: bool = False  # translates an older text of the original
    is_machine: bool = False  # a machine's translation that nobody has checked
    hits: int = 0  # of the words that were looked for
    beside: Wording | None = None  # shown after this text
    before: Wording | None = None  # shown before it: the original stands first

    @property
    def is_clause(self) -> bool:
        return self.kind == PartKind.CLAUSE

    @property
    def is_heading(self) -> bool:
        return self.kind == PartKind.HEADING

    @property
    def shown_number(self) -> str:
        """ "Annex A" for an annex."""
        return shown_number(self.role, self.number)

    @property
    def name(self) -> str:
        """What links and buttons call it: its number, else its heading, else its address."""
        return self.number or self.heading or self.eid


def living_part(
    part: Part,
    index: int,
    indent: int,
    clauses: Mapping[str, Clause],
    activity: Mapping[UUID, ClauseActivity],
    url: str,
    language: str,
) -> ReadingPart:
    clause = clauses.get(part.block_id)
    is_live = clause is not None and clause.kind in COMMENTABLE_KINDS
    return ReadingPart(
        kind=part.kind,
        number=part.number,
        heading=part.heading,
        html=framed_tables(part.html),
        text=part.text,
        summary=part.summary,
        eid=clause.eid if clause else f"draft-{index + 1}",
        url=f"{url}clauses/{clause.eid}/" if clause and is_live else "",
        language=language,
        heading_level=min(part.level + 1, LOWEST_HEADING),
        indent=min(indent, DEEPEST_INDENT),
        parent=part.place.parent,
        block_id=part.block_id,
        role=part.role,
        activity=activity.get(clause.pk) if clause else None,
        is_removed=clause is not None and clause.retired_at is not None,
    )


def frozen_parts(texts: Sequence[ClauseText], language: str) -> list[ReadingPart]:
    """Nesting is told again from order and level: each part belongs to the nearest one above it that stands higher."""
    parents: list[int | None] = []
    stack: list[int] = []
    for index, text in enumerate(texts):
        while stack and texts[stack[-1]].level >= text.level:
            stack.pop()
        parents.append(stack[-1] if stack else None)
        if text.clause.kind != PartKind.NOTE:
            stack.append(index)
    indents = indents_of([(text.clause.kind, parents[index]) for index, text in enumerate(texts)])
    return [
        ReadingPart(
            kind=text.clause.kind,
            number=text.number,
            heading=text.heading,
            html=framed_tables(text.html),
            text=text.text,
            summary=text.summary,
            eid=text.clause.eid,
            url="",
            language=text.language,
            heading_level=min(text.level + 1, LOWEST_HEADING),
            indent=min(indents[index], DEEPEST_INDENT),
            parent=parents[index],
            block_id=text.clause.block_id,
            role=text.role,
            is_untranslated=text.language != language,
        )
        for index, text in enumerate(texts)
    ]


def indents_of(nesting: Sequence[tuple[str, int | None]]) -> list[int]:
    """How many clauses deep each part stands: headings do not count. Parents come before their children."""
    indents: list[int] = []
    for _kind, parent in nesting:
        below_clause = parent is not None and nesting[parent][0] == PartKind.CLAUSE
        indents.append(indents[parent] + 1 if parent is not None and below_clause else 1)
    return indents


def framed_tables(html: str) -> str:
    """Each table in a frame that scrolls sideways on a narrow screen and takes the focus for the arrow keys."""
    return _TABLE.sub(_frame, html) if "<table" in html else html


def _frame(table: re.Match[str]) -> str:
    caption = _CAPTION.search(table.group())
    name = " ".join(plain_text(caption.group(1)).split()) if caption else _("Table")
    return f'<div class="table-wrap" role="group" tabindex="0" aria-label="{escape(name)}">{table.group()}</div>'
