"""What the threads of proposals are about, told in the reader's language, for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Page

from hub.core.registries import PublishedOutcome, ThreadSubject
from hub.moderation.enums import State
from participatory_budget.enums import AppealDecision, PhaseKind
from participatory_budget.enums import Verdict as Finding
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.catalogue import named
from participatory_budget.models.evaluation import Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import Schedule, phase_at, phases_of
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.selectors.process_pages import process_key, unless_active
from participatory_budget.selectors.proposal_addresses import proposal_path, proposal_urls

PROPOSAL = "proposal"
# The words of the design system for what the city found.
_DECISIONS = {
    Finding.FEASIBLE: "accepted",
    Finding.FEASIBLE_WITH_CHANGES: "accepted_in_part",
    Finding.NOT_FEASIBLE: "not_accepted",
}


def thread_opens_and_closes(phases: Schedule) -> tuple[datetime | None, datetime | None]:
    """Talked about from the first day of proposing until the vote begins."""
    starts = {one.kind: one.starts_at for one in phases}
    return starts.get(PhaseKind.PROPOSALS), starts.get(PhaseKind.VOTING)


def describe(thread_ids: Sequence[UUID], now: datetime) -> dict[UUID, ThreadSubject]:
    """Three queries, however many threads."""
    proposals = list(Proposal.objects.filter(thread__in=thread_ids).select_related("budget"))
    if not proposals:
        return {}
    phases = schedules_of({one.budget_id for one in proposals})
    pages = budget_pages(phases, get_language() or settings.LANGUAGE_CODE)
    return {one.thread_id: _subject(one, phases[one.budget_id], pages.get(one.budget_id), now) for one in proposals}


def schedules_of(budget_ids: set[UUID]) -> dict[UUID, Schedule]:
    rows: dict[UUID, list[BudgetPhase]] = defaultdict(list)
    for row in BudgetPhase.objects.filter(budget__in=budget_ids):
        rows[row.budget_id].append(row)
    return {key: phases_of(rows[key]) for key in budget_ids}


def _subject(proposal: Proposal, phases: Schedule, page: Page | None, now: datetime) -> ThreadSubject:
    opens_at, closes_at = thread_opens_and_closes(phases)
    page_url = (page.get_url() or "") if page else ""
    is_public = proposal.state == State.PUBLISHED
    started = opens_at is not None and opens_at <= now
    ended = closes_at is not None and closes_at <= now
    phase = phase_at(phases, now)
    return ThreadSubject(
        # The words of what is hidden are told to nobody, not in a letter either.
        title=proposal.title if is_public else proposal.reference,
        url=proposal_path(page_url, proposal.reference) if is_public else "",
        text="",
        text_language=proposal.language,
        version=None,
        process_title=page.title if page else proposal.budget.slug,
        process_url=page_url,
        opens_at=opens_at,
        closes_at=closes_at,
        phase=phase.kind.value if phase else "",
        accepts_contributions=bool(
            is_public and proposal.merged_into_id is None and page_url and started and not ended
        ),
        premoderated=proposal.budget.premoderated,
        reactions_allowed=True,
        title_language=unless_active(proposal.language) if is_public else "",
        process_language=unless_active(page.locale.language_code) if page else "",
        process_key=process_key(proposal.budget_id),
        page_keys=(page.translation_key,) if page else (),
    )


def verdicts_on(thread_ids: Sequence[UUID]) -> dict[UUID, PublishedOutcome]:
    """The newest verdict of each public proposal, unless an appeal against it was granted; two queries."""
    rows = Verdict.objects.filter(
        evaluation__proposal__thread__in=thread_ids, evaluation__proposal__state=State.PUBLISHED
    ).select_related("evaluation__proposal", "evaluation__department", "appeal")
    newest = {row.evaluation.proposal.thread_id: row for row in rows.order_by("number")}
    urls = proposal_urls(row.evaluation.proposal for row in newest.values())
    language = get_language() or settings.LANGUAGE_CODE
    return {
        thread_id: _outcome(row, urls.get(row.evaluation.proposal_id, ""), language)
        for thread_id, row in newest.items()
        if getattr(getattr(row, "appeal", None), "decision", "") != AppealDecision.GRANTED
    }


def _outcome(verdict: Verdict, url: str, language: str) -> PublishedOutcome:
    finding, department = Finding(verdict.verdict), verdict.evaluation.department
    return PublishedOutcome(
        decision=_DECISIONS[finding],
        decision_label=str(finding.label),
        reason=verdict.reason,
        reason_language=verdict.reason_language,
        decided_at=verdict.decided_at,
        responsible_body=named(department.names, language)[0] if department else "",
        url=url,
        led_to_change=finding is Finding.FEASIBLE_WITH_CHANGES,
    )
