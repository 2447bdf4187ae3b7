"""How far the index lags behind what people wrote."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from search.models.change import NodeUpdate, SearchChange

LATE = timedelta(minutes=15)


def late_changes() -> str | None:
    """For `/readyz`: what was written long ago and cannot be found yet, in one line."""
    late = SearchChange.objects.filter(made_at__lt=timezone.now() - LATE)
    failed = late.filter(tries__gt=0).count()
    if failed:
        return f"{failed} changes cannot be told to the search; the log says why"
    # What a new index is built from has no time of its own.
    waiting = late.filter(not_before__gt=timezone.now() - timedelta(days=3650)).count()
    return f"{waiting} changes wait for the search; does the worker run?" if waiting else None


def late_at_node() -> str | None:
    """For `/readyz`: what the search node should have had long ago. Without a node nothing waits."""
    late = NodeUpdate.objects.filter(made_at__lt=timezone.now() - LATE).count()
    return f"{late} changes wait for the search node; the log says why" if late else None
