"""Answers: those that are public, and those being prepared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import translation
from wagtail.models import Page

from consultations.enums import CHANGING_DECISIONS, Decision
from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome
from consultations.selectors.pages import report_pages
from hub.core.registries import PublishedOutcome


def latest_outcomes(clause_thread_ids: Iterable[int], *, published_only: bool = False) -> dict[int, Outcome]:
    """The answer that counts, by clause thread, with its reasons; two queries."""
    rows = Outcome.objects.filter(clause_thread__in=list(clause_thread_ids))
    if published_only:
        rows = rows.filter(published_at__isnull=False)
    return {
        row.clause_thread_id: row
        for row in rows.prefetch_related("reasons").order_by("number")
        if row.clause_thread_id is not None
    }


def outcomes_of(consultations: Sequence[Consultation]) -> QuerySet[Outcome]:
    """Every answer of these consultations, whatever it answers."""
    return Outcome.objects.filter(
        Q(clause_thread__consultation__in=consultations)
        | Q(theme__consultation__in=consultations)
        | Q(selection__consultation__in=consultations)
    )


def latest_of_each(consultation: Consultation) -> list[Outcome]:
    """The answer that counts for each clause, theme and choice, with all it says; eight queries at most."""
    rows = (
        outcomes_of([consultation])
        .select_related("clause_thread", "theme", "selection")
        .prefetch_related("reasons", "changes", "next_steps__texts", "selection__titles")
        .order_by("number")
    )
    latest: dict[tuple[int | None, UUID | None, UUID | None], Outcome] = {}
    for row in rows:
        latest[row.clause_thread_id, row.theme_id, row.selection_id] = row
    return list(latest.values())


def consultation_of(outcome: Outcome) -> Consultation:
    subject = outcome.clause_thread or outcome.theme or outcome.selection
    if subject is None:
        raise ValueError("an answer without a subject")
    return subject.consultation


def says(outcome: Outcome) -> tuple[Any, ...]:
    """Everything that an answer says, for telling two of them apart: decision, body, reasons, changes, steps."""
    changes = [(row.clause_id, row.version_number) for row in outcome.changes.all()]
    steps = [(row.due_on, {text.language: text.text for text in row.texts.all()}) for row in outcome.next_steps.all()]
    return (
        outcome.decision,
        outcome.responsible_body,
        reasons_of(outcome),
        sorted(changes, key=lambda pair: str(pair[0])),
        steps,
    )


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
        outcome.clause_thread = row  # with its clause at hand
        reason, reason_language = reason_in(reasons_of(outcome), language, row.document.source_language)
        page = pages.get(row.consultation_id)
        found[row.thread_id] = PublishedOutcome(
            decision=outcome.decision,
            decision_label=str(Decision(outcome.decision).label),
            reason=reason,
            reason_language=reason_language,
            decided_at=outcome.decided_at,
            responsible_body=outcome.responsible_body,
            url=outcome_url(outcome, page),
            led_to_change=outcome.decision in CHANGING_DECISIONS,
        )
    return found


def outcome_url(outcome: Outcome, report_page: Page | None) -> str:
    """The place of an answer in the report; "" while there is no public report."""
    url = (report_page.get_url() or "") if report_page else ""
    return f"{url}#{anchor_of_outcome(outcome)}" if url else ""


def anchor_of_outcome(outcome: Outcome) -> str:
    if outcome.clause_thread is not None:
        return anchor_of(outcome.clause_thread)
    return f"theme-{outcome.theme_id}" if outcome.theme_id else f"chosen-{outcome.selection_id}"


def anchor_of(row: ClauseThread) -> str:
    """The place of a clause in the report; not its eId, which two documents of one report may share."""
    return anchor(row.clause_id, row.document_id)


def anchor(clause_id: UUID | str | None, document_id: UUID | str) -> str:
    return f"clause-{clause_id}" if clause_id else f"document-{document_id}"
