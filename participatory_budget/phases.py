"""The only definition of what is open. Pure: dated phases and the clock in, the phase out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from participatory_budget.enums import PhaseKind


class Dated(Protocol):
    """Anything with a kind and two dates, such as a `BudgetPhase`."""

    @property
    def kind(self) -> str: ...

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


@dataclass(frozen=True)
class Phase:
    """A stage of a budget, half-open: at `ends_at` itself it is over."""

    kind: PhaseKind
    starts_at: datetime
    ends_at: datetime

    def holds(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at


Schedule: TypeAlias = Sequence[Phase]


def phases_of(records: Iterable[Dated]) -> tuple[Phase, ...]:
    """In the order of time; of two that start together, the later kind stands last."""
    order = list(PhaseKind)
    phases = [Phase(PhaseKind(one.kind), one.starts_at, one.ends_at) for one in records]
    return tuple(sorted(phases, key=lambda one: (one.starts_at, order.index(one.kind))))


def phase_at(phases: Sequence[Phase], now: datetime) -> Phase | None:
    """The phase that `now` falls in; of several, the one that started last. None before, between and after them."""
    return next((one for one in reversed(phases_of(phases)) if one.holds(now)), None)


def next_phase(phases: Sequence[Phase], now: datetime) -> Phase | None:
    """What starts next."""
    return next((one for one in phases_of(phases) if one.starts_at > now), None)


def last_phase(phases: Sequence[Phase], now: datetime) -> Phase | None:
    """What ended last."""
    over = [one for one in phases if one.ends_at <= now]
    return max(over, key=lambda one: one.ends_at, default=None)


def vote_ahead(phases: Sequence[Phase], now: datetime) -> bool:
    """A vote is running or still to come: nothing about votes may be seen, whatever was computed."""
    return any(one.kind is PhaseKind.VOTING and now < one.ends_at for one in phases)


def is_running(phases: Schedule, kind: PhaseKind, now: datetime) -> bool:
    """A phase of this kind holds now, whatever else does: proposals and supports may run side by side."""
    return any(one.kind is kind and one.holds(now) for one in phases)


def vote_until(phases: Schedule, now: datetime) -> datetime | None:
    """The close of the vote that runs now."""
    return next((one.ends_at for one in phases if one.kind is PhaseKind.VOTING and one.holds(now)), None)


def voting_began(phases: Schedule, now: datetime) -> bool:
    """From then on what is voted on stays as it is."""
    return any(one.kind is PhaseKind.VOTING and one.starts_at <= now for one in phases)


@dataclass(frozen=True)
class Disorder:
    """Two phases whose dates are not in the order of the phases."""

    earlier: PhaseKind
    later: PhaseKind
    overlaps: bool  # False: the later one even begins first


# Ideas may gather support while others are still written.
MAY_OVERLAP = frozenset({(PhaseKind.PROPOSALS, PhaseKind.SUPPORTS)})


def disorder(phases: Schedule) -> list[Disorder]:
    """What is wrong with a calendar, in the order of the phases."""
    order = list(PhaseKind)
    rows = sorted(phases, key=lambda one: order.index(one.kind))
    found = []
    for place, later in enumerate(rows):
        for earlier in rows[:place]:
            if later.starts_at < earlier.starts_at:
                found.append(Disorder(earlier.kind, later.kind, overlaps=False))
            elif later.starts_at < earlier.ends_at and (earlier.kind, later.kind) not in MAY_OVERLAP:
                found.append(Disorder(earlier.kind, later.kind, overlaps=True))
    return found


_TAKING_PART = frozenset({PhaseKind.PROPOSALS, PhaseKind.SUPPORTS, PhaseKind.VOTING})
_DECIDED = frozenset({PhaseKind.RESULTS, PhaseKind.IMPLEMENTATION})


def stage_at(phases: Schedule, now: datetime, *, held_elsewhere: bool = False) -> str:
    """Where it stands in the words of `hub.core.search.ProcessPhase`. Open is only what people can take part in now.

    `held_elsewhere`: its vote came as a file, which has no dates of ours.
    """
    if not phases:
        return "ended" if held_elsewhere else "coming"
    begun = {one.kind for one in phases if one.starts_at <= now}
    if any(one.kind in _TAKING_PART and one.holds(now) for one in phases):
        return "open"
    if all(one.ends_at <= now for one in phases):
        return "ended"
    if begun & _DECIDED:
        return "answered"
    return "working" if begun - {PhaseKind.INFORMATION} else "coming"
