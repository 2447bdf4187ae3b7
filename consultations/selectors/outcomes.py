"""Answers: those that are public, and those being prepared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils import translation

from consultations.enums import CHANGING_DECISIONS, Decision
from consultations.models.clause_thread import ClauseThread
from consultations.models.outcome import Outcome
from consultations.selectors.pages import report_pages
from hub.core.registries import PublishedOutcome


def latest_outcomes(clause_thread_ids: Iterable[int], *, published_only: bool = False) -> dict[int, Outcome]:
    """The answer that counts, by clause thread, with its reasons; two queries."""
    rows = Outcome.objects.filter(clause_thread__in=list(clause_thread_ids))
    if published_only:
        rows = rows.filter(published_at__isnull=False)
    return {row.clause_thread_id: row for row in rows.prefetch_related("reasons").order_by("number")}


def reason_in(reasons: dict[str, str], language: str, source_language: str = "") -> tuple[str, str]:
    """The reason in this language, or else in the document's, or in whatever there is; with the language it is in."""
    for code in (language, source_language, *sorted(reasons)):
        if reasons.get(code):
            return reasons[code], code
    return "", ""


def reasons_of(outcome: Outcome) -> dict[str, str]:
    return {reason.language: reason.text for reason in outcome.reasons.all()}


def published_outcomes(thread_ids: Sequence[UUID]) -> dict[UUID, PublishedOutcome]:
    """Public answers by thread of contributions, in the active language. The number of queries is constant."""
    rows = list(
        ClauseThread.objects.filter(thread__in=thread_ids, outcomes__published_at__isnull=False)
        .select_related("clause", "document")
        .distinct()
    )
    return outcomes_for(rows)


def outcomes_for(rows: Sequence[ClauseThread]) -> dict[UUID, PublishedOutcome]:
    """The same for threads at hand, with `clause` and `document` loaded."""
    language = translation.get_language() or "en"
    outcomes = latest_outcomes([row.pk for row in rows], published_only=True)
    answered = [row for row in rows if row.pk in outcomes]
    pages = report_pages({row.consultation_id for row in answered}, language) if answered else {}
    found: dict[UUID, PublishedOutcome] = {}
    for row in answered:
        outcome = outcomes[row.pk]
        reason, reason_language = reason_in(reasons_of(outcome), language, row.document.source_language)
        page = pages.get(row.consultation_id)
        url = (page.get_url() or "") if page else ""
        found[row.thread_id] = PublishedOutcome(
            decision=outcome.decision,
            decision_label=str(Decision(outcome.decision).label),
            reason=reason,
            reason_language=reason_language,
            decided_at=outcome.decided_at,
            responsible_body=outcome.responsible_body,
            url=f"{url}#{anchor_of(row)}" if url else "",
            led_to_change=outcome.decision in CHANGING_DECISIONS,
        )
    return found


def anchor_of(row: ClauseThread) -> str:
    """The place of a clause in the report; not its eId, which two documents of one report may share."""
    return anchor(row.clause_id, row.document_id)


def anchor(clause_id: UUID | str | None, document_id: UUID | str) -> str:
    return f"clause-{clause_id}" if clause_id else f"document-{document_id}"
