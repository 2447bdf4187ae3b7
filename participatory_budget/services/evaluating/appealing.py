"""An author who does not accept a verdict, and the other officer who looks at it again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from participatory_budget.enums import AppealDecision
from participatory_budget.models.evaluation import Appeal, Verdict
from participatory_budget.permissions.evaluation import appeal_ends_at, user_can_appeal, user_can_decide_appeal
from participatory_budget.permissions.proposals import is_author
from participatory_budget.selectors.evaluation import appeal_of, dossier_of, other_officers, schedule_of
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.evaluating.letters import tell_appeal_decided
from participatory_budget.services.evaluating.opening import (
    for_officer,
    locked,
    note,
    refuse_after_voting_began,
    refuse_if_not_standing,
)

if TYPE_CHECKING:
    from hub.accounts.models.user import User

DAYS_TO_DECIDE = 14


@transaction.atomic
def appeal(verdict_id: int, *, text: str, language: str, actor: User, now: datetime) -> Appeal:
    proposal = locked(Verdict.objects.values_list("evaluation__proposal", flat=True).get(pk=verdict_id))
    verdict = Verdict.objects.select_related("appeal", "evaluation").get(pk=verdict_id)
    phases = schedule_of(proposal.budget_id)
    days = proposal.budget.appeal_days
    if not user_can_appeal(actor, proposal, verdict, days, phases, now):
        if not is_author(actor, proposal):
            raise NotAllowedError(_("Only the author can appeal."))
        refuse_after_voting_began(proposal, now)
        raise BudgetError(_("The time to appeal is over."))
    refuse_if_not_standing(proposal)
    if appeal_of(verdict) is not None:
        raise BudgetError(_("There is an appeal against this verdict already."))
    dossier = dossier_of(proposal)
    if dossier.latest is None or dossier.latest.pk != verdict.pk or dossier.is_undecided:
        raise BudgetError(_("This verdict is looked at again already."))
    if now >= appeal_ends_at(verdict, days):
        raise BudgetError(_("The time to appeal is over."))
    if not text.strip():
        raise BudgetError(_("Say why it should be looked at again."), "text")
    made = Appeal.objects.create(
        verdict=verdict,
        text=text.strip(),
        language=language,
        made_by=actor,
        made_at=now,
        due_on=localtime(now).date() + timedelta(days=DAYS_TO_DECIDE),
    )
    note("appealed", verdict.evaluation, actor=actor, now=now, verdict=verdict.pk, appeal=made.pk)
    return made


@transaction.atomic
def decide_appeal(appeal_id: int, decision: str, *, reason: str, language: str, actor: User, now: datetime) -> Appeal:
    proposal_id = Appeal.objects.values_list("verdict__evaluation__proposal", flat=True).get(pk=appeal_id)
    proposal, evaluation = for_officer(proposal_id, actor=actor, now=now)
    made = Appeal.objects.select_related("verdict").get(pk=appeal_id)
    if made.decision:
        raise BudgetError(_("This appeal was decided already."))
    if not user_can_decide_appeal(actor, made, schedule_of(proposal.budget_id), now):
        raise BudgetError(why_somebody_else(actor))
    if made.made_by_id == actor.pk or is_author(actor, proposal):
        raise BudgetError(_("It is your own proposal: somebody else decides about it."))
    if decision not in AppealDecision.values:
        raise BudgetError(_("Choose a decision."), "decision")
    if not reason.strip():
        raise BudgetError(_("Give the reason: everybody can read it."), "reason")
    made.decision, made.reason, made.reason_language = decision, reason.strip(), language
    made.decided_at, made.decided_by = now, actor
    made.save(update_fields=["decision", "reason", "reason_language", "decided_at", "decided_by"])
    note("appeal_decided", evaluation, actor=actor, now=now, reason_code=decision, appeal=made.pk)
    tell_appeal_decided(proposal, made, now=now)
    return made


def why_somebody_else(actor: User) -> str:
    if other_officers(actor):
        return _("You gave this verdict, so another budget officer decides about the appeal.")
    return _(
        "You gave this verdict and are the only budget officer. Somebody else has to decide about the appeal: "
        "ask an administrator to give a second person this role."
    )
