"""What moves in the file of a project with its promise, also where staff moved that or another system's file did."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hub.promises.engine.sources import Moved
from hub.promises.engine.words import said_in
from hub.promises.enums import PromiseState
from hub.promises.models.promise import Cancellation
from hub.promises.services import PromiseError
from participatory_budget.enums import Stage
from participatory_budget.models.delivery import Delivery, Milestone
from participatory_budget.services.delivering.gate import locked_file
from participatory_budget.services.delivering.milestones import drop, open_milestones
from participatory_budget.services.delivering.stages import last_stage, write_stage


def move_along(moved: Moved) -> None:
    """Registered with `promise_moved`."""
    delivery = locked_file(UUID(moved.key))
    if moved.state == PromiseState.KEPT:
        if unsaid := left_unsaid(delivery):
            raise PromiseError(unsaid)
        _enter(delivery, Stage.FINISHED, moved)
    elif moved.state == PromiseState.CANCELLED:
        # They stay in sight, crossed out, for the same reason.
        for one in open_milestones(delivery):
            drop(one, moved.reasons, moved.actor, moved.now)
    elif moved.was != PromiseState.PLANNED:
        _take_up(delivery, moved)


def left_unsaid(delivery: Delivery) -> str:
    """Why it cannot be finished yet, in words: nothing that was promised on the way goes by in silence."""
    left = open_milestones(delivery)
    if not left:
        return ""
    name = said_in(left[0].titles, get_language() or "")[0]
    text = _("A milestone is neither done nor dropped: “%(milestone)s”. Say first what became of it.")
    return text % {"milestone": name}


def _take_up(delivery: Delivery, moved: Moved) -> None:
    """What fell with the decision that is taken back stands again. Whoever chose no stage goes on where it ended."""
    ended = Cancellation.objects.filter(promise=delivery.promise_id, ended_at=moved.now).order_by("-made_at").first()
    if ended is not None:
        Milestone.objects.filter(delivery=delivery, dropped_at=ended.made_at).update(dropped_at=None)
    if delivery.stage == Stage.FINISHED:
        _enter(delivery, _stage_before_the_end(delivery), moved)


def _enter(delivery: Delivery, stage: Stage, moved: Moved) -> None:
    """What another system knew earlier than our file was opened stands on the day of the stage before it."""
    last = last_stage(delivery)
    if last.stage != stage:
        on = max(moved.on, last.entered_on)
        write_stage(delivery, last, stage, on=on, notes={}, actor=moved.actor, now=moved.now)


def _stage_before_the_end(delivery: Delivery) -> Stage:
    before = delivery.stages.exclude(stage=Stage.FINISHED).order_by("-number").values_list("stage", flat=True).first()
    return Stage(before) if before else Stage.PREPARING
