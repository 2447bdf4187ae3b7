"""What one person has supported in a budget. Shown to that person alone."""

from __future__ import annotations

from dataclasses import dataclass

from hub.accounts.models.user import User
from hub.moderation.enums import State
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal import Proposal, ProposalSupport


@dataclass(frozen=True)
class OwnSupports:
    """`most` is None where a budget sets no limit."""

    given: int
    most: int | None
    supports_this: bool

    @property
    def left(self) -> int | None:
        return None if self.most is None else max(0, self.most - self.given)


def supports_given(user: User, budget: Budget) -> int:
    """Those that count against the limit: a support for what was taken down or withdrawn is free again."""
    rows = ProposalSupport.objects.filter(user=user, proposal__budget=budget, proposal__merged_into=None)
    return rows.filter(proposal__state=State.PUBLISHED).count()


def own_supports(user: User, proposal: Proposal) -> OwnSupports:
    """Two queries."""
    return OwnSupports(
        given=supports_given(user, proposal.budget),
        most=proposal.budget.supports_per_person,
        supports_this=ProposalSupport.objects.filter(proposal=proposal, user=user).exists(),
    )
