"""Background work: sending. `run_due` retries what a task could not send."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from hub.notifications import selectors, services

BATCH, MAX_BATCHES = 200, 25


@task()
def deliver_message(message_id: str) -> None:
    services.deliver(UUID(message_id), now=timezone.now())


@task()
def deliver_waiting() -> None:
    for _batch in range(MAX_BATCHES):
        done = services.deliver_due(timezone.now(), limit=BATCH)
        # Messages put off are due later; only sent and dropped ones mean that more may be waiting.
        if done.sent + done.dropped < BATCH:
            return


def wake(message_id: UUID) -> None:
    deliver_message.enqueue(str(message_id))


def retry_waiting(now: datetime) -> None:
    """The clock's job runs inside a transaction, and mail must not be sent while one holds the database's lock."""
    if selectors.has_due(now):
        transaction.on_commit(lambda: deliver_waiting.enqueue())
