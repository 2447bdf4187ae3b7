"""One form for each way to show that one may vote."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participatory_budget.engine.ages import read_day
from participatory_budget.engine.identities import LONGEST_TYPED
from participatory_budget.enums import EligibilityWay
from participatory_budget.reports.eligibility import District, EligibilityView
from participatory_budget.services.roll.proving import Declaration

TYPED = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "dir": "ltr"}


class DayField(forms.CharField):
    """A day as people write it; cleaned to a date."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "bday", "dir": "ltr"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if (day := read_day(text)) is None:
            raise ValidationError(_("Write the day like 17/05/1990: day, month, year."), code="no_day")
        return day


def district_field(districts: list[District], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("District"),
        choices=[(one.slug, one.name) for one in districts],
        widget=forms.RadioSelect,
        **more,
    )


class ProofForm(forms.Form):
    """`next` is where the person came from, such as a ballot."""

    way = ""
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def __init__(self, view: EligibilityView, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{self.way}-%s"
        super().__init__(*args, **kwargs)
        self.view = view

    def refuse(self, where: str, message: str) -> None:
        self.add_error(where if where in self.fields else None, message)

    def add_number(self, help_text: Any) -> None:
        # The city's own words name the number, in whatever language they are.
        label = self.view.asked or _("Number")
        self.fields["identity"] = forms.CharField(
            label=label, help_text=help_text, max_length=LONGEST_TYPED, widget=forms.TextInput(attrs=TYPED)
        )


class RegisterForm(ProofForm):
    way = EligibilityWay.REGISTER.value

    def __init__(self, view: EligibilityView, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        self.add_number(_("Spaces, dashes and small letters make no difference."))


class CodeForm(ProofForm):
    way = EligibilityWay.CODE.value

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Three groups of four letters and digits, such as 7K2M-QX94-H3TB. O is read as 0; I and L as 1."),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs=TYPED),
    )


class DeclarationForm(ProofForm):
    way = EligibilityWay.DECLARATION.value

    def __init__(self, view: EligibilityView, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        if view.asked:
            self.add_number(_("It is kept as a keyed hash only, so that each number serves once."))
        if view.minimum_age is not None:
            self.fields["birth_date"] = DayField(
                label=_("Your date of birth"), help_text=_("Such as 17/05/1990. It is checked now and not kept.")
            )
        if view.districts:
            self.fields["district"] = district_field(list(view.districts))
        self.fields["is_true"] = forms.BooleanField(
            label=_("I live here, I may vote by the rules above, and what I have typed is true.")
        )

    def declaration(self) -> Declaration:
        data = self.cleaned_data
        born: date | None = data.get("birth_date")
        return Declaration(
            identity=data.get("identity", ""),
            birth_date=born,
            district=data.get("district", ""),
            lives_here=bool(data.get("is_true")),
        )


FORMS: dict[str, type[ProofForm]] = {one.way: one for one in (RegisterForm, CodeForm, DeclarationForm)}
