"""The days of a project as entries of the reader's own calendar: each milestone that is ahead or over, and its end."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hub.core.engine.icalendar import CalendarEntry
from hub.promises.engine.words import said_in
from hub.promises.enums import PromiseState
from participatory_budget.models.delivery import Delivery
from participatory_budget.selectors.delivery_files import file_of, last_change


def project_entries(delivery: Delivery, title: str, address: str, language: str) -> list[CalendarEntry]:
    """A moved day keeps its name and its number grows; what was dropped or given up is called off there too."""
    file, promise = file_of(delivery), delivery.promise
    url = f"{settings.PUBLIC_URL}{address}"
    with translation.override(language):
        found = []
        for one in file.milestones:
            moves = len(one.moves.all())
            name = _("%(milestone)s: %(title)s") % {"milestone": said_in(one.titles, language)[0], "title": title}
            found.append(
                _entry(
                    f"milestone-{one.pk}",
                    name,
                    one.done_on or one.planned_on,
                    changed_at=last_change(one, one.created_at),
                    sequence=moves + (1 if one.done_on else 0),
                    cancelled=one.dropped_at is not None,
                    url=url,
                )
            )
        if promise.due_on is not None:
            found.append(
                _entry(
                    f"project-{delivery.pk}",
                    _("To be finished: %(title)s") % {"title": title},
                    promise.kept_on or promise.due_on,
                    changed_at=promise.news_at,
                    sequence=len(file.postponements) + (1 if promise.kept_on else 0),
                    cancelled=promise.state == PromiseState.CANCELLED,
                    url=url,
                )
            )
        return found


def _entry(
    name: str, title: str, day: date, *, changed_at: datetime, sequence: int, cancelled: bool, url: str
) -> CalendarEntry:
    """The whole day, on the city's clocks."""
    zone = timezone.get_default_timezone()
    starts = datetime.combine(day, time.min, tzinfo=zone)
    return CalendarEntry(
        uid=f"{name}@participation-hub",
        title=title,
        starts_at=starts,
        ends_at=datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone),
        changed_at=changed_at,
        sequence=sequence,
        cancelled=cancelled,
        leaves_free=True,
        url=url,
    )
