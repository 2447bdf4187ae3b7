"""Tells authors at once and followers after them. Called inside the transaction of what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.accounts.enums import NotificationChoice
from hub.accounts.models.user import User
from hub.notifications.services import announce, enqueue
from hub.promises.engine.sources import promise_sources
from hub.promises.models.promise import Promise
from hub.promises.services.silence import is_silent

# What is news, besides audit: by the name of the action.
NEWS = (
    "promise.started",
    "promise.resumed",
    "promise.kept",
    "promise.postponed",
    "promise.cancelled",
    "promise.updated",
    "promise.late",
)


def letter_kind(news: str) -> str:
    """The letter that authors get of it."""
    return f"{news}.author"


def tell(found: Promise, news: str, dedupe_key: str, *, now: datetime, extra: Mapping[str, Any] | None = None) -> None:
    """Nothing while it is not public, and nothing of what is no news."""
    if news not in NEWS or found.published_at is None or is_silent():
        return
    payload = {"promise": str(found.pk), **(extra or {})}
    for person in authors_of(found):
        enqueue(
            letter_kind(news),
            to=person.email,
            language=person.language,
            payload={**payload, "user": person.pk},
            dedupe_key=f"{dedupe_key}:author:{person.pk}"[:160],
            now=now,
        )
    announce(news, payload=payload, dedupe_key=dedupe_key[:160], now=now)


def authors_of(found: Promise) -> list[User]:
    """Those who want to be written to."""
    people = promise_sources.get(found.kind).authors(found.key)
    return [one for one in people if one.is_active and one.notification_choice != NotificationChoice.NONE]


def authors_among(promise_id: str, people: Sequence[User]) -> set[int]:
    """Whom a letter of their own told already."""
    found = Promise.objects.filter(pk=promise_id).first()
    authors = {one.pk for one in authors_of(found)} if found else set()
    return {one.pk for one in people if one.pk in authors}
