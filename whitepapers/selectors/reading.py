"""All that a reading view shows, gathered in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from hub.core.registries import ClauseActivity, PhaseBanner, document_panels
from whitepapers.engine.text import reading_minutes, word_count
from whitepapers.enums import COMMENTABLE_KINDS, PartKind
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors.beside import Beside, frozen_beside, living_beside
from whitepapers.selectors.body import parts_of
from whitepapers.selectors.clauses import clauses_by_block, languages_of, texts_of
from whitepapers.selectors.contents import contents_of, link_entry
from whitepapers.selectors.documents import versions_of
from whitepapers.selectors.finding import Finding, find_in
from whitepapers.selectors.glossary import Term, glossary_of, marked_terms
from whitepapers.selectors.reading_parts import ReadingPart, frozen_parts, indents_of, living_part
from whitepapers.selectors.translation import compared, machine_marked


@dataclass(frozen=True)
class RetiredClause:
    """A clause that the text no longer has. Its old address leads here."""

    eid: str
    number: str
    heading: str
    language: str
    url: str
    retired_at: datetime | None


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
    machine_count: int = 0
    retired: Sequence[RetiredClause] = ()
    languages: Sequence[str] = ()  # that it can be read beside; empty: every language of the page
    beside: Beside | None = None
    finding: Finding | None = None
    terms: Sequence[Term] = ()  # the glossary

    @property
    def version_before(self) -> DocumentVersion | None:
        """The one that the version shown has replaced."""
        if self.version is None:
            return None
        return next((one for one in self.versions if one.number < self.version.number), None)

    @property
    def is_behind(self) -> bool:
        """A translation that does not say all that the original says now."""
        return bool(self.outdated_count or self.missing_count)

    @property
    def is_machine(self) -> bool:
        return bool(self.machine_count)


def reading_of(
    page: Any, *, url: str, now: datetime, is_preview: bool = False, beside: str = "", find: str = ""
) -> Reading:
    """The living document: the page's body with its clauses, their activity and the state of the translation.

    `beside` is the code of a second language, `find` what the reader looks for.
    """
    language = page.locale.language_code
    document = Document.objects.filter(pk=page.translation_key).first()
    parts = parts_of(page.body, language)
    clauses = clauses_by_block(page.translation_key) if document else {}
    versions = versions_of(page.translation_key) if document else []
    activity, banner = ({}, None) if is_preview else panels_of(page.translation_key, now)
    indents = indents_of([(part.kind, part.place.parent) for part in parts])
    shown = [
        living_part(part, index, indents[index], clauses, activity, url, language) for index, part in enumerate(parts)
    ]
    source_language = document.source_language if document else language
    reading = Reading(
        parts=shown,
        contents=(),
        has_activity=bool(activity),
        clause_count=sum(1 for part in parts if part.kind == PartKind.CLAUSE),
        minutes=_minutes(shown, language),
        versions=versions,
        version=versions[0] if versions else None,
        banner=banner,
        source_language=source_language,
        retired=_retired(clauses.values(), {part.eid for part in shown}, source_language, language, url),
    )
    if document and versions and language != source_language:
        shown, (outdated, missing) = compared(shown, parts, clauses, document, versions[0], language)
        shown = machine_marked(shown, document.pk, language)
        reading = replace(
            reading,
            parts=shown,
            outdated_count=outdated,
            missing_count=missing,
            machine_count=_machine_count(shown),
        )
    contents = contents_of(shown, with_counts=bool(activity))
    terms = glossary_of(page)
    if terms:
        shown = [replace(one, html=marked_terms(one.html, terms)) if one.language == language else one for one in shown]
        contents.append(link_entry("#glossary", _("Words explained")))
    reading = replace(reading, parts=shown, contents=contents, terms=terms)
    if beside:
        pair = living_beside(
            shown, page.translation_key, beside, page_language=language, source_language=source_language
        )
        reading = _with_beside(reading, pair)
    return _with_finding(reading, find)


def frozen_reading(
    document: Document, version: DocumentVersion, *, language: str, beside: str = "", find: str = ""
) -> Reading:
    """A version as it was published; what had no text in this language then stands in the original's."""
    rows = {text.clause_id: text for text in texts_of(version, document.source_language)}
    rows |= {text.clause_id: text for text in texts_of(version, language)}
    texts = sorted(rows.values(), key=lambda text: (text.order, text.pk))
    shown = frozen_parts(texts, language)
    if language != document.source_language:
        shown = machine_marked(shown, document.pk, language)
    reading = Reading(
        parts=shown,
        contents=contents_of(shown, with_counts=False),
        has_activity=False,
        clause_count=sum(1 for part in shown if part.is_clause),
        minutes=_minutes(shown, language),
        versions=versions_of(document.pk),
        version=version,
        source_language=document.source_language,
        languages=languages_of(version),
        machine_count=_machine_count(shown),
    )
    if beside:
        pair = frozen_beside(shown, version, beside, page_language=language, source_language=document.source_language)
        reading = _with_beside(reading, pair)
    return _with_finding(reading, find)


def panels_of(document_uuid: UUID, now: datetime) -> tuple[dict[UUID, ClauseActivity], PhaseBanner | None]:
    activity: dict[UUID, ClauseActivity] = {}
    banner: PhaseBanner | None = None
    for _name, panel in document_panels:
        activity |= panel.activity(document_uuid, now)
        banner = banner or panel.banner(document_uuid, now)
    return activity, banner


def _minutes(shown: Sequence[ReadingPart], language: str) -> int:
    return reading_minutes(sum(word_count(f"{part.heading} {part.text}") for part in shown), language)


def _machine_count(shown: Sequence[ReadingPart]) -> int:
    return sum(1 for one in shown if one.is_machine and one.is_clause)


def _with_beside(reading: Reading, beside: Beside | None) -> Reading:
    return replace(reading, parts=beside.parts, beside=beside) if beside else reading


def _with_finding(reading: Reading, query: str) -> Reading:
    if not query.strip():
        return reading
    parts, finding = find_in(reading.parts, query)
    return replace(reading, parts=parts, finding=finding)


def _retired(
    clauses: Iterable[Clause], shown: set[str], source_language: str, language: str, url: str
) -> list[RetiredClause]:
    """Clauses that were taken out, as they were last called; one query when there are any."""
    gone = {
        clause.pk: clause
        for clause in clauses
        if clause.retired_at and clause.kind in COMMENTABLE_KINDS and clause.eid not in shown
    }
    if not gone:
        return []
    names: dict[UUID, tuple[str, str, str]] = {}
    rows = ClauseText.objects.filter(clause_id__in=gone, language__in={source_language, language})
    for clause_id, code, number, heading in rows.order_by("version__number").values_list(
        "clause_id", "language", "number", "heading"
    ):
        if code == language or names.get(clause_id, ("",))[0] != language:
            names[clause_id] = (code, number, heading)
    return [
        RetiredClause(
            eid=clause.eid,
            number=names[key][1],
            heading=names[key][2],
            language=names[key][0],
            url=f"{url}clauses/{clause.eid}/",
            retired_at=clause.retired_at,
        )
        for key, clause in sorted(gone.items(), key=lambda item: item[1].order)
        if key in names
    ]
