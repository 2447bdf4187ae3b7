"""Who follows what. Subjects are described by the features that own them, in the active language."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from hub.accounts.enums import NotificationChoice
from hub.accounts.models.user import User
from hub.core.registries import FollowSubject, followables
from hub.notifications.engine.news import news_kinds
from hub.notifications.enums import Rhythm
from hub.notifications.models.follow import Follow, FollowQuerySet
from hub.notifications.models.news import News, NewsSubject

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Person = User | AnonymousUser | None

Subjects = Mapping[str, Collection[str]]  # kind → keys


@dataclass(frozen=True)
class Followed:
    """One row of a person's list; `subject` is None while it is not public."""

    follow: Follow
    kind_label: str
    subject: FollowSubject | None


def subject_of(kind: str, key: str) -> FollowSubject | None:
    """What anybody may follow now; None for all else."""
    if kind not in followables:
        return None
    return followables.get(kind).describe([key]).get(key)


def follow_of(user: Person, kind: str, key: str) -> Follow | None:
    if user is None or not user.is_authenticated:
        return None
    return Follow.objects.filter(user=user, subject_kind=kind, subject_key=key).first()


def followed_by(user: User) -> FollowQuerySet:
    """Newest first."""
    return Follow.objects.filter(user=user).order_by("-created_at", "-pk")


def followed_in(user_id: int, rhythm: str) -> FollowQuerySet:
    """What one is told of in this rhythm, newest first."""
    return Follow.objects.filter(user=user_id, rhythm=rhythm).order_by("-created_at", "-pk")


def common_rhythm(user: User) -> str:
    """The one in which this person is told of everything; empty where there are several, or nothing."""
    rhythms = list(Follow.objects.filter(user=user).order_by().values_list("rhythm", flat=True).distinct()[:2])
    return rhythms[0] if len(rhythms) == 1 else ""


def newest_of(user: User, limit: int) -> list[Followed]:
    return described(followed_by(user)[:limit])


def count_of(user: User) -> int:
    return followed_by(user).count()


def described(follows: Iterable[Follow]) -> list[Followed]:
    """In the order given; a fixed number of queries for each kind of subject."""
    rows = list(follows)
    keys: dict[str, list[str]] = {}
    for row in rows:
        keys.setdefault(row.subject_kind, []).append(row.subject_key)
    subjects = {kind: followables.get(kind).describe(keys[kind]) for kind in keys if kind in followables}
    return [
        Followed(
            follow=row,
            kind_label=str(followables.get(row.subject_kind).label) if row.subject_kind in followables else "",
            subject=subjects.get(row.subject_kind, {}).get(row.subject_key),
        )
        for row in rows
    ]


def concerns_of(news: News) -> Subjects:
    """Whose followers the news is for, as it was announced. An event does not change, and each of its letters asks."""
    return _concerns_of(news.pk, news.kind, json.dumps(news.payload, sort_keys=True))


@lru_cache(maxsize=8)
def _concerns_of(news_id: UUID, kind: str, payload: str) -> Subjects:
    written: dict[str, set[str]] = {}
    for name, key in NewsSubject.objects.filter(news=news_id).values_list("kind", "key"):
        written.setdefault(name, set()).add(key)
    # News from before their subjects were written down.
    found = written or news_kinds.get(kind).concerns(json.loads(payload))
    return {name: frozenset(keys) for name, keys in found.items()}


def followed_among(user_id: int, subjects: Subjects) -> FollowQuerySet:
    """What this person follows of these."""
    return Follow.objects.of(subjects).filter(user=user_id).order_by("pk")


def followers_after(news: News, subjects: Subjects, limit: int) -> list[User]:
    """The next ones whom the news concerns and who want to be written to at once, by account number.

    Who began to follow later is not told what happened before.
    """
    found = Follow.objects.of(subjects).filter(
        rhythm=Rhythm.AT_ONCE, user__gt=news.last_user, created_at__lte=news.created_at
    )
    wanting = found.filter(user__is_active=True, user__notification_choice=NotificationChoice.EACH)
    ids = list(wanting.order_by("user").values_list("user", flat=True).distinct()[:limit])
    return list(User.objects.filter(pk__in=ids).order_by("pk"))
