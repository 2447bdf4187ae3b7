"""Who may write into the file of a project, and whether it is still open: asked under the lock."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from hub.promises.enums import OPEN_STATES
from hub.promises.models.promise import Promise
from participatory_budget.models.delivery import Delivery, Milestone
from participatory_budget.permissions.deliveries import user_can_carry_out
from participatory_budget.services.errors import BudgetError, NotAllowedError

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def locked(delivery_id: UUID, actor: User | None, now: datetime) -> Delivery:
    """The file as it stands; whoever else writes into it waits. For use in a transaction. `actor` is None for
    commands."""
    require_officer(actor, now)
    return locked_file(delivery_id)


def locked_file(delivery_id: UUID) -> Delivery:
    """First the promise, then the file, whoever comes through whatever door: two orders would wait for each other. Read
    only then, so that what is decided by the state or the sums of the promise is decided by what holds.

    Residents' reports that come in meanwhile name the file and need not wait for it.
    """
    promise_id = Delivery.objects.values_list("promise", flat=True).get(pk=delivery_id)
    Promise.objects.select_for_update().get(pk=promise_id)
    rows = Delivery.objects.select_for_update(of=("self",), no_key=True).select_related("promise", "budget")
    return rows.get(pk=delivery_id)


def require_officer(actor: User | None, now: datetime) -> None:
    if actor is not None and not user_can_carry_out(actor, now):
        raise NotAllowedError(_("Only a budget officer writes into the file of a project."))


def locked_milestone(milestone_id: UUID, actor: User | None, now: datetime) -> tuple[Milestone, Delivery]:
    delivery_id = Milestone.objects.values_list("delivery", flat=True).get(pk=milestone_id)
    delivery = locked(delivery_id, actor, now)
    return Milestone.objects.get(pk=milestone_id), delivery


def require_open(delivery: Delivery) -> None:
    """What is finished or given up is taken up again first, in public."""
    if delivery.promise.state not in OPEN_STATES:
        raise BudgetError(_("The project is finished or given up. Take it up again first."))


def not_in_the_future(day: date, now: datetime, where: str) -> None:
    if day > timezone.localdate(now):
        raise BudgetError(_("This day lies in the future."), where)


def key_of(delivery: Delivery, key: str) -> str | None:
    """One opened form, within one project; fits the column, and no key of another project meets it."""
    return hashlib.sha256(f"{delivery.pk.hex}:{key}".encode()).hexdigest() if key else None
