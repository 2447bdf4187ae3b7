"""The city's calendar: features tell their days, the calendar page and its subscription show them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import models
from django.utils.translation import pgettext_lazy

from hub.core.registry import Registry


class DayKind(models.TextChoices):
    """What happens on a day. The values stand in addresses and in subscriptions: they keep their meaning."""

    OPENS = "opens", pgettext_lazy("in the calendar", "Something opens")
    CLOSES = "closes", pgettext_lazy("in the calendar", "Something closes")
    EVENT = "event", pgettext_lazy("in the calendar", "Events")
    VOTE = "vote", pgettext_lazy("in the calendar", "Voting")
    ANSWER = "answer", pgettext_lazy("in the calendar", "Answers and results are due")
    PROMISE = "promise", pgettext_lazy("in the calendar", "Promised days")


@dataclass(frozen=True)
class CalendarItem:
    """One day or moment that everybody may know of, told in the reader's language.

    `says` is the whole line, "Closes: Whose street is it?", for calendars that show nothing else; `label` says what
    happens, `title` to what. Moments are in the hub's own zone: of a whole day, midnight there.
    """

    key: str  # the same for the same thing, whenever and in whatever language it is asked for
    kind: DayKind
    label: str
    title: str
    language: str  # of the title
    says: str
    url: str  # path
    starts_at: datetime
    changed_at: datetime
    ends_at: datetime | None = None  # None: a moment, or a whole day
    whole_day: bool = False
    part_of: str = ""
    text: str = ""
    place: str = ""
    cancelled: bool = False
    sequence: int = 0
    # Under which headings it stands: translation keys of its pages, keys of its own topics and districts.
    pages: tuple[UUID, ...] = ()
    topics: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


class CalendarSource(Protocol):
    def __call__(self, now: datetime, since: datetime, until: datetime, language: str) -> Sequence[CalendarItem]:
        """All that begins in [since, until) and is public now; a constant number of queries."""


calendar_sources: Registry[CalendarSource] = Registry("sources of the calendar")
