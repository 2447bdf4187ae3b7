"""How much is said in each thread in one span of time, and in the span of the same length before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.db.models.functions import Cast, Concat

from hub.contributions.models.comment import Comment
from hub.contributions.models.thread import Thread


@dataclass(frozen=True)
class ThreadTalk:
    """Published contributions; `people` are different authors of those of the span itself."""

    thread: UUID
    said: int
    people: int
    before: int


def talk(until: datetime, span: timedelta, *, limit: int) -> list[ThreadTalk]:
    """The threads in which most was said, the fullest first; one query.

    It begins with threads in which something was published in the span, and reads contributions by their index on
    thread and state: what was said in threads that are quiet by now is never looked at. What is confidential, held,
    withheld, withdrawn or erased is not published and counts nowhere.
    """
    since, earlier = until - span, until - 2 * span
    lately = Q(published_at__gte=since, published_at__lt=until)
    rows: Any = (
        Comment.objects.published()
        .filter(hub_thread__last_published_at__gte=since, published_at__gte=earlier, published_at__lt=until)
        .order_by()
        .values("hub_thread")
        .annotate(
            said=Count("pk", filter=lately),
            people=Count(_person(), distinct=True, filter=lately),
            before=Count("pk", filter=Q(published_at__lt=since)),
        )
        .filter(said__gt=0)
        .order_by("-said", "hub_thread")
    )
    return [ThreadTalk(one["hub_thread"], one["said"], one["people"], one["before"]) for one in rows[:limit]]


def threads_by_id(thread_ids: Iterable[UUID]) -> Mapping[UUID, Thread]:
    """One query."""
    return Thread.objects.in_bulk(list(thread_ids))


def _person() -> Case:
    """By address, account or name shown. All that came without any of these counts as one person: nobody knows that
    they are several."""
    return Case(
        When(~Q(author_key=""), then=Concat(Value("key:"), F("author_key"))),
        When(user__isnull=False, then=Concat(Value("account:"), Cast("user_id", CharField()))),
        When(~Q(author_name=""), then=Concat(Value("name:"), F("author_name"))),
        default=Value("unknown"),
        output_field=CharField(),
    )
