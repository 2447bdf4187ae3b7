"""The city's calendar: all its dates are counted from the day of seeding, in its own time zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone


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
