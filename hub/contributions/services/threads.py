"""Threads and their counters. Whoever changes a comment locks its thread first; all locks are taken in that order."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from hub.audit.services import record
from hub.contributions.enums import POSITION_COUNTERS, Position
from hub.contributions.models.comment import Comment
from hub.contributions.models.thread import Thread
from hub.moderation.enums import State

COUNTERS = ("published_count", "suggestion_count", "pending_count", *POSITION_COUNTERS.values())


def ensure_thread(kind: str, *, now: datetime | None = None) -> Thread:
    """A new, empty thread; its owner keeps the key."""
    return Thread.objects.create(kind=kind, created_at=now or timezone.now())


def create_threads(kind: str, count: int, *, now: datetime) -> list[Thread]:
    """Many at once, for a document with hundreds of clauses."""
    return Thread.objects.bulk_create(Thread(uuid=uuid.uuid4(), kind=kind, created_at=now) for _ in range(count))


def lock_thread(thread_id: UUID) -> Thread:
    return Thread.objects.select_for_update().get(pk=thread_id)


def weights(comment: Comment, state: str | None) -> dict[str, int]:
    """What this comment adds to the counters while it is in `state`."""
    if state == State.PENDING:
        return {"pending_count": 1}
    if state != State.PUBLISHED:
        return {}
    counted = {"published_count": 1}
    if comment.suggested_text:
        counted["suggestion_count"] = 1
    if comment.position:
        counted[POSITION_COUNTERS[Position(comment.position)]] = 1
    return counted


def move_counters(thread: Thread, before: Mapping[str, int], after: Mapping[str, int]) -> None:
    """The caller holds the lock on the thread and has saved the comment."""
    changes = {name: after.get(name, 0) - before.get(name, 0) for name in COUNTERS}
    values: dict[str, object] = {name: F(name) + change for name, change in changes.items() if change}
    if changes["published_count"]:
        values["last_published_at"] = _last_published(thread)
    if values:
        Thread.objects.filter(pk=thread.pk).update(**values)


def recount(thread: Thread, *, now: datetime | None = None) -> Thread:
    """Repairs the counters from the comments."""
    with transaction.atomic():
        locked = lock_thread(thread.pk)
        published = Q(state=State.PUBLISHED)
        figures = Comment.objects.filter(hub_thread=locked).aggregate(
            published_count=Count("pk", filter=published),
            suggestion_count=Count("pk", filter=published & ~Q(suggested_text="")),
            pending_count=Count("pk", filter=Q(state=State.PENDING)),
            last_published_at=Max("published_at", filter=published),
            **{
                counter: Count("pk", filter=published & Q(position=position))
                for position, counter in POSITION_COUNTERS.items()
            },
        )
        wrong = {name: value for name, value in figures.items() if getattr(locked, name) != value}
        if wrong:
            for name, value in wrong.items():
                setattr(locked, name, value)
            locked.save(update_fields=list(wrong))
            record("thread.recounted", subject="thread", subject_id=locked.pk, actor=None, now=now or timezone.now())
    return locked


def _last_published(thread: Thread) -> datetime | None:
    published = Comment.objects.filter(hub_thread=thread, state=State.PUBLISHED)
    return published.aggregate(last=Max("published_at"))["last"]
