"""When digests go out: at seven in the morning in the city, each day or on Mondays."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from hub.notifications.enums import Rhythm

HOUR = time(7)
MONDAY = 0
# A round begins that much later than it ends: what was being saved at seven is committed by then.
SETTLED_AFTER = timedelta(minutes=5)
_DAYS = {Rhythm.DAILY: 1, Rhythm.WEEKLY: 7}


def last_round_end(rhythm: Rhythm, now: datetime, city: tzinfo) -> datetime:
    """The newest end of a round that may be told by now. By the clock on the wall: days may have 23 or 25 hours."""
    here = (now - SETTLED_AFTER).astimezone(city)
    day = here.date()
    if here < datetime.combine(day, HOUR, tzinfo=city):
        day -= timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    return datetime.combine(day, HOUR, tzinfo=city)


def first_round_begin(rhythm: Rhythm, until: datetime) -> datetime:
    """Where no round came before."""
    return until - timedelta(days=_DAYS[rhythm])
