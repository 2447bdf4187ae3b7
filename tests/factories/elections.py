"""A vote that runs: projects on the ballot, people on the roll, and ballots cast as services cast them.

budget = open_vote()                                   # city, north and south, three projects each, open at NOW
alice = voter(budget)                                  # an account on the roll; `district="north"` to bind it
receipt = vote(alice, budget, "city", ["city-1"])      # through `services.voting.casting`
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hub.accounts.models.user import User
from participatory_budget.engine.commitments import Receipt, new_nonce
from participatory_budget.enums import EligibilityWay
from participatory_budget.models.budget import Budget
from participatory_budget.models.project import Project
from participatory_budget.models.roll import RollEntry
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.models.voting_rules import VotingRules
from participatory_budget.services.voting.casting import cast
from tests.factories.accounts import UserFactory
from tests.factories.proposals import NOW, open_budget

COSTS = (3_000_000, 2_500_000, 1_000_000)


def open_vote(
    phase: str = "voting",
    slug: str = "budget-2026",
    *,
    now: datetime = NOW,
    card: dict[str, Any] | None = None,
    projects: int = 3,
    **rules: Any,
) -> Budget:
    """`card` changes the rule card ({"vote_type": "ordinal", "max_length": 3}), `rules` the `VotingRules`."""
    budget = open_budget(phase, slug, now=now)
    if card:
        values = {"vote_type": "approval", "rule": "greedy", **card}
        RuleCard.objects.create(budget=budget, version=2, made_at=now, **values)
    VotingRules.objects.create(budget=budget, **{"ways": list(EligibilityWay.values), **rules})
    for envelope in budget.envelopes.all():
        for number in range(1, projects + 1):
            Project.objects.create(
                envelope=envelope,
                code=f"{envelope.slug}-{number}",
                cost=COSTS[(number - 1) % len(COSTS)],
                title=f"Shade for {envelope.slug} {number}",
                title_language="en",
                order=number,
            )
    return budget


def voter(budget: Budget, user: User | None = None, *, district: str = "", way: str = EligibilityWay.DESK) -> User:
    """Somebody whose right to vote is shown."""
    user = user or UserFactory()
    where = budget.envelopes.get(slug=district) if district else None
    RollEntry.objects.create(budget=budget, account=user, district=where, way=way)
    return user


def vote(
    user: User,
    budget: Budget,
    envelope: str,
    choices: Sequence[str | tuple[str, int]],
    *,
    now: datetime = NOW,
    nonce: str = "",
) -> Receipt:
    """Codes alone count one point each."""
    pairs = [one if isinstance(one, tuple) else (one, 1) for one in choices]
    return cast(user, budget.envelopes.get(slug=envelope), pairs, nonce or new_nonce(), now=now)
