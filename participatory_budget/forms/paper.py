"""Opening a batch of paper ballots, and typing one sheet of it. What holds is said by services.voting.paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participatory_budget.engine.paper import BLANK, SPOILED, VALID, Reading, reading, whole_number
from participatory_budget.enums import BallotForm
from participatory_budget.reports.paper_ballot import PaperProject

KINDS = (
    (VALID, _("It is marked")),
    (BLANK, _("Nothing is marked")),
    (SPOILED, _("Not clear, or against the rules")),
)


class WholeNumberField(forms.CharField):
    """In the digits of any script; cleaned to an int, None where it is empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if (number := whole_number(text)) is None:
            raise ValidationError(_("This is no whole number."), code="no_number")
        return number


class RefusableForm(forms.Form):
    """For the error summary of the desk."""

    lead: Any = ""
    one_of: Sequence[str] = ()

    def refuse(self, where: str, message: str) -> None:
        self.add_error(where if where in self.fields else None, message)


class BatchForm(RefusableForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    envelope = forms.ChoiceField(label=_("Envelope"))
    place = forms.CharField(
        label=_("Where the sheets were collected"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    sheets = WholeNumberField(
        label=_("Sheets counted by hand"),
        help_text=_("Count them before anything is typed, and write a number on each: 1, 2, 3 …"),
    )

    def __init__(self, *args: Any, envelopes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["envelope"].choices = [("", _("Choose")), *envelopes]  # type: ignore[attr-defined]


class CountForm(RefusableForm):
    sheets = WholeNumberField(label=_("Sheets counted by hand"))


class SheetForm(RefusableForm):
    """One field for each project: a box to tick, or points or a place, as the ballot has it."""

    number = WholeNumberField(label=_("Number of the sheet"))
    identity = forms.CharField(
        label=_("Number or code that stands on the sheet"),
        required=False,
        max_length=200,
        help_text=_("Spaces, dashes and small letters do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("The sheet"), choices=KINDS, widget=forms.RadioSelect)
    settles = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, projects: Sequence[PaperProject], ballot: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects = projects
        self.takes_numbers = ballot in (BallotForm.CUMULATIVE, BallotForm.ORDINAL)
        for one in projects:
            label = f"{one.number}. {one.title}"
            self.fields[f"project_{one.number}"] = (
                WholeNumberField(label=label, required=False)
                if self.takes_numbers
                else forms.BooleanField(label=label, required=False)
            )

    def boxes(self) -> list[tuple[PaperProject, forms.BoundField]]:
        return [(one, self[f"project_{one.number}"]) for one in self.projects]

    def read(self) -> Reading:
        """Empty boxes and zeros are no choice."""
        data = self.cleaned_data
        marks = [(one.code, int(data.get(f"project_{one.number}") or 0)) for one in self.projects]
        return reading(data["kind"], [(code, mark) for code, mark in marks if mark])
