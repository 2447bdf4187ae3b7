"""What a report says, as one record: the live one that staff see, and the frozen one that everybody sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.reports.figures import ClauseFigures, ConsultationFigures, consultation_figures
from consultations.selectors.outcomes import latest_outcomes, reasons_of

# Grows when the meaning of a field changes; readers of open data look at it first.
FORMAT = 1


def report_content(consultation: Consultation, figures: ConsultationFigures | None = None) -> dict[str, Any]:
    """Ids, codes, figures and our own reasons; never a word or a name of those who took part."""
    figures = figures or consultation_figures(consultation)
    documents = ConsultationDocument.objects.filter(consultation=consultation)
    return {
        "format": FORMAT,
        "consultation": str(consultation.pk),
        "slug": consultation.slug,
        "opens_at": _utc(consultation.opens_at),
        "closes_at": _utc(consultation.closes_at),
        "documents": [{"document": str(row.document_id), "version": row.version_number} for row in documents],
        "figures": figures_record(figures),
        "answers": _answers(consultation),
    }


def figures_record(figures: ConsultationFigures) -> dict[str, Any]:
    return {
        "received": figures.received,
        "published": figures.published,
        "withheld": dict(figures.withheld),
        "pending": figures.pending,
        "distinct_texts": figures.texts.distinct,
        "groups": figures.texts.groups,
        "grouped": figures.texts.grouped,
        "grouping": "exact",
        "people": figures.people,
        "persons": figures.persons,
        "organisations": figures.organisations,
        "languages": dict(figures.languages),
        "channels": dict(figures.channels),
        "by_clause": [clause_record(row) for row in figures.by_clause],
    }


def clause_record(row: ClauseFigures) -> dict[str, Any]:
    return {
        "uuid": str(row.clause) if row.clause else None,
        "document": str(row.document),
        "eid": row.eid,
        "number": row.number,
        "received": row.received,
        "comments": row.comments,
        "suggestions": row.suggestions,
        "positions": dict(row.positions),
        "outcome": row.outcome,
    }


def _answers(consultation: Consultation) -> list[dict[str, Any]]:
    threads = {row.pk: row for row in ClauseThread.objects.filter(consultation=consultation)}
    outcomes = latest_outcomes(threads)
    rows = [
        {
            "clause": str(threads[pk].clause_id) if threads[pk].clause_id else None,
            "document": str(threads[pk].document_id),
            "number": outcome.number,
            "decision": outcome.decision,
            "responsible_body": outcome.responsible_body,
            "decided_at": _utc(outcome.decided_at),
            "reasons": reasons_of(outcome),
        }
        for pk, outcome in outcomes.items()
    ]
    return sorted(rows, key=_answer_key)


def _answer_key(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["document"], row["clause"] or ""


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
