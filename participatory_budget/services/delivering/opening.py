"""The file of a project is opened: with its promise, its thread and its first stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.contributions.models.thread import Thread
from hub.promises.services import Promised, promise
from participatory_budget.enums import Stage
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Category, Department
from participatory_budget.models.delivery import Delivery, StageChange
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.project import Project
from participatory_budget.permissions.deliveries import user_can_carry_out
from participatory_budget.selectors.deliveries import PROJECT
from participatory_budget.services.errors import BudgetError, NotAllowedError

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@dataclass(frozen=True)
class NewDelivery:
    """What is known on the first day. Texts by language; money in the smallest parts of the budget's currency."""

    titles: Mapping[str, str]
    project: Project | None = None
    envelope: Envelope | None = None
    category: Category | None = None
    department: Department | None = None
    owner: User | None = None
    due_on: date | None = None
    cost: int | None = None
    contacts: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    place: tuple[Decimal, Decimal] | None = None
    district: Mapping[str, str] = field(default_factory=dict)  # empty: what the ballot says, else the envelope


@transaction.atomic
def open_delivery(budget: Budget, told: NewDelivery, *, actor: User | None, now: datetime) -> Delivery:
    """Once for each project of a ballot: asked again, the file that is there is given back."""
    if actor is not None and not user_can_carry_out(actor, now):
        raise NotAllowedError(_("Only a budget officer opens the file of a project."))
    owner = Budget.objects.select_for_update().get(pk=budget.pk)
    if told.project is not None:
        known = Delivery.objects.filter(project=told.project).first()
        if known is not None:
            return known
    envelope = told.envelope or (told.project.envelope if told.project else None)
    if envelope is not None and envelope.budget_id != owner.pk:
        raise BudgetError(_("This envelope belongs to another budget."), "envelope")
    key = uuid4()
    made = Delivery.objects.create(
        uuid=key,
        budget=owner,
        envelope=envelope,
        project=told.project,
        category=told.category,
        department=told.department,
        promise=promise(PROJECT, str(key), _promised(owner, envelope, told, now), public=False, actor=actor, now=now),
        thread=Thread.objects.create(kind=PROJECT, created_at=now),
        contacts=dict(told.contacts),
        places=dict(told.places),
        created_at=now,
        created_by=actor,
    )
    StageChange.objects.create(
        delivery=made,
        number=1,
        stage=Stage.PREPARING,
        entered_on=timezone.localdate(now),
        made_at=now,
        made_by=actor,
    )
    return made


def _promised(budget: Budget, envelope: Envelope | None, told: NewDelivery, now: datetime) -> Promised:
    today = timezone.localdate(now)
    names = told.district
    if not names and told.project is not None and told.project.district:
        names = {told.project.title_language or settings.LANGUAGE_CODE: told.project.district}
    if not names and envelope is not None:
        names = {one.language: one.name for one in envelope.names.all()}
    place = told.place
    if place is None and told.project and told.project.latitude is not None and told.project.longitude is not None:
        place = (told.project.latitude, told.project.longitude)
    return Promised(
        titles=told.titles,
        year=today.year,
        promised_on=today,
        due_on=told.due_on,
        body=told.department.names if told.department else {},
        district=names,
        theme=told.category.names if told.category else {},
        place=place,
        # A file from elsewhere may name no currency.
        currency=budget.currency or "XXX",
        cost=told.cost,
        owner=told.owner,
    )
