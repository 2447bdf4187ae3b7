"""What people may know of what is kept about them here, and the part of their account page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.core.registries import PersonalField
from hub.notifications import selectors, services

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
                label=_("What you follow, and how often you want to be told"),
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
                    "rhythm": row.follow.rhythm,
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
