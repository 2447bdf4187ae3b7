"""What became of projects of the ballot: beside results and on the page of the proposal that one was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from participatory_budget.models.budget import Budget
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.project import Project
from participatory_budget.reports.project_rows import Became
from participatory_budget.reports.projects.standing import status_now
from participatory_budget.selectors.deliveries import deliveries_of, project_urls


def became_in(budget: Budget, language: str, now: datetime) -> dict[UUID, Became]:
    """By project, those that have a page; two queries."""
    return _found(deliveries_of(budget.pk).filter(project__isnull=False), language, now)


def became_of(project: Project, language: str, now: datetime) -> Became | None:
    rows = Delivery.objects.filter(project=project).select_related("promise")
    return _found(rows, language, now).get(project.pk)


def _found(rows: Iterable[Delivery], language: str, now: datetime) -> dict[UUID, Became]:
    today = timezone.localdate(now)
    known = {one.pk: one for one in rows if one.promise.published_at is not None}
    found: dict[UUID, Became] = {}
    for key, url in project_urls(known, language).items():
        project, status = known[key].project_id, status_now(known[key].promise, today)
        if project is not None:
            found[project] = Became(url, status.value, str(status.label))
    return found
