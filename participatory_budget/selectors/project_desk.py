"""What staff read of the files of projects. The same queries for one row and for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from hub.accounts.models.user import User
from hub.audit.models.entry import ActorOpening, AuditEntry
from hub.promises.models.promise import Cancellation, Postponement
from hub.promises.models.update import PromiseUpdate
from participatory_budget.models.delivery import Delivery, Milestone, Payment, PriceChange, StageChange
from participatory_budget.models.delivery_photo import DeliveryPhoto

LONGEST_HISTORY = 100
MOST_UPDATES = 50


@dataclass(frozen=True)
class DeskRows:
    stages: Sequence[StageChange]
    milestones: Sequence[Milestone]
    payments: Sequence[Payment]
    price_changes: Sequence[PriceChange]
    photos: Sequence[DeliveryPhoto]
    updates: Sequence[PromiseUpdate]
    delays: Sequence[Postponement]
    decisions: Sequence[Cancellation]


def desk_rows(delivery: Delivery) -> DeskRows:
    """Without the bytes of the photos."""
    held = delivery.promise
    return DeskRows(
        stages=list(delivery.stages.order_by("-number")),
        milestones=list(delivery.milestones.prefetch_related("moves").order_by("planned_on", "order", "pk")),
        payments=list(delivery.payments.select_related("delivery").order_by("-paid_on", "-made_at", "pk")),
        price_changes=list(delivery.price_changes.order_by("-number")),
        photos=list(delivery.photos.filter(withdrawn_at=None).defer("content")),
        updates=list(held.updates.order_by("-published_at", "pk")[:MOST_UPDATES]),
        delays=list(held.postponements.order_by("-number")),
        decisions=list(held.cancellations.order_by("-made_at", "-pk")),
    )


def page_rows(delivery: Delivery) -> list[Any]:
    """In every language, live or not. Page models stand in a higher layer."""
    pages = apps.get_model("participatory_budget", "ProjectPage").objects.filter(delivery=delivery)
    return list(pages.select_related("locale").order_by("pk"))


def file_of(delivery_id: UUID) -> Delivery | None:
    rows = Delivery.objects.select_related(
        "promise__owner", "project__proposal", "envelope", "category", "department", "budget"
    )
    return rows.prefetch_related("envelope__names").filter(pk=delivery_id).first()


def delivered_projects(budget_id: UUID) -> set[UUID]:
    """Projects of the ballot that have a file."""
    rows = Delivery.objects.filter(budget=budget_id).only("project_id")
    return {one.project_id for one in rows if one.project_id is not None}


@dataclass(frozen=True)
class FileEntry:
    """A step that was recorded, with who took it; for staff."""

    action: str
    recorded_at: datetime
    actor: str


def file_history(delivery: Delivery, rows: DeskRows) -> list[FileEntry]:
    """From the audit record, newest first; four queries."""
    milestones = [str(one.pk) for one in rows.milestones]
    photos = [str(key) for key in delivery.photos.values_list("pk", flat=True)]  # those that were withdrawn as well
    entries = list(
        AuditEntry.objects.filter(
            Q(subject="participatory_budget.delivery", subject_id=str(delivery.pk))
            | Q(subject="promises.promise", subject_id=str(delivery.promise_id))
            | Q(subject="participatory_budget.milestone", subject_id__in=milestones)
            | Q(subject="participatory_budget.deliveryphoto", subject_id__in=photos)
        ).order_by("-sequence")[:LONGEST_HISTORY]
    )
    openings = dict(ActorOpening.objects.filter(entry__in=entries).values_list("entry", "actor_id"))
    people = {one.pk: one.public_name for one in User.objects.filter(pk__in=set(openings.values()))}
    return [FileEntry(one.action, one.recorded_at, people.get(openings.get(one.pk, 0), "")) for one in entries]


def with_next_milestone(deliveries: Sequence[Delivery]) -> dict[UUID, Milestone]:
    """By file: what is to be done next, or should have been; one query."""
    found: dict[UUID, Milestone] = {}
    rows: QuerySet[Milestone] = Milestone.objects.filter(delivery__in=deliveries, done_on=None, dropped_at=None)
    for one in rows.order_by("planned_on", "order", "pk"):
        found.setdefault(one.delivery_id, one)
    return found
