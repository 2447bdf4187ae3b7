"""How many promises were kept in time and within their price, and of how many that can be said. Pure.

In time: those kept by the day that was promised first, of all that are kept or whose first day is over. Within budget:
those finished for no more than was promised first, of all that are finished or have spent more already. What was given
up by a decision is counted beside both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hub.promises.engine.followed import Followed
from hub.promises.enums import PromiseState

# Under this a share of a hundred would say more than is known.
ENOUGH = 5


@dataclass(frozen=True)
class Rate:
    part: int
    of: int

    @property
    def share(self) -> int | None:
        """Of a hundred, whole; None where too little is known for one."""
        return round(100 * self.part / self.of) if self.of >= ENOUGH else None


def on_time(rows: Iterable[Followed], today: date) -> Rate:
    part = of = 0
    for one in rows:
        if one.first_due_on is None or one.state == PromiseState.CANCELLED:
            continue
        if one.kept_on is not None:
            of += 1
            part += one.kept_on <= one.first_due_on
        elif one.first_due_on < today:
            of += 1
    return Rate(part, of)


def on_budget(rows: Iterable[Followed]) -> Rate:
    """Finished without any payment on record says nothing about money."""
    part = of = 0
    for one in rows:
        if one.first_cost is None or not one.cost_spent or one.state == PromiseState.CANCELLED:
            continue
        is_within = one.cost_spent <= one.first_cost
        if one.kept_on is not None or not is_within:
            of += 1
            part += is_within
    return Rate(part, of)
