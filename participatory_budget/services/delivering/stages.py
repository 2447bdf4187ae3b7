"""How far the work has come. The first step out of preparing begins the project; the last one is `ending.finish`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.services import record
from hub.promises.enums import PromiseState
from hub.promises.services import start
from hub.promises.services.words import in_languages
from participatory_budget.enums import Stage
from participatory_budget.models.delivery import Delivery, StageChange
from participatory_budget.services.delivering.gate import locked, not_in_the_future, require_open
from participatory_budget.services.delivering.telling import STAGE, tell
from participatory_budget.services.editing.gate import require_unchanged
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def last_stage(delivery: Delivery) -> StageChange:
    """Every file is opened with one."""
    found: StageChange = delivery.stages.latest("number")
    return found


def stage_facts(delivery: Delivery) -> dict[str, Any]:
    """What two tabs are compared by."""
    return {"number": last_stage(delivery).number, "state": delivery.promise.state}


@transaction.atomic
def enter_stage(
    delivery_id: UUID,
    stage: Stage,
    *,
    on: date,
    notes: Mapping[str, str],
    seen: str = "",
    actor: User | None,
    now: datetime,
) -> StageChange:
    """Also back, where a tender failed or the inspection found a fault. The same one twice is one."""
    delivery = locked(delivery_id, actor, now)
    last = last_stage(delivery)
    if (last.stage, last.entered_on) == (stage, on):
        return last
    require_unchanged(seen, stage_facts(delivery))
    require_open(delivery)
    if stage == Stage.FINISHED:
        raise BudgetError(
            _("That it is finished is a step of its own, with the day: see “The project is finished”."), "stage"
        )
    if stage == last.stage:
        raise BudgetError(_("It is in this stage already."), "stage")
    made = write_stage(delivery, last, stage, on=on, notes=notes, actor=actor, now=now)
    if delivery.promise.state == PromiseState.PLANNED and stage != Stage.PREPARING:
        # That it began is the news; the stage stands on the page.
        start(delivery.promise_id, on=on, actor=actor, now=now)
    else:
        tell(delivery, STAGE, {"stage": made.pk}, made.number, now=now)
    return made


def write_stage(
    delivery: Delivery,
    last: StageChange,
    stage: Stage,
    *,
    on: date,
    notes: Mapping[str, str],
    actor: User | None,
    now: datetime,
) -> StageChange:
    not_in_the_future(on, now, "on")
    if on < last.entered_on:
        raise BudgetError(_("The stage before it began later than that."), "on")
    made = StageChange.objects.create(
        delivery=delivery,
        number=last.number + 1,
        stage=stage,
        entered_on=on,
        notes=in_languages(notes, "note", longest=1000),
        made_at=now,
        made_by=actor,
    )
    delivery.stage = stage
    delivery.save(update_fields=["stage"])
    record(
        "project.stage",
        subject="participatory_budget.delivery",
        subject_id=delivery.pk,
        actor=actor,
        data={"from": last.stage, "to": str(stage), "on": on.isoformat(), "number": made.number},
        now=now,
    )
    return made
