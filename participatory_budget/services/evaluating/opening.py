"""The lock and the checks with which every step of an evaluation begins."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from hub.audit.services import record
from hub.moderation.enums import State
from participatory_budget.models.evaluation import Evaluation
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.evaluation import user_can_evaluate
from participatory_budget.phases import voting_began
from participatory_budget.selectors.evaluation import schedule_of
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.evaluating.letters import tell_opened

if TYPE_CHECKING:
    from hub.accounts.models.user import User
    from hub.audit.services import Value

SUBJECT = "participatory_budget.evaluation"


def locked(proposal_id: UUID) -> Proposal:
    """Two people at once wait for each other here; the second one finds what the first has written."""
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("budget", "envelope", "category")
        .get(pk=proposal_id)
    )


def for_officer(proposal_id: UUID, *, actor: User, now: datetime) -> tuple[Proposal, Evaluation]:
    """The locked proposal and its file, which the first step opens. Inside the caller's transaction."""
    proposal = locked(proposal_id)
    phases = schedule_of(proposal.budget_id)
    if not user_can_evaluate(actor, proposal, phases, now):
        refuse_if_not_standing(proposal)
        if voting_began(phases, now):
            raise BudgetError(_("The vote has begun: prices and verdicts stay as they are."))
        raise NotAllowedError(_("Only a budget officer works on this."))
    evaluation = Evaluation.objects.filter(proposal=proposal).first()
    return proposal, evaluation or _open(proposal, actor=actor, now=now)


def refuse_if_not_standing(proposal: Proposal) -> None:
    if proposal.merged_into_id is not None:
        raise BudgetError(_("This proposal was merged into another one. Go on with that one."))
    if proposal.state != State.PUBLISHED:
        raise BudgetError(_("This proposal is not public, so nothing is decided about it."))


def refuse_after_voting_began(proposal: Proposal, now: datetime) -> None:
    if voting_began(schedule_of(proposal.budget_id), now):
        raise BudgetError(_("The vote has begun: prices and verdicts stay as they are."))


def note(
    action: str,
    evaluation: Evaluation,
    *,
    actor: User,
    now: datetime,
    reason_code: str = "",
    **data: Value,
) -> None:
    record(
        f"evaluation.{action}",
        subject=SUBJECT,
        subject_id=evaluation.pk,
        actor=actor,
        reason_code=reason_code,
        data={"proposal": evaluation.proposal_id, **data},
        now=now,
    )


def _open(proposal: Proposal, *, actor: User, now: datetime) -> Evaluation:
    evaluation = Evaluation.objects.create(proposal=proposal, opened_at=now)
    note("opened", evaluation, actor=actor, now=now)
    tell_opened(proposal, evaluation, now=now)
    return evaluation
