"""The verdict: public at once, with its reason, and never rewritten."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participatory_budget.enums import PASSING_VERDICTS, CriterionAnswer
from participatory_budget.enums import Verdict as Outcome
from participatory_budget.models.evaluation import Evaluation, Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import is_author
from participatory_budget.selectors.evaluation import Dossier, criteria_of, dossier_of, has_enough_support
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.evaluating.ballot import put_on_ballot, take_off_ballot
from participatory_budget.services.evaluating.costing import SUMS, refuse_disorder
from participatory_budget.services.evaluating.finding import refuse_when_decided
from participatory_budget.services.evaluating.letters import tell_verdict
from participatory_budget.services.evaluating.opening import for_officer, note
from participatory_budget.services.news import announce_verdict

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def decide(
    proposal_id: UUID,
    verdict: str,
    *,
    reason: str,
    language: str,
    after: int,
    actor: User,
    now: datetime,
) -> Verdict:
    """`after`: the number of the verdict that the officer saw as the last one, 0 for none.

    What passes goes on the ballot in the same transaction; what passed before and does not now is taken off.
    """
    proposal, evaluation = for_officer(proposal_id, actor=actor, now=now)
    dossier = dossier_of(proposal)
    last = dossier.latest.number if dossier.latest else 0
    if last != after:
        raise BudgetError(_("Somebody else decided meanwhile. Read that verdict first."))
    refuse_when_decided(dossier)
    if dossier.open_change:
        raise BudgetError(_("The author has not answered the change that you offered. Wait, or take it back."))
    if is_author(actor, proposal):
        raise BudgetError(_("It is your own proposal: somebody else decides about it."))
    if verdict not in Outcome.values:
        raise BudgetError(_("Choose a verdict."), "verdict")
    if not reason.strip():
        raise BudgetError(_("Give the reason: everybody can read it."), "reason")
    if verdict in PASSING_VERDICTS:
        refuse_if_not_ready(proposal, evaluation, dossier, verdict)
    made = Verdict.objects.create(
        evaluation=evaluation,
        number=last + 1,
        verdict=verdict,
        reason=reason.strip(),
        reason_language=language,
        decided_at=now,
        decided_by=actor,
        costed_by=evaluation.costed_by,
        **{name: getattr(evaluation, name) for name in SUMS},
    )
    note("decided", evaluation, actor=actor, now=now, reason_code=verdict, verdict=made.pk, number=made.number)
    if verdict in PASSING_VERDICTS:
        put_on_ballot(proposal, made, evaluation, actor=actor, now=now)
    else:
        take_off_ballot(proposal, actor=actor, now=now)
    tell_verdict(proposal, made, now=now)
    announce_verdict(made, now=now)
    return made


def refuse_if_not_ready(proposal: Proposal, evaluation: Evaluation, dossier: Dossier, verdict: str) -> None:
    """What has to hold before something may go on the ballot."""
    if not has_enough_support(proposal, proposal.budget):
        missing = proposal.budget.supports_needed - proposal.support_count
        raise BudgetError(
            ngettext(
                "It cannot go on the ballot yet: %(count)s support is missing.",
                "It cannot go on the ballot yet: %(count)s supports are missing.",
                missing,
            )
            % {"count": missing},
            "verdict",
        )
    if evaluation.cost_final is None:
        raise BudgetError(_("It needs a final cost before it can pass."), "verdict")
    if not evaluation.costed_by:
        raise BudgetError(_("Say who costed it before it can pass."), "verdict")
    refuse_disorder(evaluation)
    if evaluation.cost_final > proposal.envelope.amount:
        raise BudgetError(
            _("It costs more than the envelope holds. Offer a smaller change, or decide that it cannot be done."),
            "verdict",
        )
    for criterion in criteria_of(proposal.budget_id):
        if not criterion.is_required:
            continue
        finding = dossier.findings.get(criterion.pk)
        if finding is None:
            raise BudgetError(_("A criterion that has to be met has no answer yet."), "verdict")
        if finding.answer == CriterionAnswer.NOT_MET:
            raise BudgetError(_("A criterion that has to be met is not met, so it cannot pass."), "verdict")
    if verdict == Outcome.FEASIBLE_WITH_CHANGES and dossier.agreed_change is None:
        raise BudgetError(_("Offer the change to the author first: it passes with changes once they agree."), "verdict")
