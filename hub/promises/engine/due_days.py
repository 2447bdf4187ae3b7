"""When staff are reminded of a day, and days within promises that features know, such as milestones. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hub.core.registries import Registry

DAYS_BEFORE = (14, 1)
MONDAY = 0


@dataclass(frozen=True)
class Wanted:
    """Which days are told about today: these, and where it is Monday, all before `overdue_before`."""

    days: frozenset[date]
    overdue_before: date | None

    def __contains__(self, day: object) -> bool:
        return day in self.days or (
            isinstance(day, date) and self.overdue_before is not None and day < self.overdue_before
        )


def wanted_on(today: date) -> Wanted:
    """Two weeks before, the day before, the day after, then each Monday."""
    ahead = [today + timedelta(days=count) for count in DAYS_BEFORE]
    return Wanted(
        days=frozenset([*ahead, today - timedelta(days=1)]),
        overdue_before=today if today.weekday() == MONDAY else None,
    )


@dataclass(frozen=True)
class DuePart:
    """A day within a promise that is still open."""

    promise: UUID
    due_on: date
    titles: Mapping[str, str]


# Open days within promises: those that are wanted, in a constant number of queries.
due_parts: Registry[Callable[[Wanted], Sequence[DuePart]]] = Registry("days within promises")
