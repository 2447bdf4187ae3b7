"""That there was news about a promise which its feature tells by itself, and who of the staff answers for it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from hub.audit.services import record
from hub.promises.models.promise import Promise
from hub.promises.services.moving import locked

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def mention(promise_id: UUID, *, now: datetime) -> None:
    """Silence is counted from here on."""
    Promise.objects.filter(pk=promise_id, news_at__lt=now).update(news_at=now)


@transaction.atomic
def hand_over(promise_id: UUID, *, owner: User | None, actor: User | None, now: datetime) -> Promise:
    """To whom reminders go; None: to all who may."""
    found = locked(promise_id, actor)
    if found.owner_id == (owner.pk if owner else None):
        return found
    found.owner = owner
    found.save(update_fields=["owner"])
    record(
        "promise.handed_over",
        subject="promises.promise",
        subject_id=found.pk,
        actor=actor,
        data={"somebody": owner is not None},
        now=now,
    )
    return found
