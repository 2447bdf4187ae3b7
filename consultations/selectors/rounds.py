"""Which consultation a document is in now. A document stays in the library and may go through several."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Sum

from consultations.enums import PhaseKind
from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.phases import phase_at, schedule_of
from consultations.selectors.pages import public_consultations
from hub.contributions.models.thread import Thread

# An open round comes first, then the one that is coming, then the latest that is over.
_PRECEDENCE = {PhaseKind.OPEN: 0, PhaseKind.ANNOUNCED: 1}


def rounds_of(document_id: UUID, now: datetime) -> list[Consultation]:
    """Public consultations of a document, the one that matters now first; one query."""
    found = list(public_consultations().filter(documents__document=document_id))
    found.sort(key=lambda one: one.closes_at, reverse=True)
    found.sort(key=lambda one: _PRECEDENCE.get(phase_at(schedule_of(one), now), 2))
    return found


def current_round(document_id: UUID, now: datetime) -> Consultation | None:
    return next(iter(rounds_of(document_id, now)), None)


def threads_of_document(consultation: Consultation, document_id: UUID) -> dict[UUID | None, ClauseThread]:
    """By clause, with the counters; the whole document stands under None. One query."""
    rows = ClauseThread.objects.filter(consultation=consultation, document=document_id).select_related("thread")
    return {row.clause_id: row for row in rows}


def clause_thread(consultation: Consultation, document_id: UUID, clause_id: UUID | None) -> ClauseThread | None:
    return (
        ClauseThread.objects.filter(consultation=consultation, document=document_id, clause=clause_id)
        .select_related("thread", "consultation")
        .first()
    )


def threads_in_order(consultation: Consultation) -> list[ClauseThread]:
    """Documents in the order given, clauses in reading order, the document as a whole after its clauses; two queries.

    Sorted here, because databases do not agree on where to put what is null.
    """
    documents = ConsultationDocument.objects.filter(consultation=consultation).order_by("order", "pk")
    order = {row.document_id: position for position, row in enumerate(documents)}
    rows = ClauseThread.objects.filter(consultation=consultation).select_related("clause", "document", "thread")

    def place(row: ClauseThread) -> tuple[int, bool, int, int]:
        clause = row.clause
        return order.get(row.document_id, len(order)), clause is None, clause.order if clause else 0, row.pk

    return sorted(rows, key=place)


def thread_ids_of(consultation: Consultation) -> list[UUID]:
    return list(ClauseThread.objects.filter(consultation=consultation).values_list("thread_id", flat=True))


def document_version_numbers(consultation_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], int]:
    """(consultation, document) → the version that people are asked about."""
    rows = ConsultationDocument.objects.filter(consultation__in=list(consultation_ids))
    return {(row.consultation_id, row.document_id): row.version_number for row in rows}


def live_counts(consultation_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """Published contributions and clauses that got one, by consultation; from the threads' counters, one query."""
    rows = (
        Thread.objects.filter(clause_thread__consultation__in=list(consultation_ids), published_count__gt=0)
        .order_by()
        .values_list("clause_thread__consultation")
        .annotate(Sum("published_count"), Count("pk"))
    )
    return {consultation_id: (published, threads) for consultation_id, published, threads in rows}
