"""Milestones whose day comes or has passed, for those who are reminded."""

from __future__ import annotations

from django.db.models import Q

from hub.promises.engine.due_days import DuePart, Wanted
from participatory_budget.models.delivery import Milestone


def milestones_due(wanted: Wanted) -> list[DuePart]:
    """Open ones; one query."""
    day = Q(planned_on__in=wanted.days)
    if wanted.overdue_before is not None:
        day |= Q(planned_on__lt=wanted.overdue_before)
    rows = Milestone.objects.filter(day, done_on=None, dropped_at=None).select_related("delivery")
    return [DuePart(one.delivery.promise_id, one.planned_on, one.titles) for one in rows]
