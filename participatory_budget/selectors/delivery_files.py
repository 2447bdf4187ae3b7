"""Everything that is public in the file of one project, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from hub.promises.models.promise import Cancellation, Postponement
from hub.promises.models.update import PromiseUpdate
from participatory_budget.models.delivery import Delivery, Milestone, Payment, PriceChange, StageChange
from participatory_budget.models.delivery_photo import DeliveryPhoto

# A project may run for years: its page shows the newest, pages of their own show all.
NEWEST_UPDATES = 5
NEWEST_PAYMENTS = 12


@dataclass(frozen=True)
class DeliveryFile:
    delivery: Delivery
    stages: Sequence[StageChange]
    milestones: Sequence[Milestone]
    postponements: Sequence[Postponement]
    cancellation: Cancellation | None
    price_changes: Sequence[PriceChange]
    payments: Sequence[Payment]
    payment_count: int
    photos: Sequence[DeliveryPhoto]
    updates: Sequence[PromiseUpdate]
    update_count: int


def delivery_of(delivery_id: UUID) -> Delivery:
    parts = ("promise", "budget", "envelope", "category", "department", "project__envelope", "project__proposal")
    return Delivery.objects.select_related(*parts).get(pk=delivery_id)


def file_of(delivery: Delivery) -> DeliveryFile:
    promise = delivery.promise
    payments, updates = payments_of(delivery), updates_of(delivery)
    return DeliveryFile(
        delivery=delivery,
        stages=list(delivery.stages.order_by("number")),
        milestones=milestones_of(delivery),
        postponements=list(promise.postponements.order_by("number")),
        cancellation=promise.cancellations.filter(ended_at=None).first(),
        price_changes=list(delivery.price_changes.order_by("number")),
        payments=list(payments[:NEWEST_PAYMENTS]),
        payment_count=payments.count(),
        photos=list(public_photos(delivery)),
        updates=list(updates[:NEWEST_UPDATES]),
        update_count=updates.count(),
    )


def milestones_of(delivery: Delivery) -> list[Milestone]:
    """In the order of their days as they are planned now, each with its moves; two queries."""
    return list(delivery.milestones.order_by("planned_on", "order", "pk").prefetch_related("moves"))


def payments_of(delivery: Delivery) -> QuerySet[Payment]:
    """The newest first."""
    return delivery.payments.order_by("-paid_on", "-made_at", "pk")


def updates_of(delivery: Delivery) -> QuerySet[PromiseUpdate]:
    """The newest first."""
    return delivery.promise.updates.order_by("-published_at", "pk")


def public_photos(delivery: Delivery) -> QuerySet[DeliveryPhoto]:
    """Without their bytes."""
    photos: QuerySet[DeliveryPhoto] = delivery.photos.filter(withdrawn_at=None)
    return photos.defer("content").order_by("order", "made_at", "pk")


def milestone_counts(delivery_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """By file: how many are done, of how many that were not dropped; one query."""
    rows = Milestone.objects.filter(delivery__in=delivery_ids, dropped_at=None).order_by().values_list("delivery")
    counted = rows.annotate(done=Count("pk", filter=Q(done_on__isnull=False)), of=Count("pk"))
    return {key: (done, of) for key, done, of in counted}


def last_change(milestone: Milestone, otherwise: datetime) -> datetime:
    """When its day was moved last; of a milestone whose moves were fetched."""
    return max((move.made_at for move in milestone.moves.all()), default=otherwise)
