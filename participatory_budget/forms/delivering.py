"""The forms behind a project: its stage, milestones, day, end and news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import Stage
from participatory_budget.forms.editing_base import EditForm

WORKING_STAGES = [one for one in Stage.choices if one[0] != Stage.FINISHED]
LONGEST_REASON = 4000


class DayInput(forms.DateInput):
    """The browser's own control, which wants ISO 8601 whatever the reader's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput, **options)


class DeskForm(EditForm):
    """`key` names the opened form: the second click of a double click finds what the first one made."""

    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    # Texts of which one language is needed, so that none alone is called optional.
    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4().hex, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    @property
    def one_of(self) -> list[str]:
        return [f"{name}_{code}" for name in self.needed for code, _name in settings.LANGUAGES]

    def add_reasons(self) -> None:
        self.add_texts("reason", _("Reason in %(language)s (public)"), longest=LONGEST_REASON, long=True)


class ConfirmForm(DeskForm):
    """Nothing to fill in: what happens is said above the button."""

    def __init__(self, lead: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lead = lead


class StageForm(DeskForm):
    lead = _("Back to an earlier stage is possible: tenders fail, inspections find faults.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"] = forms.ChoiceField(label=_("Stage"), choices=WORKING_STAGES)
        self.fields["on"] = day_field(_("Since"))
        self.add_texts("note", _("Note in %(language)s (public)"), longest=1000, long=True)


class DueForm(DeskForm):
    """A later day needs a reason; which one is later, the service knows."""

    def __init__(self, due_on: date | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"] = day_field(_("To be finished by"))
        if due_on is not None:
            self.lead = _("A later day needs a reason that everybody can read. The first day stays in sight.")
            self.add_reasons()


class MilestoneForm(DeskForm):
    needed = ("title",)

    def __init__(self, *args: Any, with_day: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", _("What is done by then, in %(language)s"), longest=200)
        if with_day:
            self.fields["planned_on"] = day_field(_("Planned for"))


class MoveForm(DeskForm):
    lead = _("A later day needs a reason that everybody can read. The first day stays in sight.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = day_field(_("New day"))
        self.add_reasons()


class DoneForm(DeskForm):
    on = day_field(_("Day"))

    def __init__(self, *args: Any, lead: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lead = lead


class ReasonForm(DeskForm):
    needed = ("reason",)
    lead = _("It stays in sight, crossed out, with the reason.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_reasons()


class GiveUpForm(DeskForm):
    needed = ("decided_by", "reason")
    lead = _(
        "The page stays, with the decision at its head. Milestones that are open are crossed out. Authors and "
        "followers are told at once."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("decided_by", _("Who decided it, in %(language)s"), longest=400)
        self.fields["decided_on"] = day_field(_("Decided on"))
        self.add_reasons()
        self.fields["document_url"] = forms.URLField(
            label=_("Address at which the decision can be read"),
            required=False,
            max_length=500,
            assume_scheme="https",
            widget=forms.URLInput(attrs={"dir": "ltr"}),
        )


class TakeUpForm(DeskForm):
    lead = _("Everybody sees that it is under way again, and authors and followers are told.")

    def __init__(self, *args: Any, stages: Sequence[Any] = WORKING_STAGES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"] = forms.ChoiceField(label=_("It goes on with"), choices=stages)
        self.fields["on"] = day_field(_("Since"))


class UpdateForm(DeskForm):
    needed = ("text",)
    lead = _("Public at once, and sent to authors and followers. One language is needed.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", _("Title in %(language)s"), longest=160)
        self.add_texts("text", _("News in %(language)s"), longest=4000, long=True)
