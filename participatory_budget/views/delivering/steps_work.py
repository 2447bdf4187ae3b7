"""Steps: the stage, and milestones."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import Stage
from participatory_budget.forms.delivering import (
    ConfirmForm,
    DeskForm,
    DoneForm,
    MilestoneForm,
    MoveForm,
    ReasonForm,
    StageForm,
)
from participatory_budget.forms.editing_base import texts_initial
from participatory_budget.models.delivery import Milestone
from participatory_budget.services.delivering import milestones
from participatory_budget.services.delivering.stages import enter_stage, stage_facts
from participatory_budget.views.delivering.shared import Shown, Step

WORK, PLAN = "work", "plan"


def _facts(shown: Shown) -> Any:
    return milestones.milestone_facts(shown.item)


def _reopening(shown: Shown, *args: Any, **kwargs: Any) -> DeskForm:
    return ConfirmForm(
        _("It is open again, with the day that was planned. What happened before stays in sight."), *args, **kwargs
    )


STEPS = {
    "stage": Step(
        title=_("Another stage"),
        save=_("Publish the stage"),
        section=WORK,
        form=lambda shown, *args, **kwargs: StageForm(*args, **kwargs),
        initial=lambda shown: {"stage": shown.delivery.stage, "on": shown.today},
        seen=lambda shown: stage_facts(shown.delivery),
        take=lambda shown, form, actor, now: enter_stage(
            shown.delivery.pk,
            Stage(form.cleaned_data["stage"]),
            on=form.cleaned_data["on"],
            notes=form.texts("note"),
            seen=form.cleaned_data["seen"],
            actor=actor,
            now=now,
        ),
        told=_("The stage is public, and authors and followers are told."),
    ),
    "milestone": Step(
        title=_("New milestone"),
        save=_("Add it"),
        section=PLAN,
        form=lambda shown, *args, **kwargs: MilestoneForm(*args, **kwargs),
        take=lambda shown, form, actor, now: milestones.add_milestone(
            shown.delivery.pk,
            titles=form.texts("title"),
            planned_on=form.cleaned_data["planned_on"],
            actor=actor,
            now=now,
        ),
        told=_("The milestone is public."),
    ),
    "milestone-name": Step(
        title=_("Rename a milestone"),
        save=_("Save"),
        section=PLAN,
        item=Milestone,
        form=lambda shown, *args, **kwargs: MilestoneForm(*args, with_day=False, **kwargs),
        initial=lambda shown: texts_initial("title", shown.item.titles),
        seen=_facts,
        take=lambda shown, form, actor, now: milestones.rename_milestone(
            shown.item.pk, titles=form.texts("title"), seen=form.cleaned_data["seen"], actor=actor, now=now
        ),
        told=_("Saved."),
    ),
    "milestone-move": Step(
        title=_("Move a milestone"),
        save=_("Publish the new day"),
        section=PLAN,
        item=Milestone,
        form=lambda shown, *args, **kwargs: MoveForm(*args, **kwargs),
        initial=lambda shown: {"to": shown.item.planned_on},
        seen=_facts,
        take=lambda shown, form, actor, now: milestones.move_milestone(
            shown.item.pk,
            to=form.cleaned_data["to"],
            reasons=form.texts("reason"),
            seen=form.cleaned_data["seen"],
            actor=actor,
            now=now,
        ),
        told=_("The new day is public."),
    ),
    "milestone-done": Step(
        title=_("A milestone is done"),
        save=_("Publish that it is done"),
        section=PLAN,
        item=Milestone,
        form=lambda shown, *args, **kwargs: DoneForm(*args, **kwargs),
        initial=lambda shown: {"on": shown.today},
        seen=_facts,
        take=lambda shown, form, actor, now: milestones.finish_milestone(
            shown.item.pk, on=form.cleaned_data["on"], seen=form.cleaned_data["seen"], actor=actor, now=now
        ),
        told=_("Everybody sees that it is done, and authors and followers are told."),
    ),
    "milestone-drop": Step(
        title=_("Drop a milestone"),
        save=_("Drop it"),
        section=PLAN,
        item=Milestone,
        form=lambda shown, *args, **kwargs: ReasonForm(*args, **kwargs),
        seen=_facts,
        take=lambda shown, form, actor, now: milestones.drop_milestone(
            shown.item.pk, reasons=form.texts("reason"), seen=form.cleaned_data["seen"], actor=actor, now=now
        ),
        told=_("The milestone is crossed out, with the reason."),
        is_grave=True,
    ),
    "milestone-open": Step(
        title=_("Take a milestone up again"),
        save=_("Take it up again"),
        section=PLAN,
        item=Milestone,
        form=_reopening,
        seen=_facts,
        take=lambda shown, form, actor, now: milestones.reopen_milestone(
            shown.item.pk, seen=form.cleaned_data["seen"], actor=actor, now=now
        ),
        told=_("The milestone is open again."),
    ),
}
