"""A proposal that is being looked at, and the officers who do it.

one = evaluated(budget, officer(), verdict="feasible")     # with its criterion answered and a price
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hub.accounts.models.user import User
from participatory_budget.enums import CriterionAnswer
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Criterion
from participatory_budget.models.proposal import Proposal
from participatory_budget.services.evaluating.costing import Price, set_costs
from participatory_budget.services.evaluating.deciding import decide
from participatory_budget.services.evaluating.finding import Finding, answer_criteria
from tests.factories.accounts import UserFactory
from tests.factories.proposals import NOW, proposal


def officer(name: str = "olga", **kwargs: Any) -> User:
    return UserFactory(email=f"{name}@example.org", pseudonym=name.title(), budget_officer=True, **kwargs)


def priced(one: Proposal, actor: User, *, final: int = 1_250_000, now: datetime = NOW) -> Proposal:
    """All criteria met, a price within the envelope."""
    met = {criterion.pk: Finding(CriterionAnswer.MET) for criterion in Criterion.objects.filter(budget=one.budget_id)}
    answer_criteria(one.pk, met, language="en", actor=actor, now=now)
    set_costs(one.pk, Price(1_000_000, 2_000_000, final, 10_000, "Parks office"), actor=actor, now=now)
    return one


def evaluated(
    budget: Budget, actor: User, *, verdict: str = "feasible", now: datetime = NOW, **fields: Any
) -> Proposal:
    one = priced(proposal(budget, **fields), actor, now=now)
    decide(one.pk, verdict, reason="The square is ours.", language="en", after=0, actor=actor, now=now)
    one.refresh_from_db()
    return one
