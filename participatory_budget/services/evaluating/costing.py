"""What a proposal would cost: a span first, then the sum that stands on the ballot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from participatory_budget.models.evaluation import Evaluation
from participatory_budget.selectors.evaluation import dossier_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.evaluating.finding import refuse_when_decided
from participatory_budget.services.evaluating.opening import for_officer, note

if TYPE_CHECKING:
    from hub.accounts.models.user import User

SUMS = ("cost_low", "cost_high", "cost_final", "running_cost")


@dataclass(frozen=True)
class Price:
    """In the smallest parts of the budget's currency; None where nobody knows yet."""

    cost_low: int | None = None
    cost_high: int | None = None
    cost_final: int | None = None
    running_cost: int | None = None
    costed_by: str = ""


@transaction.atomic
def set_costs(proposal_id: UUID, price: Price, *, seen: str | None = None, actor: User, now: datetime) -> Evaluation:
    proposal, evaluation = for_officer(proposal_id, actor=actor, now=now)
    dossier = dossier_of(proposal)
    refuse_when_decided(dossier)
    if seen is not None and seen != dossier.costs_seen:
        raise BudgetError(_("Somebody else changed the costs meanwhile. Compare, then keep yours again."))
    sums = {name: getattr(price, name) for name in SUMS}
    refuse_disorder(price)
    if any(value is not None for value in sums.values()) and not price.costed_by.strip():
        raise BudgetError(_("Say who costed it: a person, an office, a firm. Everybody can read it."), "costed_by")
    before = {name: getattr(evaluation, name) for name in (*SUMS, "costed_by")}
    after = {**sums, "costed_by": price.costed_by.strip()}
    if before == after:
        return evaluation
    for name, value in after.items():
        setattr(evaluation, name, value)
    evaluation.costed_at = now
    evaluation.save(update_fields=[*after, "costed_at"])
    note("costed", evaluation, actor=actor, now=now, **sums)
    return evaluation


def refuse_disorder(price: Price | Evaluation) -> None:
    for name in SUMS:
        value = getattr(price, name)
        if value is not None and value < 0:
            raise BudgetError(_("A cost is never below nothing."), name)
    low, high, final = price.cost_low, price.cost_high, price.cost_final
    if low is not None and high is not None and low > high:
        raise BudgetError(_("The lowest cost is above the highest one."), "cost_low")
    if final is not None and low is not None and final < low:
        raise BudgetError(_("The final cost is below the lowest one."), "cost_final")
    if final is not None and high is not None and final > high:
        raise BudgetError(_("The final cost is above the highest one."), "cost_final")
