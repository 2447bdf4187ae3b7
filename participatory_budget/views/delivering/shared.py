"""What the pages of one project share: who gets in, the file, and what a step is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from hub.accounts.models.user import User
from hub.promises.engine.words import said_in
from participatory_budget.forms.delivering import DeskForm
from participatory_budget.models.delivery import Delivery
from participatory_budget.permissions.deliveries import user_can_carry_out, user_can_see_project_desk
from participatory_budget.selectors.project_desk import file_of
from participatory_budget.views.editing.shared import language


@dataclass(frozen=True)
class Shown:
    """What a step is about: a file, and the milestone, payment or photo that the address names."""

    delivery: Delivery
    item: Any
    language: str
    now: datetime

    @property
    def today(self) -> Any:
        return timezone.localdate(self.now)

    def words(self, texts: Mapping[str, str]) -> str:
        return said_in(texts, self.language)[0]


@dataclass(frozen=True)
class Step:
    """One thing that can be done, with a form and an address of its own; `take` calls one service."""

    title: Any
    save: Any
    section: str  # where on the desk one is afterwards
    form: Callable[..., DeskForm]  # what stands there, then Django's own arguments of a form
    take: Callable[[Shown, Any, User, datetime], Any]  # with the filled form
    told: Any  # what is said afterwards
    initial: Callable[[Shown], dict[str, Any]] = lambda shown: {}
    seen: Callable[[Shown], Mapping[str, Any]] | None = None
    item: Any = None  # the model that `item_id` is of
    is_grave: bool = False


def file_on_desk(request: HttpRequest, pk: UUID, *, to_write: bool = False) -> Delivery:
    """403 for who may not, before it is said whether it is there."""
    allowed = user_can_carry_out if to_write else user_can_see_project_desk
    if not allowed(request.user, timezone.now()):
        raise PermissionDenied
    found = file_of(pk)
    if found is None:
        raise Http404
    return found


def item_of(delivery: Delivery, step: Step, item_id: UUID | None) -> Any:
    """Of this very project."""
    if (item_id is None) != (step.item is None):
        raise Http404
    if step.item is None:
        return None
    found = step.item.objects.filter(pk=item_id, delivery=delivery).first()
    if found is None:
        raise Http404
    return found


def shown_of(delivery: Delivery, item: Any, now: datetime) -> Shown:
    return Shown(delivery, item, language(), now)


def project_url(delivery: Delivery, section: str = "") -> str:
    return reverse("project_desk", args=[delivery.pk]) + (f"#{section}" if section else "")
