"""How often somebody is told. Whoever changes it misses nothing and is told nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from hub.accounts.enums import NotificationChoice
from hub.accounts.models.user import User
from hub.notifications.engine.news import news_kinds
from hub.notifications.enums import Rhythm
from hub.notifications.models.follow import Follow
from hub.notifications.models.news import News
from hub.notifications.selectors.digests import single_key, still_to_tell
from hub.notifications.services.outbox import Owed, enqueue_many

_SPEED = {Rhythm.AT_ONCE: 0, Rhythm.DAILY: 1, Rhythm.WEEKLY: 2}


@transaction.atomic
def set_rhythm(user: User, kind: str, key: str, rhythm: Rhythm, *, now: datetime) -> bool:
    """Is it followed, and so in this rhythm now?"""
    person = User.objects.select_for_update().get(pk=user.pk)
    known = Follow.objects.filter(user=person, subject_kind=kind, subject_key=key).first()
    if known is None:
        return False
    _change(person, [known], rhythm, now)
    return True


@transaction.atomic
def set_every_rhythm(user: User, rhythm: Rhythm, *, now: datetime) -> int:
    """All in one letter, or each at once. Returns how many changed."""
    person = User.objects.select_for_update().get(pk=user.pk)
    others = list(Follow.objects.filter(user=person).exclude(rhythm=rhythm))
    _change(person, others, rhythm, now)
    return len(others)


def _change(person: User, follows: Sequence[Follow], rhythm: Rhythm, now: datetime) -> None:
    # The letter that these wait for will not tell it, and the next quicker one begins later. A slower letter tells all
    # of its time, except where the letters at once are on their way and have not come to this person.
    waiting = [row for row in follows if row.rhythm == Rhythm.AT_ONCE or _SPEED[rhythm] < _SPEED[Rhythm(row.rhythm)]]
    if waiting:
        _tell_now(person, still_to_tell(person.pk, waiting, now), now)
    Follow.objects.filter(pk__in=[row.pk for row in follows]).update(rhythm=rhythm)


def _tell_now(person: User, waiting: Iterable[News], now: datetime) -> None:
    if person.notification_choice != NotificationChoice.EACH:
        return
    for news in waiting:
        if news.kind in news_kinds and person.pk not in news_kinds.get(news.kind).told_otherwise(
            news.payload, [person]
        ):
            letter = Owed(
                to=person.email,
                language=person.language,
                payload={"news": str(news.pk), "user": person.pk},
                dedupe_key=single_key(news.pk, person.pk),
            )
            enqueue_many(news.kind, [letter], now=now)
