"""Background work: telling what was changed. `run_due` takes up what a task could not finish."""

from __future__ import annotations

import threading
from datetime import datetime
from functools import partial

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from elastic_transport import TransportError
from elasticsearch import ApiError

from search.services import applying, checking, node, noting, vocabulary

log = structlog.get_logger("search.index")

# Then the worker does something else before it goes on: a first build of the index must not keep letters waiting. Not
# of a lower priority: behind a long queue of letters all that was changed would stay hidden.
KEYS_A_TASK = 200
SENT_AT_ONCE, SENDINGS = 500, 20


class _AtWork(threading.local):
    applying: bool = False


_at_work = _AtWork()


@task()
def apply_changes() -> None:
    _at_work.applying = True
    try:
        applied = applying.apply_due(timezone.now(), limit=KEYS_A_TASK)
    finally:
        _at_work.applying = False
    if applied.more:
        apply_changes.enqueue()
    send_to_node(timezone.now())


@task()
def check_index() -> None:
    report = checking.check(repair=True, now=timezone.now())
    vocabulary.recount()
    if not report.ok:
        # Figures only: keys name people's contributions.
        log.warning("search index was not in step", **report.figures())


def wake() -> None:
    """One that was asked for and did not begin yet looks at what is committed by now."""
    # What it notes while it applies, it goes on with. With a backend that does tasks at once another one would begin
    # in the middle of it, with the same changes, and another in the middle of that.
    if not _at_work.applying and not _is_asked_for(apply_changes.module_path):
        apply_changes.enqueue()


def apply_later(now: datetime) -> None:
    """For the clock: what a task left, what was put off, and the first build of the index."""
    noting.begin_if_empty(now)
    if applying.is_due(now):
        transaction.on_commit(wake, robust=True)


def send_to_node(now: datetime) -> bool:
    """What waits for the search node, or a part of it: then True. Does nothing where there is none."""
    return all(node.send_due(now, limit=SENT_AT_ONCE) == SENT_AT_ONCE for _sending in range(SENDINGS))


@task()
def fill_node() -> None:
    """Goes on as long as the node takes what waits. Killed, the clock takes it up."""
    now = timezone.now()
    try:
        node.begin_if_missing(now)
    except (ApiError, TransportError) as error:
        log.warning("search node cannot be asked", error=type(error).__name__)
        return
    if send_to_node(now):
        fill_node.enqueue()


def send_later(now: datetime) -> None:
    """For the clock: what a task left, and the first index of a node that has none."""
    try:
        if node.needs(now) and not _is_asked_for(fill_node.module_path):
            fill_node.enqueue()
    except (ApiError, TransportError) as error:
        log.warning("search node cannot be asked", error=type(error).__name__)


def check_later(now: datetime) -> None:
    transaction.on_commit(partial(check_index.enqueue), robust=True)


def _is_asked_for(path: str) -> bool:
    if not settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db"):
        return False
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.ready().filter(task_path=path).exists()
