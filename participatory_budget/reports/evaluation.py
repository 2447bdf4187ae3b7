"""How the city looks at a proposal, as everybody may read it. Nothing here says who of the staff works on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from hub.contributions.engine.redline import redline
from hub.moderation.enums import State
from participatory_budget.enums import PASSING_VERDICTS, AppealDecision, Consent, PhaseKind
from participatory_budget.models.catalogue import Criterion, named
from participatory_budget.models.evaluation import Appeal, Costs, Evaluation, ScopeChange, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalRevision
from participatory_budget.permissions.evaluation import appeal_ends_at, user_can_answer_change, user_can_appeal
from participatory_budget.permissions.proposals import is_author
from participatory_budget.phases import Schedule, voting_began
from participatory_budget.reports.evaluation_status import Status, status_of
from participatory_budget.reports.money import money
from participatory_budget.selectors.evaluation import (
    Dossier,
    appeal_of,
    criteria_of,
    dossier_of,
    has_enough_support,
    schedule_of,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None

_MARKS = {"same": "same", "deleted": "del", "inserted": "ins"}
Parts: TypeAlias = Sequence[dict[str, str]]


@dataclass(frozen=True)
class CriterionRow:
    name: str
    name_language: str
    question: str
    question_language: str
    is_required: bool
    answer: str  # "" while there is none
    answer_label: str
    note: str
    note_language: str


@dataclass(frozen=True)
class CostRows:
    """Sums as a reader writes them; "" where nobody gave one."""

    low: str
    high: str
    final: str
    running: str
    costed_by: str

    @property
    def has_any(self) -> bool:
        return bool(self.low or self.high or self.final or self.running)


@dataclass(frozen=True)
class VerdictRow:
    verdict: Verdict
    label: str
    passes: bool
    costs: CostRows
    appeal: Appeal | None
    appeal_label: str
    appeal_granted: bool
    is_latest: bool


@dataclass(frozen=True)
class ChangeRow:
    change: ScopeChange
    consent_label: str
    is_open: bool
    old_title: str
    old_text: str
    old_language: str
    title_parts: Parts
    text_parts: Parts


@dataclass(frozen=True)
class EvaluationView:
    reference: str
    status: Status
    evaluation: Evaluation | None
    department: str
    department_language: str
    due_on: date | None
    criteria: Sequence[CriterionRow]
    costs: CostRows
    verdicts: Sequence[VerdictRow]  # newest first
    changes: Sequence[ChangeRow]  # newest first
    on_ballot: bool
    is_undecided: bool  # otherwise what was found stands in the last verdict
    # For the author alone; None and False for everybody else.
    is_author: bool = False
    to_answer: ScopeChange | None = None
    to_appeal: Verdict | None = None
    appeal_until: datetime | None = None

    @property
    def latest(self) -> VerdictRow | None:
        return self.verdicts[0] if self.verdicts else None


def evaluation_view(proposal: Proposal, viewer: Person, language: str, now: datetime) -> EvaluationView | None:
    """None for what is not public, and before the city began where nothing is to be said yet.

    `proposal` with its budget; the number of queries does not depend on how much was written down.
    """
    if proposal.state != State.PUBLISHED:
        return None
    phases, dossier = schedule_of(proposal.budget_id), dossier_of(proposal)
    if dossier.evaluation is None and not _is_expected(proposal, phases, now):
        return None
    evaluation, currency = dossier.evaluation, proposal.budget.currency
    department = named(evaluation.department.names, language) if evaluation and evaluation.department else ("", "")
    latest, author = dossier.latest, is_author(viewer, proposal)
    stands = author and proposal.merged_into_id is None
    to_answer, to_appeal = dossier.open_change, latest
    if not (stands and to_answer and user_can_answer_change(viewer, to_answer, proposal, phases, now)):
        to_answer = None
    if not (stands and latest and _may_appeal(viewer, proposal, dossier, latest, phases, now)):
        to_appeal = None
    return EvaluationView(
        reference=proposal.reference,
        status=status_of(proposal, dossier, phases, now),
        evaluation=evaluation,
        department=department[0],
        department_language=department[1],
        due_on=evaluation.due_on if evaluation else None,
        criteria=[_criterion(one, dossier, language) for one in criteria_of(proposal.budget_id)],
        costs=costs_in_words(evaluation, currency),
        verdicts=verdicts_shown(dossier, currency),
        changes=changes_shown(proposal, dossier.changes),
        on_ballot=Project.objects.filter(proposal=proposal).exists(),
        is_undecided=dossier.is_undecided,
        is_author=author,
        to_answer=to_answer,
        to_appeal=to_appeal,
        appeal_until=appeal_closes_at(to_appeal, proposal, phases) if to_appeal else None,
    )


def appeal_closes_at(verdict: Verdict, proposal: Proposal, phases: Schedule) -> datetime:
    """No appeal reaches into the vote."""
    voting = [one.starts_at for one in phases if one.kind is PhaseKind.VOTING]
    return min([appeal_ends_at(verdict, proposal.budget.appeal_days), *voting])


def costs_in_words(costs: Costs | None, currency: str) -> CostRows:
    def shown(amount: int | None) -> str:
        return money(amount, currency) if amount is not None else ""

    if costs is None:
        return CostRows("", "", "", "", "")
    return CostRows(
        low=shown(costs.cost_low),
        high=shown(costs.cost_high),
        final=shown(costs.cost_final),
        running=shown(costs.running_cost),
        costed_by=costs.costed_by,
    )


def verdicts_shown(dossier: Dossier, currency: str) -> list[VerdictRow]:
    """Newest first; the older ones stay readable."""
    return [_verdict(one, one is dossier.latest, currency) for one in reversed(dossier.verdicts)]


def verdict_rows(verdicts: Iterable[Verdict], currency: str) -> list[VerdictRow]:
    """Each the last one of its proposal, with its appeal."""
    return [_verdict(one, True, currency) for one in verdicts]


def changes_shown(proposal: Proposal, changes: Iterable[ScopeChange]) -> list[ChangeRow]:
    """Old and new side by side; the old text is what the proposal said when the change was offered. One query."""
    changes = list(changes)
    revisions = list(ProposalRevision.objects.filter(proposal=proposal).order_by("number")) if changes else []
    return [_change(one, proposal, revisions) for one in reversed(changes)]


def _is_expected(proposal: Proposal, phases: Schedule, now: datetime) -> bool:
    """The evaluation has begun, and this proposal has what it needs to be looked at."""
    began = any(one.kind is PhaseKind.EVALUATION and one.starts_at <= now for one in phases)
    return began and proposal.merged_into_id is None and has_enough_support(proposal, proposal.budget)


def _may_appeal(
    viewer: Person, proposal: Proposal, dossier: Dossier, latest: Verdict, phases: Schedule, now: datetime
) -> bool:
    return (
        appeal_of(latest) is None
        and not dossier.is_undecided
        and not voting_began(phases, now)
        and user_can_appeal(viewer, proposal, latest, proposal.budget.appeal_days, phases, now)
    )


def _criterion(criterion: Criterion, dossier: Dossier, language: str) -> CriterionRow:
    name, question = named(criterion.names, language), named(criterion.questions, language)
    found = dossier.findings.get(criterion.pk)
    return CriterionRow(
        name=name[0] or criterion.slug,
        name_language=name[1],
        question=question[0],
        question_language=question[1],
        is_required=criterion.is_required,
        answer=found.answer if found else "",
        answer_label=found.get_answer_display() if found else "",
        note=found.note if found else "",
        note_language=found.note_language if found else "",
    )


def _verdict(verdict: Verdict, is_latest: bool, currency: str) -> VerdictRow:
    appeal = appeal_of(verdict)
    return VerdictRow(
        verdict=verdict,
        label=verdict.get_verdict_display(),
        passes=verdict.verdict in PASSING_VERDICTS,
        costs=costs_in_words(verdict, currency),
        appeal=appeal,
        appeal_label=appeal.get_decision_display() if appeal and appeal.decision else "",
        appeal_granted=bool(appeal and appeal.decision == AppealDecision.GRANTED),
        is_latest=is_latest,
    )


def _change(change: ScopeChange, proposal: Proposal, revisions: Sequence[ProposalRevision]) -> ChangeRow:
    before = _text_before(change, proposal, revisions)
    old_title, old_text = before.title, before.description
    return ChangeRow(
        change=change,
        consent_label=change.get_consent_display(),
        is_open=change.consent == Consent.ASKED,
        old_title=old_title,
        old_text=old_text,
        old_language=before.language,
        title_parts=_parts(old_title, change.title),
        text_parts=_parts(old_text, change.description),
    )


def _text_before(
    change: ScopeChange, proposal: Proposal, revisions: Sequence[ProposalRevision]
) -> Proposal | ProposalRevision:
    """What an agreed change took the place of; for the others what stood there when they were offered."""
    own = next((one.number for one in revisions if one.scope_change_id == change.pk), None)
    earlier = [one for one in revisions if (one.number < own if own else one.written_at <= change.offered_at)]
    return earlier[-1] if earlier else proposal


def _parts(old: str, new: str) -> Parts:
    return [{"op": _MARKS[one.kind], "text": one.text} for one in redline(old, new)]
