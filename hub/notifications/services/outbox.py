"""Write down that we owe someone a message, in the transaction that is the reason for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from hub.notifications.engine.kinds import kinds
from hub.notifications.enums import DONE_STATES, OutboxState
from hub.notifications.models.outbox import Outbox

KEPT_DAYS = 30

# Set by the app when it is ready: services stand below tasks and cannot name them.
_wakers: list[Callable[[UUID], None]] = []


def call_on_new_message(waker: Callable[[UUID], None]) -> None:
    _wakers[:] = [waker]


def enqueue(
    kind: str,
    *,
    to: str,
    language: str,
    payload: Mapping[str, Any],
    dedupe_key: str,
    now: datetime,
    at_once: bool = True,
) -> Outbox | None:
    """One message per `dedupe_key`, ever; None when it was written down before. Goes out right after the commit.

    `at_once=False` leaves it to `run_due`: for letters to thousands, which need not be a task each.
    """
    kinds.get(kind)  # an unknown kind fails here, not at two in the morning
    with transaction.atomic():
        message, created = Outbox.objects.get_or_create(
            dedupe_key=dedupe_key,
            defaults={
                "kind": kind,
                "to": to.strip().lower(),
                "language": _spoken(language),
                "payload": dict(payload),
                "created_at": now,
                "next_try_at": now,
            },
        )
        if not created:
            return None
        if at_once:
            # robust: should waking fail, the message stands in the table and `run_due` takes it.
            transaction.on_commit(lambda: _wake(message.uuid), robust=True)
    return message


@dataclass(frozen=True)
class Owed:
    to: str
    language: str
    payload: Mapping[str, Any]
    dedupe_key: str


def enqueue_many(kind: str, owed: Sequence[Owed], *, now: datetime) -> None:
    """Many messages of one kind in one statement; those that were written down before are left alone.

    They go out with the next `deliver_due`, not each by a task of its own.
    """
    kinds.get(kind)
    Outbox.objects.bulk_create(
        (
            Outbox(
                kind=kind,
                to=one.to.strip().lower(),
                language=_spoken(one.language),
                payload=dict(one.payload),
                dedupe_key=one.dedupe_key,
                created_at=now,
                next_try_at=now,
            )
            for one in owed
        ),
        ignore_conflicts=True,
    )


def _spoken(language: str) -> str:
    known = {code for code, _ in settings.LANGUAGES}
    return language if language in known else settings.LANGUAGE_CODE


def _wake(message_id: UUID) -> None:
    for waker in _wakers:
        waker(message_id)


def purge(now: datetime) -> int:
    """Delivered messages hold an address; they go after a month."""
    deleted, _ = Outbox.objects.filter(state__in=DONE_STATES, finished_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return deleted


def forget(email: str) -> int:
    """Everything that is addressed to this person; for erasure."""
    deleted, _ = Outbox.objects.filter(to__iexact=email.strip()).delete()
    return deleted


def drop(message: Outbox, *, now: datetime) -> bool:
    """Take back a message that has not gone out."""
    queued = Outbox.objects.filter(pk=message.pk, state=OutboxState.QUEUED)
    return bool(queued.update(state=OutboxState.DROPPED, finished_at=now))
