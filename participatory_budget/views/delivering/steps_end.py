"""Steps: the promised day, the end, and news."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hub.promises.services import write_update
from participatory_budget.enums import Stage
from participatory_budget.forms.delivering import DoneForm, DueForm, GiveUpForm, TakeUpForm, UpdateForm
from participatory_budget.services.delivering import ending
from participatory_budget.services.delivering.gate import key_of
from participatory_budget.views.delivering.shared import Step

DAY, END, NEWS = "day", "end", "news"

STEPS = {
    "day": Step(
        title=_("The day by which it is finished"),
        save=_("Publish the day"),
        section=DAY,
        form=lambda shown, *args, **kwargs: DueForm(shown.delivery.promise.due_on, *args, **kwargs),
        initial=lambda shown: {"until": shown.delivery.promise.due_on},
        seen=lambda shown: ending.day_facts(shown.delivery),
        take=lambda shown, form, actor, now: ending.set_day(
            shown.delivery.pk,
            form.cleaned_data["until"],
            reasons=form.texts("reason"),
            seen=form.cleaned_data["seen"],
            actor=actor,
            now=now,
        ),
        told=_("The day is public."),
    ),
    "finish": Step(
        title=_("The project is finished"),
        save=_("Publish that it is finished"),
        section=END,
        form=lambda shown, *args, **kwargs: DoneForm(
            *args, lead=_("Authors and followers are asked to go and look, and to say what they see."), **kwargs
        ),
        initial=lambda shown: {"on": shown.today},
        take=lambda shown, form, actor, now: ending.finish(
            shown.delivery.pk, on=form.cleaned_data["on"], actor=actor, now=now
        ),
        told=_("Everybody sees that it is finished. Authors and followers are asked to go and look."),
    ),
    "give-up": Step(
        title=_("Give the project up"),
        save=_("Publish the decision"),
        section=END,
        form=lambda shown, *args, **kwargs: GiveUpForm(*args, **kwargs),
        take=lambda shown, form, actor, now: ending.give_up(
            shown.delivery.pk,
            ending.Decision(
                form.texts("reason"),
                form.texts("decided_by"),
                form.cleaned_data["decided_on"],
                form.cleaned_data["document_url"],
            ),
            actor=actor,
            now=now,
        ),
        told=_("The decision is public, and authors and followers are told."),
        is_grave=True,
    ),
    "take-up": Step(
        title=_("Take the project up again"),
        save=_("Take it up again"),
        section=END,
        form=lambda shown, *args, **kwargs: TakeUpForm(*args, **kwargs),
        initial=lambda shown: {
            "stage": Stage.WORKS if shown.delivery.stage == Stage.FINISHED else shown.delivery.stage,
            "on": shown.today,
        },
        take=lambda shown, form, actor, now: ending.take_up_again(
            shown.delivery.pk,
            Stage(form.cleaned_data["stage"]),
            on=form.cleaned_data["on"],
            actor=actor,
            now=now,
        ),
        told=_("It is under way again, and authors and followers are told."),
    ),
    "news": Step(
        title=_("Write news"),
        save=_("Publish the news"),
        section=NEWS,
        form=lambda shown, *args, **kwargs: UpdateForm(*args, **kwargs),
        take=lambda shown, form, actor, now: write_update(
            shown.delivery.promise_id,
            texts=form.texts("text"),
            titles=form.texts("title"),
            submission_key=key_of(shown.delivery, form.cleaned_data["key"]),
            actor=actor,
            now=now,
        ),
        told=_("The news is public, and authors and followers are told."),
    ),
}
