"""What the clock says about promises: to everybody that a day has passed, to staff what is due."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from hub.notifications.models.news import News
from hub.notifications.services import enqueue
from hub.promises.selectors.due import late_lately, things_by_person
from hub.promises.services.telling import tell

REMIND = "promise.remind"
REMIND_FROM = time(7)
# A worker that was away for longer does not tell as news what everybody has seen; nor do promises from long ago that
# come in today.
LATE_WITHIN = timedelta(days=7)


def tell_late(now: datetime) -> None:
    """Once for each day that was promised: one that is moved and passes again is told again."""
    today = timezone.localdate(now)
    keys = {f"promise.late:{one.pk.hex}:{one.due_on}": one for one in late_lately(today, today - LATE_WITHIN)}
    told = set(News.objects.filter(dedupe_key__in=list(keys)).values_list("dedupe_key", flat=True))
    for key, one in keys.items():
        if key not in told:
            tell(one, "promise.late", key, now=now)


def remind(now: datetime) -> None:
    """One letter a day to each who has something due. It is work, so no choice of letters keeps it back.

    What stands in it is looked up when it goes out: what was done in the meantime is gone from it.
    """
    here = timezone.localtime(now)
    if here.time() < REMIND_FROM:
        return
    today = here.date()
    for pk, (person, _things) in things_by_person(today, settings.LANGUAGE_CODE).items():
        enqueue(
            REMIND,
            to=person.email,
            language=person.language,
            payload={"user": pk, "day": today.isoformat()},
            dedupe_key=f"{REMIND}:{today.isoformat()}:{pk}",
            now=now,
        )
