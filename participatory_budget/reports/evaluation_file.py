"""What an officer has before them: the proposal, its file, and which steps are possible now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from participatory_budget.engine.election import unit_of
from participatory_budget.models.catalogue import Criterion, Department
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.evaluation import (
    user_can_decide_appeal,
    user_can_evaluate,
    user_can_record_answer,
)
from participatory_budget.permissions.proposals import is_author
from participatory_budget.phases import voting_began
from participatory_budget.reports.evaluation import ChangeRow, VerdictRow, changes_shown, verdicts_shown
from participatory_budget.reports.evaluation_status import Status, status_of
from participatory_budget.reports.money import money
from participatory_budget.selectors.envelopes import envelope_name
from participatory_budget.selectors.evaluation import (
    Dossier,
    HistoryLine,
    authors_with_account,
    criteria_of,
    departments_of,
    dossier_of,
    has_enough_support,
    history_of,
    officers,
    other_officers,
    schedule_of,
)
from participatory_budget.selectors.pages import budget_pages

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@dataclass(frozen=True)
class HistoryRow:
    text: str
    recorded_at: datetime
    actor: str


@dataclass(frozen=True)
class EvaluationFile:
    proposal: Proposal
    dossier: Dossier
    status: Status
    envelope: str
    envelope_amount: str
    unit: int
    currency: str
    departments: Sequence[Department]
    officers: Sequence[User]
    criteria: Sequence[Criterion]
    verdicts: Sequence[VerdictRow]
    changes: Sequence[ChangeRow]
    history: Sequence[HistoryRow]
    public_url: str
    enough_support: bool
    is_frozen: bool
    can_work: bool
    can_write: bool
    can_offer: bool
    can_record_answer: bool
    can_decide: bool
    can_decide_appeal: bool
    needs_another_officer: bool  # the appeal is about the reader's own verdict
    is_only_officer: bool
    is_own: bool


def evaluation_file(proposal: Proposal, user: User, language: str, now: datetime) -> EvaluationFile:
    phases, dossier = schedule_of(proposal.budget_id), dossier_of(proposal)
    can_work = user_can_evaluate(user, proposal, phases, now)
    undecided, asked, appeal = dossier.is_undecided, dossier.open_change, dossier.open_appeal
    own = is_author(user, proposal)
    may_judge = appeal is not None and user_can_decide_appeal(user, appeal, phases, now)
    can_record = asked is not None and user_can_record_answer(
        user, asked, proposal, bool(authors_with_account(proposal)), phases, now
    )
    page = budget_pages([proposal.budget_id], language).get(proposal.budget_id)
    base = page.get_url() if page else ""
    currency = proposal.budget.currency
    return EvaluationFile(
        proposal=proposal,
        dossier=dossier,
        status=status_of(proposal, dossier, phases, now),
        envelope=envelope_name(proposal.envelope, language),
        envelope_amount=money(proposal.envelope.amount, currency),
        unit=unit_of(currency),
        currency=currency,
        departments=departments_of(proposal.budget),
        officers=list(officers()) if can_work else [],
        criteria=criteria_of(proposal.budget_id),
        verdicts=verdicts_shown(dossier, currency),
        changes=changes_shown(proposal, dossier.changes),
        history=[HistoryRow(action_label(one), one.recorded_at, one.actor) for one in history_of(dossier.evaluation)],
        public_url=f"{base}proposals/{proposal.reference}/evaluation/" if base and dossier.evaluation else "",
        enough_support=has_enough_support(proposal, proposal.budget),
        is_frozen=voting_began(phases, now),
        can_work=can_work,
        can_write=can_work and undecided,
        can_offer=can_work and asked is None and appeal is None and (undecided or not dossier.passes),
        can_record_answer=can_record,
        can_decide=can_work and undecided and asked is None and not own,
        can_decide_appeal=can_work and may_judge and not own,
        needs_another_officer=can_work and appeal is not None and not may_judge,
        is_only_officer=appeal is not None and not may_judge and not other_officers(user),
        is_own=own,
    )


def action_label(line: HistoryLine) -> str:
    words = {
        "evaluation.opened": _("Begun"),
        "evaluation.assigned": _("Assigned"),
        "evaluation.criterion_answered": _("A criterion answered"),
        "evaluation.criterion_cleared": _("An answer to a criterion taken back"),
        "evaluation.costed": _("Costs changed"),
        "evaluation.change_offered": _("A change offered to the author"),
        "evaluation.change_taken_back": _("The offered change taken back"),
        "evaluation.change_answered": _("The author answered the change"),
        "evaluation.decided": _("Verdict given"),
        "evaluation.appealed": _("The author appealed"),
        "evaluation.appeal_decided": _("Appeal decided"),
    }
    return words.get(line.action, line.action)
