"""Background work: sending, telling followers. `run_due` takes up what a task could not finish."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from hub.notifications import selectors, services

BATCH, MAX_BATCHES = 200, 25
# Until then the task that was asked for is probably on its way.
TAKEN_UP_AFTER = timedelta(minutes=2)


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


@task()
def spread_news(news_id: str) -> None:
    if services.spread(UUID(news_id), now=timezone.now()):
        deliver_waiting.enqueue()


def wake_news(news_id: UUID) -> None:
    spread_news.enqueue(str(news_id))


def finish_news(now: datetime) -> None:
    """A worker died in the middle, or the task was never taken: go on from where it came to."""
    for news_id in services.unfinished(now - TAKEN_UP_AFTER):
        transaction.on_commit(partial(wake_news, news_id))


@task()
def write_digests(round_id: int) -> None:
    if services.write_round(round_id, now=timezone.now()):
        deliver_waiting.enqueue()


def digests_due(now: datetime) -> None:
    """For the clock: begins rounds whose hour has come, goes on with those that a worker left."""
    services.open_rounds(now)
    for round_id in services.unfinished_rounds():
        transaction.on_commit(partial(write_digests.enqueue, round_id))


def wake(message_id: UUID) -> None:
    deliver_message.enqueue(str(message_id))


def retry_waiting(now: datetime) -> None:
    """The clock's job runs inside a transaction, and mail must not be sent while one holds the database's lock."""
    if selectors.has_due(now):
        transaction.on_commit(lambda: deliver_waiting.enqueue())
