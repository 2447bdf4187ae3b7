"""A person before the ballots of one budget: what is open to them, what they chose and what they cast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from participatory_budget.enums import PhaseKind
from participatory_budget.models.basket import Basket
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.roll import Acceptance, RollEntry
from participatory_budget.permissions.voting import user_can_cast
from participatory_budget.phases import Phase, Schedule, phases_of
from participatory_budget.selectors.voting import acceptances_of, is_closed, may_vote_in, roll_entry_of

if TYPE_CHECKING:
    from participatory_budget.permissions.voting import Person


class Door(StrEnum):
    """What stands between a person and a ballot."""

    OPEN = "open"
    BEFORE = "before"  # the vote has not begun
    OVER = "over"
    SIGN_IN = "sign_in"
    PROVE = "prove"  # not on the roll
    ELSEWHERE = "elsewhere"  # another district's
    PAPER = "paper"  # voted on paper, which stays


@dataclass(frozen=True)
class Voter:
    schedule: Schedule
    user: Person
    entry: RollEntry | None
    acceptances: Mapping[UUID, Acceptance]
    baskets: Mapping[UUID, Basket]  # by envelope; those that hold something
    box_is_closed: bool

    @property
    def vote(self) -> Phase | None:
        return next((one for one in self.schedule if one.kind is PhaseKind.VOTING), None)

    def is_open(self, now: datetime) -> bool:
        return self.vote is not None and self.vote.holds(now) and not self.box_is_closed

    def door(self, envelope: Envelope | None, now: datetime) -> Door:
        """Without an envelope: what holds for all of them."""
        if not self.is_open(now):
            is_over = self.box_is_closed or (self.vote is not None and self.vote.ends_at <= now)
            return Door.OVER if is_over else Door.BEFORE
        if not user_can_cast(self.user, self.schedule, now):
            return Door.SIGN_IN
        if self.entry is None:
            return Door.PROVE
        if envelope is None:
            return Door.OPEN
        if not may_vote_in(self.entry, envelope):
            return Door.ELSEWHERE
        accepted = self.acceptances.get(envelope.pk)
        return Door.PAPER if accepted is not None and accepted.on_paper else Door.OPEN


def voter_of(user: Person, budget: Budget) -> Voter:
    """Five queries at most."""
    schedule = phases_of(BudgetPhase.objects.filter(budget=budget))
    entry = roll_entry_of(user, budget) if user is not None and user.is_authenticated else None
    baskets = Basket.objects.filter(account=entry.account_id, envelope__budget=budget) if entry is not None else []
    return Voter(
        schedule=schedule,
        user=user,
        entry=entry,
        acceptances=acceptances_of(entry) if entry is not None else {},
        baskets={one.envelope_id: one for one in baskets if one.choices},
        box_is_closed=is_closed(budget),
    )


def stamp_of(basket: Basket | None) -> str:
    """Tells whether a page shows what is saved."""
    return basket.saved_at.isoformat() if basket is not None else ""
