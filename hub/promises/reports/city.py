"""Promises in the city's calendar, by the day that is promised now, and on the city's map."""

from __future__ import annotations

from datetime import datetime, time

from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hub.core.calendar import CalendarItem, DayKind
from hub.core.places import Place
from hub.promises.engine.followed import Followed
from hub.promises.engine.sources import promise_sources
from hub.promises.engine.words import said_in
from hub.promises.enums import OPEN_STATES
from hub.promises.reports.tracker_map import MARKS
from hub.promises.selectors.tracker import followed, parents_of


def promised_days(now: datetime, since: datetime, until: datetime, language: str) -> list[CalendarItem]:
    """Open ones only: what was kept or given up is due no more."""
    first, last = localdate(since), localdate(until)
    rows = followed(localdate(now), language, state__in=OPEN_STATES, due_on__gte=first, due_on__lt=last)
    parents = parents_of(rows, language)
    return [_item(one, parents.get((one.kind, one.key), ("", ""))[0], language) for one in rows]


def promised_places(now: datetime, language: str) -> list[Place]:
    rows = followed(localdate(now), language, latitude__isnull=False, longitude__isnull=False)
    found = []
    for one in rows:
        if one.latitude is None or one.longitude is None:
            continue
        title, title_language = said_in(one.titles, language)
        found.append(
            Place(
                kind=one.kind,
                kind_label=str(promise_sources.get(one.kind).label),
                title=title,
                language=title_language,
                url=one.url,
                latitude=float(one.latitude),
                longitude=float(one.longitude),
                stage="working" if one.is_open else "answered",
                tag=one.status.value,
                label=str(one.status.label),
                day=one.kept_on or one.promised_on,
                mark=MARKS.get(one.status, ""),
                topics=(one.theme_key,) if one.theme_key else (),
                districts=(one.district_key,) if one.district_key else (),
            )
        )
    return found


def _item(one: Followed, parent: str, language: str) -> CalendarItem:
    title, title_language = said_in(one.titles, language)
    day = one.due_on or one.promised_on
    return CalendarItem(
        key=f"promise.{one.uuid}",
        kind=DayKind.PROMISE,
        label=pgettext("in the calendar", "Promised for this day"),
        title=title,
        language=title_language,
        says=_("Promised for this day: %(title)s") % {"title": title},
        url=one.url,
        starts_at=make_aware(datetime.combine(day, time.min)),
        changed_at=one.news_at,
        whole_day=True,
        part_of=parent,
        topics=(one.theme_key,) if one.theme_key else (),
        districts=(one.district_key,) if one.district_key else (),
    )
