"""Letters to authors and news for followers; registered in `apps.ready()`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.accounts.enums import NotificationChoice
from hub.accounts.models.user import User
from hub.notifications.adapters import register_news
from hub.notifications.engine.kinds import Kind, kinds
from hub.notifications.engine.news import DELAY, ELSE, OUTCOME, NewsKind
from hub.promises.engine.sources import promise_sources
from hub.promises.engine.status import is_late
from hub.promises.models.promise import Promise
from hub.promises.selectors.letters import promise_letter
from hub.promises.services.telling import NEWS, authors_among, letter_kind

PROMISE = "promise"

SUBJECTS = {
    "promise.started": _("Begun: %(title)s"),
    "promise.resumed": _("Taken up again: %(title)s"),
    "promise.kept": _("Finished: %(title)s"),
    "promise.postponed": _("Later than promised: %(title)s"),
    "promise.cancelled": _("Given up: %(title)s"),
    "promise.updated": _("News: %(title)s"),
    "promise.late": _("Late: %(title)s"),
}

# What comes first in a letter that tells of many things.
RANKS = {
    "promise.kept": OUTCOME,
    "promise.cancelled": OUTCOME,
    "promise.late": DELAY,
    "promise.postponed": DELAY,
}


def concerns(payload: Mapping[str, Any]) -> Mapping[str, Collection[str]]:
    """The promise itself, and what its feature names."""
    found = Promise.objects.filter(pk=payload["promise"]).first()
    if found is None or found.kind not in promise_sources:
        return {}
    return {PROMISE: [str(found.pk)], **promise_sources.get(found.kind).concerns(found.key)}


def _letter(news: str, payload: Mapping[str, Any], followed: Mapping[str, Any]) -> Mapping[str, Any] | None:
    told = promise_letter(payload)
    return {**told, "news": news} if told and not _is_moot(news, told["promise"]) else None


def _author_letter(news: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    person = User.objects.filter(pk=payload["user"], is_active=True, erased_at=None).first()
    if person is None or person.notification_choice == NotificationChoice.NONE:
        return None
    told = promise_letter(payload)
    if told is None or _is_moot(news, told["promise"]):
        return None
    return {**told, "news": news, "account_url": settings.PUBLIC_URL + reverse("following")}


def _is_moot(news: str, promise: Promise) -> bool:
    """That it is late, once it is done or another day was named: the letter about that says so."""
    return news == "promise.late" and not is_late(promise.state, promise.due_on, timezone.localdate())


def _told_otherwise(payload: Mapping[str, Any], people: Sequence[User]) -> Collection[int]:
    return authors_among(payload["promise"], people)


def register() -> None:
    for news in NEWS:
        register_news(
            news,
            NewsKind(
                subject=SUBJECTS[news],
                template="promises/mail/news.txt",
                concerns=concerns,
                context=partial(_letter, news),
                told_otherwise=_told_otherwise,
                rank=RANKS.get(news, ELSE),
            ),
        )
        kinds.register(
            letter_kind(news),
            Kind(subject=SUBJECTS[news], template="promises/mail/author.txt", context=partial(_author_letter, news)),
        )
