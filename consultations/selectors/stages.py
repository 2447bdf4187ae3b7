"""Where consultations stand, in the words that all kinds of process share, and which of them a document is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from consultations.enums import PhaseKind
from consultations.models.consultation import ConsultationDocument
from consultations.phases import phase_at, schedule_of
from consultations.selectors.pages import public_consultations
from hub.core.search import ProcessPhase
from whitepapers.engine.processes import DocumentProcess

# What was promised is followed after the answer, so that a consultation never ends without one.
STAGES = {
    PhaseKind.ANNOUNCED: "coming",
    PhaseKind.OPEN: "open",
    PhaseKind.ANALYSIS: "working",
    PhaseKind.OUTCOME: "answered",
    PhaseKind.FOLLOW_UP: "answered",
}


def process_key(consultation_id: UUID) -> str:
    return f"consultation:{consultation_id}"


def stages(now: datetime) -> list[ProcessPhase]:
    """Of all public consultations, by the clock alone. One query."""
    rows = public_consultations().only("opens_at", "closes_at", "answered_at", "follow_up_at").order_by("pk")
    return [ProcessPhase(process_key(row.pk), STAGES[phase_at(schedule_of(row), now)]) for row in rows]


def processes_of_documents(document_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, DocumentProcess]:
    """The newest public consultation about each: the one that opens last, whatever the clock says. One query."""
    rows = (
        ConsultationDocument.objects.filter(document__in=list(document_ids), consultation__in=public_consultations())
        .select_related("consultation")
        .order_by("consultation__opens_at", "pk")
    )
    return {
        row.document_id: DocumentProcess(
            key=process_key(row.consultation_id),
            phase_label=str(phase_at(schedule_of(row.consultation), now).label),
            responsible_body=row.consultation.owner_body,
        )
        for row in rows
    }
