"""All that a reading view shows, gathered in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.core.registries import ClauseActivity, PhaseBanner, document_panels
from whitepapers.engine.text import reading_minutes, word_count
from whitepapers.enums import COMMENTABLE_KINDS, PartKind
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors.body import Part, parts_of
from whitepapers.selectors.clauses import clauses_by_block, lagging_clauses, texts_of
from whitepapers.selectors.documents import versions_of

MAX_CONTENTS_TITLE = 60


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
    activity: ClauseActivity | None = None
    is_removed: bool = False  # the original no longer has it
    is_untranslated: bool = False  # shows the original's words
    is_outdated: bool = False  # translates an older text of the original

    @property
    def is_clause(self) -> bool:
        return self.kind == PartKind.CLAUSE

    @property
    def is_heading(self) -> bool:
        return self.kind == PartKind.HEADING


@dataclass(frozen=True)
class Reading:
    """A document as a reader sees it in one language."""

    parts: Sequence[ReadingPart]
    contents: Sequence[dict[str, Any]]
    has_activity: bool
    clause_count: int
    minutes: int
    versions: Sequence[DocumentVersion]
    version: DocumentVersion | None
    banner: PhaseBanner | None = None
    source_language: str = ""
    outdated_count: int = 0
    missing_count: int = 0

    @property
    def is_behind(self) -> bool:
        """A translation that does not say all that the original says now."""
        return bool(self.outdated_count or self.missing_count)


def reading_of(page: Any, *, url: str, now: datetime, is_preview: bool = False) -> Reading:
    """The living document: the page's body with its clauses, their activity and the state of the translation."""
    language = page.locale.language_code
    document = Document.objects.filter(pk=page.translation_key).first()
    parts = parts_of(page.body, language)
    clauses = clauses_by_block(page.translation_key) if document else {}
    versions = versions_of(page.translation_key) if document else []
    activity, banner = ({}, None) if is_preview else panels_of(page.translation_key, now)
    indents = _indents([(part.kind, part.place.parent) for part in parts])
    shown = [_shown(part, index, indents[index], clauses, activity, url, language) for index, part in enumerate(parts)]
    behind = (0, 0)
    if document and versions and language != document.source_language:
        shown, behind = _compared(shown, parts, clauses, document, versions[0], language)
    words = sum(word_count(f"{part.heading} {part.text}") for part in parts)
    return Reading(
        parts=shown,
        contents=_contents(shown, with_counts=bool(activity)),
        has_activity=bool(activity),
        clause_count=sum(1 for part in parts if part.kind == PartKind.CLAUSE),
        minutes=reading_minutes(words, language),
        versions=versions,
        version=versions[0] if versions else None,
        banner=banner,
        source_language=document.source_language if document else language,
        outdated_count=behind[0],
        missing_count=behind[1],
    )


def frozen_reading(document: Document, version: DocumentVersion, *, language: str) -> Reading:
    """A version as it was published; what had no text in this language then stands in the original's."""
    rows = {text.clause_id: text for text in texts_of(version, document.source_language)}
    rows |= {text.clause_id: text for text in texts_of(version, language)}
    texts = sorted(rows.values(), key=lambda text: (text.order, text.pk))
    shown = _frozen_parts(texts, language)
    words = sum(word_count(f"{text.heading} {text.text}") for text in texts)
    return Reading(
        parts=shown,
        contents=_contents(shown, with_counts=False),
        has_activity=False,
        clause_count=sum(1 for part in shown if part.is_clause),
        minutes=reading_minutes(words, language),
        versions=versions_of(document.pk),
        version=version,
        source_language=document.source_language,
    )


def panels_of(document_uuid: UUID, now: datetime) -> tuple[dict[UUID, ClauseActivity], PhaseBanner | None]:
    activity: dict[UUID, ClauseActivity] = {}
    banner: PhaseBanner | None = None
    for _name, panel in document_panels:
        activity |= panel.activity(document_uuid, now)
        banner = banner or panel.banner(document_uuid, now)
    return activity, banner


