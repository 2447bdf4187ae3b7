"""A month of the city's calendar as its address asks for it, and the same filter as a subscription."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.conf import settings
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.engine.months import FIRST_YEAR, LAST_YEAR, Month
from home.reports.filtering import KIND, headed_labels, headed_values
from home.selectors.headings import all_headings
from hub.core.calendar import CalendarItem, DayKind, calendar_sources
from hub.core.engine.icalendar import CalendarEntry
from hub.core.engine.narrowing import DISTRICT, TOPIC, Filters, Listed, ListWish, narrowed

NAMES = (KIND, TOPIC, DISTRICT)
# How far a subscription looks: what is over for long is history, what is further away is not settled.
BACK, AHEAD = timedelta(days=60), timedelta(days=400)


@dataclass(frozen=True)
class Day:
    day: date
    items: Sequence[CalendarItem]
    is_today: bool


@dataclass(frozen=True)
class CalendarPage:
    month: Month
    previous: str  # value of the address; "" where no calendar of ours reaches
    next: str
    this_month: str  # "" where this is it
    days: Sequence[Day]
    filters: Filters
    coming: date | None = None  # the next day with something, where this month has none that is still to come

    @property
    def coming_month(self) -> str:
        return str(Month(self.coming.year, self.coming.month)) if self.coming else ""


def calendar_page(query: Mapping[str, str], language: str, now: datetime) -> CalendarPage:
    """A constant number of queries, whatever happens in the month; twice as many where it has nothing to come."""
    today = localdate(now)
    month = Month.read(query.get("month", ""), today)
    items, filters = _found(query, _midnight(month.first), _midnight(month.next.first), language, now)
    days = [Day(day, list(those), day == today) for day, those in groupby(items, key=lambda one: one.starts_at.date())]
    current = Month(today.year, today.month)
    return CalendarPage(
        month=month,
        previous=str(month.previous) if month.previous.year >= FIRST_YEAR else "",
        next=str(month.next) if month.next.year <= LAST_YEAR else "",
        this_month=str(current) if month != current else "",
        days=days,
        filters=filters,
        coming=None if days and days[-1].day >= today else _coming(query, month, language, now),
    )


def _coming(query: Mapping[str, str], month: Month, language: str, now: datetime) -> date | None:
    """Later than this month and today. Months that are over need no such hint."""
    if month < Month.read("", localdate(now)):
        return None
    since = _midnight(month.next.first)
    items, _filters = _found(query, since, since + AHEAD, language, now)
    return localdate(items[0].starts_at) if items else None


def subscription(query: Mapping[str, str], language: str, now: datetime, hub: str) -> tuple[str, list[CalendarEntry]]:
    """Its name and its entries for the reader's own calendar; the month of the address plays no part."""
    items, filters = _found(query, now - BACK, now + AHEAD, language, now)
    # Only names of ours: what else stands in an address would be somebody's words in the reader's calendar.
    what = pgettext("between the names of several", ", ").join(one.label for one in filters.chosen if one.is_known)
    if what:
        return _("%(hub)s: %(what)s") % {"hub": hub, "what": what}, [_entry(one) for one in items]
    return _("%(hub)s: calendar") % {"hub": hub}, [_entry(one) for one in items]


def _found(
    query: Mapping[str, str], since: datetime, until: datetime, language: str, now: datetime
) -> tuple[list[CalendarItem], Filters]:
    items = [item for _name, source in calendar_sources for item in source(now, since, until, language)]
    items.sort(key=lambda one: (one.starts_at, not one.whole_day, one.kind, one.key))
    known = all_headings(language)
    rows = [
        Listed(place, {KIND: frozenset({one.kind.value}), **headed_values(known, one)})
        for place, one in enumerate(items)
    ]
    kinds = {one.value: (str(one.label), "") for one in DayKind}
    found, filters = narrowed(rows, ListWish.read(query, NAMES), {KIND: kinds, **headed_labels(known)})
    return [items[row.pk] for row in found], filters


def _entry(one: CalendarItem) -> CalendarEntry:
    return CalendarEntry(
        uid=f"{one.key}@participation-hub",
        title=one.says,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        changed_at=one.changed_at,
        description="\n".join(text for text in (one.part_of, one.text) if text),
        place=one.place,
        url=f"{settings.PUBLIC_URL}{one.url}",
        sequence=one.sequence,
        cancelled=one.cancelled,
        whole_day=one.whole_day,
    )


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
