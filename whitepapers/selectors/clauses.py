"""Reads about clauses and their texts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q, QuerySet

from whitepapers.enums import COMMENTABLE_KINDS
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.document import DocumentVersion


def texts_of(version: DocumentVersion, language: str) -> QuerySet[ClauseText]:
    """Everything that stands in this version in this language, headings and notes included, in reading order."""
    return version.texts.filter(language=language).select_related("clause", "clause__parent").order_by("order", "pk")


def clauses_of(version: DocumentVersion, language: str) -> list[ClauseText]:
    """What can be commented on, in reading order; `text.clause.parent` needs no further query."""
    return list(texts_of(version, language).filter(clause__kind__in=COMMENTABLE_KINDS))


def clause_text(clause_uuid: UUID, version_number: int, language: str) -> ClauseText | None:
    """The clause's text in this version, in this language or else in the original's."""
    return clause_texts([clause_uuid], version_number, language).get(clause_uuid)


def clause_texts(clause_uuids: Iterable[UUID], version_number: int, language: str) -> dict[UUID, ClauseText]:
    """By clause, in this language or else in the original's; one query. Clauses may be of different documents."""
    rows = ClauseText.objects.filter(
        Q(language=language) | Q(language=F("version__document__source_language")),
        clause_id__in=list(clause_uuids),
        version__number=version_number,
    ).select_related("clause", "version")
    found: dict[UUID, ClauseText] = {}
    for row in rows:
        if row.language == language or row.clause_id not in found:
            found[row.clause_id] = row
    return found


def languages_of(version: DocumentVersion) -> list[str]:
    """Languages with at least one text in this version."""
    return sorted(version.texts.order_by().values_list("language", flat=True).distinct())


def clause_by_eid(document_uuid: UUID, eid: str) -> Clause | None:
    return Clause.objects.select_related("document", "parent").filter(document_id=document_uuid, eid=eid).first()


def clauses_by_block(document_uuid: UUID) -> dict[str, Clause]:
    """All clauses ever minted for a document, retired ones included, by block id."""
    return {clause.block_id: clause for clause in Clause.objects.filter(document_id=document_uuid)}


def lagging_clauses(version: DocumentVersion, source_language: str, language: str) -> frozenset[UUID]:
    """Clauses of this version that have a text in the original but none, or only an older one, in `language`."""
    if language == source_language:
        return frozenset()
    in_source: set[UUID] = set()
    in_language: set[UUID] = set()
    for clause_id, code in version.texts.order_by().values_list("clause_id", "language"):
        if code == source_language:
            in_source.add(clause_id)
        elif code == language:
            in_language.add(clause_id)
    return frozenset(in_source - in_language)
