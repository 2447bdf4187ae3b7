"""Where a project stands, in words: its status by the clock, its stage, and since when there was no news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.promises.engine.status import quiet_days, status_of
from hub.promises.enums import OPEN_STATES, PromiseStatus
from hub.promises.models.promise import Promise
from participatory_budget.enums import Stage
from participatory_budget.models.delivery import Delivery


@dataclass(frozen=True)
class Standing:
    """`tag` is the value of the status, which has a mark of its own in `components.css`."""

    tag: str
    label: str
    stage: str  # "" where the status says it already
    quiet: str  # "No news for 73 days", where that deserves to be said
    when: str  # a short sentence about the day
    is_open: bool

    @property
    def is_late(self) -> bool:
        return self.tag == PromiseStatus.LATE


def status_now(promise: Promise, today: date) -> PromiseStatus:
    return status_of(
        promise.state,
        first_due_on=promise.first_due_on,
        due_on=promise.due_on,
        kept_on=promise.kept_on,
        today=today,
    )


def standing_of(delivery: Delivery, now: datetime) -> Standing:
    promise, today = delivery.promise, timezone.localdate(now)
    status = status_now(promise, today)
    silence = quiet_days(promise.state, promise.news_at, now)
    is_open = promise.state in OPEN_STATES
    return Standing(
        tag=status.value,
        label=str(status.label),
        stage=str(Stage(delivery.stage).label) if is_open else "",
        quiet=quiet_words(silence) if silence else "",
        when=_when(promise, status, today),
        is_open=is_open,
    )


def quiet_words(days: int) -> str:
    return ngettext("No news for %(count)s day", "No news for %(count)s days", days) % {"count": _figure(days)}


def days_later(days: int) -> str:
    """How much later than it was promised first."""
    return ngettext("%(count)s day later than first planned", "%(count)s days later than first planned", days) % {
        "count": _figure(days)
    }


def days_over(days: int) -> str:
    """By how much the planned day is over, of what is not done."""
    return ngettext("%(count)s day past its date", "%(count)s days past its date", days) % {"count": _figure(days)}


def day_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _when(promise: Promise, status: PromiseStatus, today: date) -> str:
    if status == PromiseStatus.CANCELLED:
        return ""
    if promise.kept_on is not None:
        return _("Finished on %(day)s") % {"day": day_words(promise.kept_on)}
    if promise.due_on is None:
        return _("No day is promised yet")
    if status == PromiseStatus.LATE:
        return _("Promised for %(day)s") % {"day": day_words(promise.due_on)}
    return _("To be finished by %(day)s") % {"day": day_words(promise.due_on)}


def _figure(value: int) -> str:
    return number_format(value, force_grouping=True)
