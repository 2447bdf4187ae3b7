"""The promised day, the end of a project in the one way or the other, and that it is taken up again.

What moves along in the file, `following` moves, whoever moves the promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hub.promises.enums import PromiseState
from hub.promises.models.promise import Cancellation, Promise
from hub.promises.services import cancel, keep, postpone, set_due, start
from participatory_budget.enums import Stage
from participatory_budget.models.delivery import Delivery
from participatory_budget.services.delivering.following import left_unsaid
from participatory_budget.services.delivering.gate import locked, require_open
from participatory_budget.services.delivering.stages import last_stage, write_stage
from participatory_budget.services.editing.gate import require_unchanged
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@dataclass(frozen=True)
class Decision:
    """To give it up: who decided, when, and why. Texts by language."""

    reasons: Mapping[str, str]
    decided_by: Mapping[str, str]
    decided_on: date
    document_url: str = ""


def day_facts(delivery: Delivery) -> dict[str, Any]:
    """What two tabs are compared by."""
    return {"due_on": delivery.promise.due_on, "state": delivery.promise.state}


@transaction.atomic
def set_day(
    delivery_id: UUID,
    day: date,
    *,
    reasons: Mapping[str, str],
    seen: str = "",
    actor: User | None,
    now: datetime,
) -> Promise:
    """The first day, an earlier one, or a later one with a reason."""
    delivery = locked(delivery_id, actor, now)
    held = delivery.promise
    last = held.postponements.order_by("-number").first()
    if held.due_on == day and last is not None and last.due_after == day:
        return held
    require_unchanged(seen, day_facts(delivery))
    require_open(delivery)
    if held.due_on == day:
        raise BudgetError(_("It is promised for this day already."), "until")
    if held.due_on is not None and day > held.due_on:
        postpone(held.pk, until=day, reasons=reasons, actor=actor, now=now)
    else:
        set_due(held.pk, due_on=day, actor=actor, now=now)
    held.refresh_from_db()
    return held


@transaction.atomic
def finish(delivery_id: UUID, *, on: date, actor: User | None, now: datetime) -> Delivery:
    """The letter asks authors and followers to go and look. Nothing that was promised on the way is left unsaid."""
    delivery = locked(delivery_id, actor, now)
    if (delivery.promise.state, delivery.promise.kept_on) == (PromiseState.KEPT, on):
        return delivery
    if unsaid := left_unsaid(delivery):
        raise BudgetError(unsaid)
    if on < last_stage(delivery).entered_on:
        raise BudgetError(_("The stage before it began later than that."), "on")
    keep(delivery.promise_id, on=on, actor=actor, now=now)
    return _as_it_is_now(delivery)


@transaction.atomic
def give_up(delivery_id: UUID, told: Decision, *, actor: User | None, now: datetime) -> Cancellation:
    """Open milestones fall with it."""
    delivery = locked(delivery_id, actor, now)
    known = delivery.promise.cancellations.filter(ended_at=None, decided_on=told.decided_on).first()
    if known is not None:
        return known
    made = cancel(
        delivery.promise_id,
        reasons=told.reasons,
        decided_by=told.decided_by,
        decided_on=told.decided_on,
        document_url=told.document_url,
        actor=actor,
        now=now,
    )
    return made


@transaction.atomic
def take_up_again(delivery_id: UUID, stage: Stage, *, on: date, actor: User | None, now: datetime) -> Delivery:
    """It is not finished after all, or the decision was taken back; then milestones that fell with it stand again."""
    delivery = locked(delivery_id, actor, now)
    held = delivery.promise
    if held.state == PromiseState.STARTED and delivery.stage == stage and last_stage(delivery).entered_on == on:
        return delivery
    if held.state not in (PromiseState.KEPT, PromiseState.CANCELLED):
        raise BudgetError(_("It is under way: there is nothing to take up again."))
    if stage == Stage.FINISHED:
        raise BudgetError(_("Choose the stage that it goes on with."), "stage")
    # First: then the promise finds one to go on with.
    write_stage(delivery, last_stage(delivery), stage, on=on, notes={}, actor=actor, now=now)
    start(held.pk, on=on, actor=actor, now=now)
    return _as_it_is_now(delivery)


def _as_it_is_now(delivery: Delivery) -> Delivery:
    """With what moved along with its promise."""
    delivery.refresh_from_db(fields=["stage"])
    delivery.promise.refresh_from_db()
    return delivery
