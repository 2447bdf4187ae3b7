"""The letters: one about one event, one about many. Made when they go out, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hub.accounts.enums import NotificationChoice
from hub.accounts.models.user import User
from hub.notifications import selectors
from hub.notifications.engine.kinds import Kind, kinds
from hub.notifications.engine.news import NewsKind, news_kinds
from hub.notifications.engine.stop_links import digest_stop_token, stop_token
from hub.notifications.enums import Rhythm
from hub.notifications.models.digest import Digest
from hub.notifications.models.news import News
from hub.notifications.reports.digest_letter import digest_words
from hub.notifications.services.digests import digest_kind


def register_news(name: str, kind: NewsKind) -> None:
    """For features, in `AppConfig.ready()`: the kind of news, and the letter that tells of it."""
    news_kinds.register(name, kind)
    kinds.register(name, Kind(subject=kind.subject, template=kind.template, context=partial(news_letter, kind)))


def news_letter(kind: NewsKind, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Made when it goes out, in the reader's language; None for who has stopped following or wants no mail since."""
    news = News.objects.filter(pk=payload["news"]).first()
    person = _reader(payload)
    if news is None or person is None:
        return None
    follows = list(selectors.followed_among(person.pk, selectors.concerns_of(news)))
    followed: dict[str, list[str]] = {}
    for row in follows:
        followed.setdefault(row.subject_kind, []).append(row.subject_key)
    told = kind.context(news.payload, followed) if followed else None
    if told is None:
        return None
    return {
        **told,
        "followed": [row for row in selectors.described(follows) if row.subject],
        "stop_url": settings.PUBLIC_URL + reverse("following_stop", args=[stop_token(news.pk, person.pk)]),
        "following_url": settings.PUBLIC_URL + reverse("following"),
    }


def register_digests() -> None:
    subjects = {
        Rhythm.DAILY: _("What you follow, today: %(first)s"),
        Rhythm.WEEKLY: _("What you follow, this week: %(first)s"),
    }
    for rhythm, subject in subjects.items():
        kinds.register(
            digest_kind(rhythm), Kind(subject=subject, template="notifications/digest.txt", context=digest_letter)
        )


def digest_letter(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """None when nothing is left of what it would tell: no letter is empty."""
    round_ = Digest.objects.filter(pk=payload["digest"]).first()
    person = _reader(payload)
    words = digest_words(person, payload["news"]) if round_ and person else None
    if round_ is None or person is None or words is None:
        return None
    token = digest_stop_token(round_.rhythm, person.pk)
    return {
        **words,
        "more": payload.get("more", 0),
        "is_weekly": round_.rhythm == Rhythm.WEEKLY,
        "stop_url": settings.PUBLIC_URL + reverse("following_stop_digest", args=[token]),
        "following_url": settings.PUBLIC_URL + reverse("following"),
    }


def _reader(payload: Mapping[str, Any]) -> User | None:
    """Who is still there, and wants to be written to."""
    person = User.objects.filter(pk=payload["user"], is_active=True, erased_at=None).first()
    return None if person is None or person.notification_choice == NotificationChoice.NONE else person
