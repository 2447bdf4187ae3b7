"""The city's calendar: all its dates are counted from the day of seeding, in its own time zone."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from hub.demo.services.errors import DemoError


@dataclass(frozen=True)
class Calendar:
    now: datetime

    def at(self, day: int, clock: str) -> datetime:
        """`day` 0 is the day of seeding; `clock` is local time, "HH:MM"."""
        local = timezone.localtime(self.now).date() + timedelta(days=day)
        return timezone.make_aware(datetime.combine(local, time.fromisoformat(clock)))


def next_office_hour(received: datetime, *, minutes: int) -> datetime:
    """When a moderator who works from 9 to 19, seven days a week, has read what came in."""
    local = timezone.localtime(received)
    opening = local.replace(hour=9, minute=0, second=0, microsecond=0)
    if local < opening:
        return opening + timedelta(minutes=minutes)
    if local.hour < 17:
        return local + timedelta(minutes=45 + minutes)
    return opening + timedelta(days=1, minutes=minutes)


@contextmanager
def clock_stopped_at(moment: datetime) -> Iterator[None]:
    """Wagtail's publishing reads the wall clock and takes no other. A city with a past needs another one for a moment.

    Only for the seed, which runs alone in its process.
    """
    wall_clock = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = wall_clock


@dataclass(order=True)
class _Step:
    moment: datetime
    order: int
    act: Callable[[datetime], object] = field(compare=False)


class Stage:
    """Plays what happens in the city in the order of time, whoever planned it: the record is written as in life."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._steps: list[_Step] = []
        self._count = 0

    def plan(self, moment: datetime, act: Callable[[datetime], object]) -> None:
        """Also while it plays: what somebody does may have something follow."""
        if moment > self.calendar.now:
            raise DemoError(f"The demo city would write to the future: {moment.isoformat()}")
        self._count += 1
        heapq.heappush(self._steps, _Step(moment, self._count, act))

    def play(self, *, until: datetime | None = None) -> None:
        """All that is planned, or what comes before a moment: somebody else has the word then."""
        while self._steps and (until is None or self._steps[0].moment < until):
            step = heapq.heappop(self._steps)
            with clock_stopped_at(step.moment):
                step.act(step.moment)
