"""What everybody sees of a promise, out of what people decided and the clock. Pure; the only definition of late."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hub.promises.enums import OPEN_STATES, PromiseState, PromiseStatus

QUIET_AFTER = timedelta(days=60)


def is_late(state: str, due_on: date | None, today: date) -> bool:
    """The promised day itself is still in time."""
    return state in OPEN_STATES and due_on is not None and due_on < today


def status_of(
    state: str, *, first_due_on: date | None, due_on: date | None, kept_on: date | None, today: date
) -> PromiseStatus:
    """Kept in time is measured by the day that was promised first, whatever was said later."""
    if is_late(state, due_on, today):
        return PromiseStatus.LATE
    if state in OPEN_STATES and first_due_on is not None and due_on is not None and due_on > first_due_on:
        return PromiseStatus.POSTPONED
    if state == PromiseState.KEPT and first_due_on is not None and kept_on is not None and kept_on > first_due_on:
        return PromiseStatus.KEPT_LATE
    return PromiseStatus(state)


def quiet_days(state: str, news_at: datetime, now: datetime) -> int:
    """Whole days without news, where that deserves to be said; 0 where it does not."""
    silence = now - news_at
    return silence.days if state in OPEN_STATES and silence >= QUIET_AFTER else 0
