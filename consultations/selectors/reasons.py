"""What consultations tell about a document's text: why clauses changed, and whether anybody spoke about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import translation

from consultations.enums import CHANGING_DECISIONS, Decision
from consultations.models.clause_thread import ClauseThread
from consultations.models.outcome import Outcome, OutcomeChange
from consultations.selectors.outcomes import latest_outcomes, outcome_url, reason_in, reasons_of
from consultations.selectors.pages import consultation_pages, public_consultations, report_pages
from consultations.selectors.rounds import document_version_numbers
from hub.contributions.models.comment import Comment
from hub.core.registries import ChangeReason
from whitepapers.selectors import document_pages, versions_that_changed


@dataclass(frozen=True)
class _Cause:
    """An answer that explains a change of one clause: named by those who gave it, or because it accepted something."""

    outcome: Outcome
    consultation: UUID
    clause: UUID
    version: int | None  # the version that does it; None is the first one that changes the clause
    row: ClauseThread | None  # the thread of the clause, where the answer is to the clause itself


def reasons_of_changes(
    document_id: UUID, clause_ids: Sequence[UUID], version_a: int, version_b: int
) -> dict[UUID, list[ChangeReason]]:
    """An answer explains one change: the version that it names, or the first that its clause saw after the version
    that people were asked about. Only answers that were published count, and only those that accepted something or
    name the clause.
    """
    causes = [*_accepted(document_id, clause_ids), *_named(document_id, clause_ids)]
    if not causes:
        return {}
    rounds = {cause.consultation for cause in causes}
    asked = document_version_numbers(rounds)
    changed = versions_that_changed(document_id, {cause.clause for cause in causes})
    language = translation.get_language() or "en"
    processes = consultation_pages(rounds, language)
    reports = report_pages(rounds, language)
    page = document_pages([document_id], language).get(document_id)
    url = (page.get_url() or "") if page else ""
    found: dict[UUID, list[ChangeReason]] = {}
    for cause in causes:
        about = asked.get((cause.consultation, document_id), 0)
        version = cause.version or next((no for no in changed.get(cause.clause, []) if no > about), None)
        if version is None or not version_a < version <= version_b:
            continue
        reason = _reason(cause, version, language, url, processes, reports)
        found.setdefault(cause.clause, []).append(reason)
    return found


def _accepted(document_id: UUID, clause_ids: Sequence[UUID]) -> list[_Cause]:
    """Answers to these clauses themselves; one that names other clauses than its own explains only those."""
    rows = list(
        ClauseThread.objects.filter(
            consultation__in=public_consultations(),
            document=document_id,
            clause__in=list(clause_ids),
            outcomes__published_at__isnull=False,
        )
        .select_related("clause", "document", "thread")
        .distinct()
    )
    if not rows:
        return []
    outcomes = latest_outcomes([row.pk for row in rows], published_only=True)
    naming = set(OutcomeChange.objects.filter(outcome__in=outcomes.values()).values_list("outcome", flat=True))
    for row in rows:
        outcomes[row.pk].clause_thread = row  # with its clause at hand
    return [
        _Cause(outcomes[row.pk], row.consultation_id, row.clause_id, None, row)
        for row in rows
        if row.clause_id and outcomes[row.pk].decision in CHANGING_DECISIONS and outcomes[row.pk].pk not in naming
    ]


def _named(document_id: UUID, clause_ids: Sequence[UUID]) -> list[_Cause]:
    """Answers, to whatever, that name one of these clauses as what changes because of them."""
    public = public_consultations().values("pk")
    rows = (
        OutcomeChange.objects.filter(
            Q(outcome__clause_thread__consultation__in=public)
            | Q(outcome__theme__consultation__in=public)
            | Q(outcome__selection__consultation__in=public),
            clause__in=list(clause_ids),
            clause__document=document_id,
            outcome__published_at__isnull=False,
        )
        .select_related("outcome__clause_thread__thread", "outcome__theme", "outcome__selection", "clause__document")
        .prefetch_related("outcome__reasons")
        .order_by("outcome__number", "pk")
    )
    latest: dict[tuple[Any, ...], dict[int, list[OutcomeChange]]] = {}
    for row in rows:
        subject = (row.outcome.clause_thread_id, row.outcome.theme_id, row.outcome.selection_id)
        latest.setdefault(subject, {}).setdefault(row.outcome_id, []).append(row)
    causes = []
    for by_outcome in latest.values():
        for change in by_outcome[max(by_outcome)]:
            outcome = change.outcome
            about = outcome.clause_thread or outcome.theme or outcome.selection
            if about is not None:
                clause, version = change.clause_id, change.version_number
                causes.append(_Cause(outcome, about.consultation_id, clause, version, outcome.clause_thread))
    return causes


def _reason(
    cause: _Cause,
    version: int,
    language: str,
    document_url: str,
    processes: Mapping[UUID, Any],
    reports: Mapping[UUID, Any],
) -> ChangeReason:
    outcome, row = cause.outcome, cause.row
    text, text_language = reason_in(reasons_of(outcome), language)
    process = processes.get(cause.consultation)
    own = row is not None and row.clause is not None and row.clause_id == cause.clause
    return ChangeReason(
        text=text,
        language=text_language,
        url=outcome_url(outcome, reports.get(cause.consultation)),
        version=version,
        decision=outcome.decision,
        decision_label=str(Decision(outcome.decision).label),
        responsible_body=outcome.responsible_body,
        contributions=row.thread.published_count if own and row is not None else 0,
        contributions_url=f"{document_url}clauses/{row.clause.eid}/"
        if own and row is not None and row.clause is not None and document_url
        else "",
        process_title=process.title if process else "",
    )


def has_contributions(document_id: UUID) -> bool:
    """Confidential and withheld ones count: they were received, and they are about words that must stay known."""
    return Comment.objects.filter(hub_thread__clause_thread__document=document_id).exists()
