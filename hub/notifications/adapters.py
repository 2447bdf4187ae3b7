"""What this app tells the platform's registries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hub.accounts.enums import NotificationChoice
from hub.accounts.models.user import User
from hub.core.registries import PersonalField
from hub.notifications import selectors, services
from hub.notifications.engine.kinds import Kind, kinds
from hub.notifications.engine.news import NewsKind, news_kinds
from hub.notifications.engine.stop_links import stop_token
from hub.notifications.models.news import News

SHOWN_ON_ACCOUNT_PAGE = 5


class NotificationsPersonalData:
    def fields(self) -> Sequence[PersonalField]:
        return [
            PersonalField(
                field="notifications.Outbox.to",
                label=_("Address that a message goes to"),
                purpose=_("To send you the message"),
                lawful_basis=_("Public task"),
                retention=_("30 days after the message was sent"),
            ),
            PersonalField(
                field="notifications.Follow.user",
                label=_("What you follow"),
                purpose=_("To tell you when it changes or is answered"),
                lawful_basis=_("Consent"),
                retention=_("Until you stop following or delete your account"),
            ),
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return {
            "messages": [
                {
                    "kind": message.kind,
                    "state": message.state,
                    "created_at": message.created_at.isoformat(),
                    "finished_at": message.finished_at.isoformat() if message.finished_at else None,
                }
                for message in selectors.messages_to(user.email)
            ],
            "follows": [
                {
                    "kind": row.follow.subject_kind,
                    "key": row.follow.subject_key,
                    "title": row.subject.title if row.subject else "",
                    "part_of": row.subject.part_of if row.subject else "",
                    "created_at": row.follow.created_at.isoformat(),
                }
                for row in selectors.described(selectors.followed_by(user))
            ],
        }

    def erase(self, user: User, *, now: datetime) -> None:
        services.forget(user.email)
        services.forget_follows(user)


def purge_delivered(now: datetime) -> None:
    services.purge(now)


def own_follows(user: User) -> Mapping[str, Any]:
    """For the account page: how many, and the newest."""
    return {"count": selectors.count_of(user), "rows": selectors.newest_of(user, SHOWN_ON_ACCOUNT_PAGE)}


def register_news(name: str, kind: NewsKind) -> None:
    """For features, in `AppConfig.ready()`: the kind of news, and the letter that tells of it."""
    news_kinds.register(name, kind)
    kinds.register(name, Kind(subject=kind.subject, template=kind.template, context=partial(news_letter, kind)))


def news_letter(kind: NewsKind, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Made when it goes out, in the reader's language; None for who has stopped following or wants no mail since."""
    news = News.objects.filter(pk=payload["news"]).first()
    person = User.objects.filter(pk=payload["user"], is_active=True, erased_at=None).first()
    if news is None or person is None or person.notification_choice == NotificationChoice.NONE:
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
