"""What the front page asks about threads of clauses: copies of one letter, and the pages they stand under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from wagtail.models import Page

from consultations.enums import AnalysisKind
from consultations.models.analysis import AnalysisRun, GroupMember
from consultations.models.clause_thread import ClauseThread
from consultations.selectors.pages import page_keys
from hub.contributions.models.thread import Thread
from hub.moderation.enums import State


def copies_in(threads: Collection[UUID], until: datetime, span: timedelta) -> dict[UUID, tuple[int, int]]:
    """By thread, how many published contributions of this span and of the one before say what another one says.

    By the newest grouping of each consultation; what came after it is not grouped yet. One query.
    """
    newest = AnalysisRun.objects.filter(
        consultation=OuterRef("group__run__consultation"), kind=AnalysisKind.GROUPS
    ).order_by("-ran_at", "-pk")
    since, earlier = until - span, until - 2 * span
    rows: Any = (
        GroupMember.objects.filter(
            comment__hub_thread__in=list(threads),
            comment__state=State.PUBLISHED,
            comment__published_at__gte=earlier,
            comment__published_at__lt=until,
            group__run=Subquery(newest.values("pk")[:1]),
        )
        .order_by()
        .values("comment__hub_thread", "group")
        .annotate(
            now=Count("pk", filter=Q(comment__published_at__gte=since)),
            before=Count("pk", filter=Q(comment__published_at__lt=since)),
        )
    )
    found: dict[UUID, tuple[int, int]] = {}
    for one in rows:
        now, before = found.get(one["comment__hub_thread"], (0, 0))
        more = (max(one["now"] - 1, 0), max(one["before"] - 1, 0))
        found[one["comment__hub_thread"]] = (now + more[0], before + more[1])
    return found


def pages_of_threads(threads: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """By thread, translation keys of its consultation and of its document; two queries."""
    rows = ClauseThread.objects.filter(thread__in=list(threads)).values_list("thread", "consultation", "document")
    pages = page_keys()
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for thread, consultation, document in rows:
        found[thread].add(document)
        if consultation in pages:
            found[thread].add(pages[consultation])
    return {thread: frozenset(keys) for thread, keys in found.items()}


def comments_to_read() -> int:
    """How many are published about what anybody can read now: a document, or a consultation."""
    document = Page.objects.live().public().filter(translation_key=OuterRef("document"))
    public = ClauseThread.objects.filter(Q(consultation__in=list(page_keys())) | Exists(document))
    return Thread.objects.filter(pk__in=public.values("thread")).aggregate(total=Sum("published_count"))["total"] or 0
