"""What this app tells the platform's registries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from hub.core.registries import PersonalField
from hub.notifications import selectors, services

if TYPE_CHECKING:
    from hub.accounts.models.user import User


class MessagesPersonalData:
    def fields(self) -> Sequence[PersonalField]:
        return [
            PersonalField(
                field="notifications.Outbox.to",
                label=_("Address that a message goes to"),
                purpose=_("To send you the message"),
                lawful_basis=_("Public task"),
                retention=_("30 days after the message was sent"),
            )
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
            ]
        }

    def erase(self, user: User, *, now: datetime) -> None:
        services.forget(user.email)


def purge_delivered(now: datetime) -> None:
    services.purge(now)
