"""Tell followers, without making whoever publishes wait for it.

`announce` writes one row in the transaction of the event and asks for the fan-out, `spread` writes one outbox row a
follower: in batches, each a transaction that also notes how far it came. A worker that dies leaves whole batches and
a row that says where to go on; the clock finds it. Two workers at once take turns at the row's lock. The key of each
outbox row names event and person, so that even a lost note writes nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hub.notifications.engine.news import NewsKind, Subjects, news_kinds
from hub.notifications.models.news import News, NewsSubject
from hub.notifications.selectors.digests import single_key
from hub.notifications.selectors.following import concerns_of, followers_after
from hub.notifications.services.outbox import Owed, enqueue_many

BATCH = 500

# Set by the app when it is ready: services stand below tasks and cannot name them.
_wakers: list[Callable[[UUID], None]] = []


def call_on_news(waker: Callable[[UUID], None]) -> None:
    _wakers[:] = [waker]


@transaction.atomic
def announce(
    kind: str, *, payload: Mapping[str, Any], dedupe_key: str, now: datetime, happened_at: datetime | None = None
) -> News | None:
    """One row per `dedupe_key`, ever; None when it was announced before. Followers are told after the commit.

    `happened_at` is for what the clock finds later: who began to follow since then is not told of it.
    """
    known = news_kinds.get(kind)  # an unknown kind fails here
    news, created = News.objects.get_or_create(
        dedupe_key=dedupe_key, defaults={"kind": kind, "payload": dict(payload), "created_at": happened_at or now}
    )
    if not created:
        return None
    # What it is about now, before anything is moved or renamed: digests and feeds find it by these.
    about = [(name, key) for name, keys in known.concerns(payload).items() for key in dict.fromkeys(keys)]
    NewsSubject.objects.bulk_create(
        (NewsSubject(news=news, kind=name, key=key, created_at=now) for name, key in about), batch_size=1000
    )
    # robust: should waking fail, the row stands unfinished and the clock takes it.
    transaction.on_commit(lambda: _wake(news.uuid), robust=True)
    return news


def _wake(news_id: UUID) -> None:
    for waker in _wakers:
        waker(news_id)


def spread(news_id: UUID, *, now: datetime, batch: int = BATCH) -> int:
    """Returns for how many followers an outbox row was written by this call; holds one batch in memory at a time."""
    news = News.objects.filter(pk=news_id, finished_at=None).first()
    if news is None:
        return 0
    kind = news_kinds.get(news.kind)
    concerns = concerns_of(news)
    told = 0
    while (written := _spread_batch(news_id, kind, concerns, now, batch)) is not None:
        told += written
    return told


@transaction.atomic
def _spread_batch(news_id: UUID, kind: NewsKind, concerns: Subjects, now: datetime, batch: int) -> int | None:
    """None when nobody is left."""
    news = News.objects.select_for_update().filter(pk=news_id, finished_at=None).first()
    if news is None:
        return None
    people = followers_after(news, concerns, batch)
    if not people:
        # The number of the last account says nothing any more, and it is a person's.
        news.last_user, news.finished_at = 0, now
        news.save(update_fields=["last_user", "finished_at"])
        return None
    told = set(kind.told_otherwise(news.payload, people))
    owed = [
        Owed(
            to=person.email,
            language=person.language,
            payload={"news": str(news.pk), "user": person.pk},
            dedupe_key=single_key(news.pk, person.pk),
        )
        for person in people
        if person.pk not in told
    ]
    enqueue_many(news.kind, owed, now=now)
    news.last_user = people[-1].pk
    news.told += len(owed)
    news.save(update_fields=["last_user", "told"])
    return len(owed)


def unfinished(now: datetime) -> list[UUID]:
    """News whose telling has not come to its end; for the clock."""
    return list(News.objects.filter(finished_at=None, created_at__lte=now).values_list("pk", flat=True))
