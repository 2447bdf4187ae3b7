"""What open data tells of projects that are carried out: only of those with a page that anybody may read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from participatory_budget.models.budget import Budget
from participatory_budget.models.delivery import Delivery, Milestone, MilestoneChange, Payment
from participatory_budget.selectors.deliveries import project_urls

CHUNK = 200


@dataclass(frozen=True)
class OpenProject:
    """Where its page is, and in which currency its money is told."""

    address: str
    currency: str


def open_projects(budget: Budget) -> dict[UUID, OpenProject]:
    """Two queries."""
    rows = Delivery.objects.filter(budget=budget, promise__published_at__isnull=False)
    currencies = dict(rows.order_by().values_list("pk", "promise__currency"))
    urls = project_urls(currencies, settings.LANGUAGE_CODE)
    return {key: OpenProject(f"{settings.PUBLIC_URL}{url}", currencies[key]) for key, url in urls.items()}


def project_rows(known: Mapping[UUID, OpenProject]) -> Iterator[Delivery]:
    """A chunk at a time, each with its promise; one query."""
    rows = Delivery.objects.filter(pk__in=known).select_related(
        "promise", "envelope", "category", "department", "project__proposal"
    )
    return rows.order_by("created_at", "pk").iterator(chunk_size=CHUNK)


def project_counts(known: Mapping[UUID, OpenProject]) -> dict[UUID, tuple[int, int]]:
    """Milestones by project: all that were not dropped, and those that are done; one query."""
    rows = Milestone.objects.filter(delivery__in=known, dropped_at=None).order_by().values_list("delivery")
    return {key: (of, done) for key, of, done in rows.annotate(Count("pk"), Count("done_on"))}


def milestone_rows(known: Mapping[UUID, OpenProject]) -> Iterator[Milestone]:
    """Each with the newest reason why it moved, and how often it did; one query."""
    moves = MilestoneChange.objects.filter(milestone=OuterRef("pk")).order_by("-made_at", "-pk")
    rows = Milestone.objects.filter(delivery__in=known).select_related("delivery__promise")
    rows = rows.annotate(move_count=Count("moves"), last_reasons=Subquery(moves.values("reasons")[:1]))
    return rows.order_by("delivery__created_at", "delivery", "planned_on", "pk").iterator(chunk_size=CHUNK)


def payment_rows(known: Mapping[UUID, OpenProject]) -> Iterator[Payment]:
    """One query."""
    rows = Payment.objects.filter(delivery__in=known).order_by("paid_on", "made_at", "pk")
    return rows.iterator(chunk_size=CHUNK)


def projects_state(budget: Budget) -> list[Any]:
    """A budget has some hundred projects at most: the facts themselves are read, in four queries."""
    known = open_projects(budget)
    facts = Delivery.objects.filter(pk__in=known).order_by("pk")
    return [
        sorted(one.address for one in known.values()),
        _digest(
            facts.values_list(
                "pk", "stage", "envelope", "category", "department__names", "project__proposal__state",
                "promise__titles", "promise__state", "promise__first_due_on", "promise__due_on", "promise__started_on",
                "promise__kept_on", "promise__cost_planned", "promise__cost_spent", "promise__news_at",
                "promise__latitude", "promise__longitude",
            )
        ),
        *milestones_state(budget, known),
    ]  # fmt: skip


def milestones_state(budget: Budget, known: Mapping[UUID, OpenProject] | None = None) -> list[Any]:
    known = open_projects(budget) if known is None else known
    rows = Milestone.objects.filter(delivery__in=known).order_by("pk")
    moves = MilestoneChange.objects.filter(milestone__delivery__in=known)
    return [
        sorted(one.address for one in known.values()),
        _digest(rows.values_list("pk", "titles", "planned_on", "done_on", "dropped_at", "delivery__promise__state")),
        *moves.aggregate(Count("pk"), Max("pk")).values(),
    ]


def payments_state(budget: Budget) -> list[Any]:
    """Payments are written once: a mistake is put right by another one."""
    known = open_projects(budget)
    rows = Payment.objects.filter(delivery__in=known)
    return [
        sorted(one.address for one in known.values()),
        *rows.aggregate(Count("pk"), Max("made_at")).values(),
    ]


def _digest(rows: QuerySet[Any, Any]) -> str:
    found = hashlib.sha256()
    for row in rows.iterator(chunk_size=CHUNK):
        found.update(repr(row).encode())
    return found.hexdigest()
