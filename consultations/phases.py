"""The only definition of open and closed. Pure: dates and the clock in, the phase out."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils import timezone

from consultations.enums import AnswerProfile, PhaseKind

DEFAULT_DURATION = timedelta(weeks=12)
ANSWER_WITHIN = timedelta(weeks=12)
# From here on, the home page says that a consultation closes soon.
CLOSING_SOON = timedelta(days=7)


@dataclass(frozen=True)
class Schedule:
    """When a consultation opens and closes, and when its report was published, if it was.

    Every phase is half-open, [start, end): at `closes_at` itself the consultation is closed.
    """

    opens_at: datetime
    closes_at: datetime
    answered_at: datetime | None = None
    follow_up_at: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.opens_at, self.closes_at, self.answered_at, self.follow_up_at):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("a schedule needs dates with a time zone")
        if self.opens_at >= self.closes_at:
            raise ValueError("a consultation opens before it closes")


class Scheduled(Protocol):
    """Anything with the dates of a consultation."""

    opens_at: datetime
    closes_at: datetime
    answered_at: datetime | None
    follow_up_at: datetime | None


def schedule_of(record: Scheduled) -> Schedule:
    return Schedule(record.opens_at, record.closes_at, record.answered_at, record.follow_up_at)


@dataclass(frozen=True)
class Phase:
    """One stage with its dates; `None` means without a fixed start or end yet."""

    kind: PhaseKind
    starts_at: datetime | None
    ends_at: datetime | None


def phases_of(schedule: Schedule) -> tuple[Phase, ...]:
    """All five phases in order, without gaps: each starts at the moment at which the one before ends."""
    # A report cannot stand before the close, whatever the record says.
    answered = max(schedule.answered_at, schedule.closes_at) if schedule.answered_at else None
    follow_up = max(schedule.follow_up_at, answered) if schedule.follow_up_at and answered else None
    return (
        Phase(PhaseKind.ANNOUNCED, None, schedule.opens_at),
        Phase(PhaseKind.OPEN, schedule.opens_at, schedule.closes_at),
        Phase(PhaseKind.ANALYSIS, schedule.closes_at, answered),
        Phase(PhaseKind.OUTCOME, answered, follow_up),
        Phase(PhaseKind.FOLLOW_UP, follow_up, None),
    )


def phase_at(schedule: Schedule, now: datetime) -> PhaseKind:
    """The phase that `now` falls in."""
    current = PhaseKind.ANNOUNCED
    for phase in phases_of(schedule)[1:]:
        if phase.starts_at is None or now < phase.starts_at:
            break
        current = phase.kind
    return current


def is_open(schedule: Schedule, now: datetime) -> bool:
    """Does the clock allow a new contribution?"""
    return phase_at(schedule, now) is PhaseKind.OPEN


def default_answer_due(closes_at: datetime) -> datetime:
    """When the public answer is due if nobody says otherwise."""
    return closes_at + ANSWER_WITHIN


def answer_due(profile: AnswerProfile | str, closes_at: datetime, *, explained: bool = False) -> datetime | None:
    """When the answer is due by this profile; None for a date of its own.

    `explained`: a delay was explained in public. Only "2 months, and 3 more" gets longer by that.
    """
    if profile == AnswerProfile.TWELVE_WEEKS:
        return default_answer_due(closes_at)
    if profile == AnswerProfile.TWO_PLUS_THREE_MONTHS:
        return months_later(closes_at, 5 if explained else 2)
    return None


def months_later(moment: datetime, months: int) -> datetime:
    """The same day and hour, as the city's clocks show it; the last of the month where there is no such day."""
    local = timezone.localtime(moment)
    count = local.month - 1 + months
    year, month = local.year + count // 12, count % 12 + 1
    return local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Dates:
    """What one may say about time; what is left out takes its usual value."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    answer_due_at: datetime | None = None
    profile: AnswerProfile | None = None  # a date of its own wins over it

    @property
    def chosen_profile(self) -> AnswerProfile:
        if self.answer_due_at is not None:
            return AnswerProfile.CUSTOM
        return AnswerProfile.TWELVE_WEEKS if self.profile in (None, AnswerProfile.CUSTOM) else self.profile

    def filled(self, now: datetime) -> tuple[datetime, datetime, datetime]:
        """Opens now, for twelve weeks, answered as the profile says, unless said otherwise."""
        opens = self.opens_at or now
        closes = self.closes_at or opens + DEFAULT_DURATION
        due = self.answer_due_at or answer_due(self.chosen_profile, closes) or default_answer_due(closes)
        return opens, closes, due