def _shown(
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
        html=part.html,
        text=part.text,
        summary=part.summary,
        eid=clause.eid if clause else f"draft-{index + 1}",
        url=f"{url}clauses/{clause.eid}/" if clause and is_live else "",
        language=language,
        heading_level=min(part.level + 1, 6),
        indent=indent,
        parent=part.place.parent,
        activity=activity.get(clause.pk) if clause else None,
        is_removed=clause is not None and clause.retired_at is not None,
    )


def _indents(nesting: Sequence[tuple[str, int | None]]) -> list[int]:
    """How many clauses deep each part stands: headings do not count. Parents come before their children."""
    indents: list[int] = []
    for _kind, parent in nesting:
        below_clause = parent is not None and nesting[parent][0] == PartKind.CLAUSE
        indents.append(indents[parent] + 1 if parent is not None and below_clause else 1)
    return indents


def _compared(
    shown: Sequence[ReadingPart],
    parts: Sequence[Part],
    clauses: Mapping[str, Clause],
    document: Document,
    version: DocumentVersion,
    language: str,
) -> tuple[list[ReadingPart], tuple[int, int]]:
    """Marks what is not translated yet, translated from an older text, or gone; counts what is behind and missing."""
    lagging = lagging_clauses(version, document.source_language, language)
    source = dict(version.texts.order_by().filter(language=document.source_language).values_list("clause_id", "sha256"))
    result: list[ReadingPart] = []
    present: set[UUID] = set()
    outdated = 0
    for one, part in zip(shown, parts, strict=True):
        clause = clauses.get(part.block_id)
        if clause is None:
            result.append(one)
            continue
        present.add(clause.pk)
        is_same = bool(part.text) and source.get(clause.pk) == part.sha256
        is_outdated = clause.pk in lagging and not is_same and one.is_clause
        outdated += is_same or is_outdated or one.is_removed
        result.append(
            replace(
                one,
                language=document.source_language if is_same else one.language,
                is_untranslated=is_same,
                is_outdated=is_outdated,
            )
        )
    return result, (outdated, len(set(source) - present))


def _frozen_parts(texts: Sequence[ClauseText], language: str) -> list[ReadingPart]:
    """Nesting is told again from order and level: each part belongs to the nearest one above it that stands higher."""
    parents: list[int | None] = []
    stack: list[int] = []
    for index, text in enumerate(texts):
        while stack and texts[stack[-1]].level >= text.level:
            stack.pop()
        parents.append(stack[-1] if stack else None)
        if text.clause.kind != PartKind.NOTE:
            stack.append(index)
    indents = _indents([(text.clause.kind, parents[index]) for index, text in enumerate(texts)])
    return [
        ReadingPart(
            kind=text.clause.kind,
            number=text.number,
            heading=text.heading,
            html=text.html,
            text=text.text,
            summary=text.summary,
            eid=text.clause.eid,
            url="",
            language=text.language,
            heading_level=min(text.level + 1, 6),
            indent=indents[index],
            parent=parents[index],
            is_untranslated=text.language != language,
        )
        for index, text in enumerate(texts)
    ]


def _contents(shown: Sequence[ReadingPart], *, with_counts: bool) -> list[dict[str, Any]]:
    """Entries for `components/toc.html`: headings with their sections, and clauses that stand under no heading."""
    counts = [part.activity.published if part.activity else 0 for part in shown]
    for index in range(len(shown) - 1, -1, -1):
        parent = shown[index].parent
        if parent is not None:
            counts[parent] += counts[index]
    entries: list[dict[str, Any]] = []
    by_index: dict[int, dict[str, Any]] = {}
    for index, part in enumerate(shown):
        if part.kind == PartKind.NOTE or not (part.is_heading or part.parent is None):
            continue
        entry: dict[str, Any] = {
            "url": f"#{part.eid}",
            "number": part.number,
            "title": part.heading or _beginning(part.text),
            "count": counts[index] if with_counts else None,
            "language": part.language,
            "children": [],
        }
        by_index[index] = entry
        above = by_index.get(part.parent) if part.parent is not None else None
        (above["children"] if above else entries).append(entry)
    return entries


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    if len(line) <= MAX_CONTENTS_TITLE:
        return line
    return f"{line[:MAX_CONTENTS_TITLE].rsplit(' ', 1)[0]} …"
