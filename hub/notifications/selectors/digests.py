"""Whom a round of digests has something for, and what. Holds what happened in the round, and one batch of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from hub.accounts.enums import NotificationChoice
from hub.accounts.models.user import User
from hub.notifications.engine.news import news_kinds
from hub.notifications.enums import Rhythm
from hub.notifications.models.digest import Digest
from hub.notifications.models.follow import Follow, FollowQuerySet
from hub.notifications.models.news import News, NewsSubject
from hub.notifications.models.outbox import Outbox

_SPEED = {Rhythm.AT_ONCE: 0, Rhythm.DAILY: 1, Rhythm.WEEKLY: 2}
# Told at once to whom a week is suddenly too long.
MOST_WAITING = 50
# Keys asked for in one query.
_KEYS_AT_ONCE = 2000

Subject = tuple[str, str]  # kind, key


@dataclass(frozen=True)
class Happened:
    news: UUID
    at: datetime
    rank: int


def happened(since: datetime, until: datetime) -> dict[Subject, list[Happened]]:
    """By subject, what was announced in this time; one query, as large as what happened in the city."""
    found: dict[Subject, list[Happened]] = {}
    rows = NewsSubject.objects.filter(created_at__gte=since, created_at__lt=until).order_by("pk")
    known: dict[UUID, Happened] = {}  # news about many subjects once in memory
    for kind, key, news, at, name in rows.values_list("kind", "key", "news", "news__created_at", "news__kind"):
        if name in news_kinds:
            one = known.setdefault(news, Happened(news, at, news_kinds.get(name).rank))
            found.setdefault((kind, key), []).append(one)
    return found


def digest_readers_after(round_: Digest, limit: int) -> list[User]:
    """The next ones, by account number, who follow in this rhythm something that something happened to."""
    told = NewsSubject.objects.filter(
        kind=OuterRef("subject_kind"),
        key=OuterRef("subject_key"),
        created_at__gte=round_.since,
        created_at__lt=round_.until,
        news__created_at__gte=OuterRef("created_at"),
    )
    follows = Follow.objects.filter(rhythm=round_.rhythm, user__gt=round_.last_user).filter(Exists(told))
    wanting = follows.filter(user__is_active=True, user__notification_choice=NotificationChoice.EACH)
    ids = list(wanting.order_by("user").values_list("user", flat=True).distinct()[:limit])
    return list(User.objects.filter(pk__in=ids).only("pk", "email", "language").order_by("pk"))


def news_for(
    people: Sequence[User], round_: Digest, things: Mapping[Subject, Sequence[Happened]]
) -> dict[int, list[Happened]]:
    """By account, what its letter tells: what comes first, first. What a quicker letter tells is left to that."""
    quickest: dict[tuple[int, UUID], tuple[int, Happened]] = {}
    about: dict[str, list[str]] = {}
    for kind, key in things:
        about.setdefault(kind, []).append(key)
    follows = _follows_of(people, round_)
    for user, kind, key, rhythm, since in follows.values_list(
        "user", "subject_kind", "subject_key", "rhythm", "created_at"
    ).iterator(chunk_size=2000):
        for one in things.get((kind, key), ()):
            if since <= one.at:
                speed = _SPEED[Rhythm(rhythm)]
                known = quickest.get((user, one.news))
                if known is None or speed < known[0]:
                    quickest[user, one.news] = (speed, one)
    mine = _SPEED[Rhythm(round_.rhythm)]
    found: dict[int, list[Happened]] = {}
    for (user, _news), (speed, one) in quickest.items():
        if speed == mine:
            found.setdefault(user, []).append(one)
    _leave_out_told(found, round_)
    _leave_out_authors(found, people)
    return {user: sorted(ones, key=_order) for user, ones in found.items() if ones}


def _follows_of(people: Sequence[User], round_: Digest) -> FollowQuerySet:
    """Those that something happened to, in any rhythm."""
    told = NewsSubject.objects.filter(
        kind=OuterRef("subject_kind"),
        key=OuterRef("subject_key"),
        created_at__gte=round_.since,
        created_at__lt=round_.until,
    )
    return Follow.objects.filter(user__in=people).filter(Exists(told))


def _leave_out_told(found: dict[int, list[Happened]], round_: Digest) -> None:
    """Who has changed the rhythm since may have had a letter about it: each such letter is a row of the outbox."""
    keys = {single_key(one.news, user): (user, one.news) for user, ones in found.items() for one in ones}
    told = {keys[key] for key in _written(keys)}
    if round_.rhythm == Rhythm.WEEKLY:
        days = Digest.objects.filter(rhythm=Rhythm.DAILY, until__gt=round_.since, since__lt=round_.until)
        letters = {digest_key(day, user): user for day in days for user in found}
        for key, payload in _written_with_payload(letters):
            told |= {(letters[key], UUID(news)) for news in payload.get("news", [])}
    for user, ones in found.items():
        found[user] = [one for one in ones if (user, one.news) not in told]


def _leave_out_authors(found: dict[int, list[Happened]], people: Sequence[User]) -> None:
    """Those to whom a letter of their own told it already, as the feature says."""
    by_pk = {person.pk: person for person in people}
    concerned: dict[UUID, list[User]] = {}
    for user, ones in found.items():
        for one in ones:
            concerned.setdefault(one.news, []).append(by_pk[user])
    for news in News.objects.filter(pk__in=list(concerned)):
        told = set(news_kinds.get(news.kind).told_otherwise(news.payload, concerned[news.pk]))
        for user in told & found.keys():
            found[user] = [one for one in found[user] if one.news != news.pk]


def single_key(news: UUID, user: int) -> str:
    """The dedupe key of a letter that tells one person of one event."""
    return f"news:{news.hex}:{user}"


def digest_key(round_: Digest, user: int) -> str:
    return f"digest:{round_.rhythm}:{round_.until.astimezone(UTC).isoformat()}:{user}"


def _written(keys: Iterable[str]) -> list[str]:
    return [key for key, _payload in _written_with_payload(keys)]


def _written_with_payload(keys: Iterable[str]) -> list[tuple[str, dict[str, list[str]]]]:
    asked = list(keys)
    found: list[tuple[str, dict[str, list[str]]]] = []
    for start in range(0, len(asked), _KEYS_AT_ONCE):
        part = asked[start : start + _KEYS_AT_ONCE]
        found += Outbox.objects.filter(dedupe_key__in=part).values_list("dedupe_key", "payload")
    return found


def _order(one: Happened) -> tuple[int, float]:
    return one.rank, -one.at.timestamp()


def still_to_tell(user_id: int, follows: Sequence[Follow], now: datetime) -> list[News]:
    """What happened to these and no letter has told yet, oldest first, at most `MOST_WAITING`.

    Of what is told at once that is what the telling has not come to its end with, else what waits for a round.
    """
    found: dict[UUID, News] = {}
    for rhythm in Rhythm:
        began = {(one.subject_kind, one.subject_key): one.created_at for one in follows if one.rhythm == rhythm}
        if not began:
            continue
        wanted = Q(pk__in=[])
        for kind in {kind for kind, _key in began}:
            wanted |= Q(kind=kind, key__in=[key for name, key in began if name == kind])
        rows = NewsSubject.objects.filter(wanted, created_at__gte=min(began.values()), created_at__lte=now)
        if rhythm == Rhythm.AT_ONCE:
            rows = rows.filter(news__finished_at=None)
        elif (told := _told_until(user_id, rhythm)) is not None:
            rows = rows.filter(created_at__gte=told)
        for row in rows.select_related("news").order_by("-created_at")[: MOST_WAITING * len(began)]:
            if row.news.created_at >= began[row.kind, row.key] and len(found) < MOST_WAITING:
                found[row.news_id] = row.news
    return sorted(found.values(), key=lambda one: one.created_at)


def _told_until(user_id: int, rhythm: Rhythm) -> datetime | None:
    """The end of the last round that has come to this person."""
    reached = Digest.objects.filter(Q(last_user__gte=user_id) | Q(finished_at__isnull=False))
    last = reached.filter(rhythm=rhythm).order_by("-until").first()
    return last.until if last else None
