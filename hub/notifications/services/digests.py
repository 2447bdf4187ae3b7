"""Rounds of digests: one letter a person about all that happened to what they follow once a day, or once a week.

It is the way of `spread`: a batch writes its outbox rows and how far it came in one transaction under the row's lock,
so that a worker may die anywhere and two take turns. The key of each outbox row names round and person.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from hub.notifications.engine.rounds import first_round_begin, last_round_end
from hub.notifications.enums import DIGEST_RHYTHMS, Rhythm
from hub.notifications.models.digest import Digest
from hub.notifications.selectors.digests import Happened, Subject, digest_key, digest_readers_after, happened, news_for
from hub.notifications.services.outbox import Owed, enqueue_many

BATCH = 200
# Longer letters say how many more there are.
MOST_IN_LETTER = 50


def digest_kind(rhythm: str) -> str:
    return f"digest.{rhythm}"


@transaction.atomic
def open_rounds(now: datetime) -> list[Digest]:
    """Those whose hour has come. After a pause one round tells of all of it: rounds join without a gap."""
    opened = []
    for rhythm in DIGEST_RHYTHMS:
        until = last_round_end(rhythm, now, timezone.get_default_timezone())
        last = Digest.objects.filter(rhythm=rhythm).order_by("-until").first()
        if last is not None and last.until >= until:
            continue
        since = last.until if last is not None else first_round_begin(rhythm, until)
        round_, created = Digest.objects.get_or_create(rhythm=rhythm, until=until, defaults={"since": since})
        if created:
            opened.append(round_)
    return opened


def unfinished_rounds() -> list[int]:
    return list(Digest.objects.filter(finished_at=None).order_by("until").values_list("pk", flat=True))


def write_round(round_id: int, *, now: datetime, batch: int = BATCH) -> int:
    """Returns to how many people this call owes a letter; holds what happened, and one batch of people."""
    round_ = Digest.objects.filter(pk=round_id, finished_at=None).first()
    if round_ is None:
        return 0
    things = happened(round_.since, round_.until)
    told = 0
    while (written := _write_batch(round_id, things, now, batch)) is not None:
        told += written
    return told


@transaction.atomic
def _write_batch(round_id: int, things: dict[Subject, list[Happened]], now: datetime, batch: int) -> int | None:
    """None when nobody is left."""
    round_ = Digest.objects.select_for_update().filter(pk=round_id, finished_at=None).first()
    if round_ is None:
        return None
    people = digest_readers_after(round_, batch) if things else []
    if not people:
        # The number of the last account says nothing any more, and it is a person's.
        round_.last_user, round_.finished_at = 0, now
        round_.save(update_fields=["last_user", "finished_at"])
        return None
    news = news_for(people, round_, things)
    owed = [
        Owed(
            to=person.email,
            language=person.language,
            payload={
                "digest": round_.pk,
                "user": person.pk,
                "news": [str(one.news) for one in news[person.pk][:MOST_IN_LETTER]],
                "more": max(0, len(news[person.pk]) - MOST_IN_LETTER),
            },
            dedupe_key=digest_key(round_, person.pk),
        )
        for person in people
        if person.pk in news
    ]
    enqueue_many(digest_kind(Rhythm(round_.rhythm)), owed, now=now)
    round_.last_user = people[-1].pk
    round_.told += len(owed)
    round_.save(update_fields=["last_user", "told"])
    return len(owed)
