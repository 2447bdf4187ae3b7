"""A budget itself, its calendar, and what its pages are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import PhaseKind
from participatory_budget.forms.editing_base import DateTimeInput, EditForm
from participatory_budget.models.budget import Budget
from participatory_budget.phases import Phase, Schedule
from participatory_budget.services.editing.facts import BudgetFacts

SIDES = ("south", "west", "north", "east")


class FactsForm(EditForm):
    """Slug, currency, rules of proposing, what the map shows."""

    slug = forms.CharField(
        label=_("Short name"),
        max_length=120,
        help_text=_("Stands in the address: letters, digits and hyphens."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        required=False,
        help_text=_("Three letters, such as EUR or TND. It is fixed as soon as a sum has been entered."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    proposals_per_person = forms.IntegerField(
        label=_("Proposals that one person can hand in"), required=False, help_text=_("Empty: as many as they like.")
    )
    supports_per_person = forms.IntegerField(
        label=_("Proposals that one person can support"), required=False, help_text=_("Empty: as many as they like.")
    )
    supports_needed = forms.IntegerField(
        label=_("Supports that a proposal needs"),
        required=False,
        help_text=_("Those with fewer are not evaluated. Empty or 0: every proposal is."),
    )
    premoderated = forms.BooleanField(
        label=_("A moderator reads each proposal before it is published"), required=False, initial=True
    )
    appeal_days = forms.IntegerField(
        label=_("Days to appeal against a verdict"), initial=14, help_text=_("0: there is no appeal.")
    )
    south = forms.FloatField(label=_("Southern edge of the map, in degrees"), required=False)
    west = forms.FloatField(label=_("Western edge of the map, in degrees"), required=False)
    north = forms.FloatField(label=_("Northern edge of the map, in degrees"), required=False)
    east = forms.FloatField(
        label=_("Eastern edge of the map, in degrees"),
        required=False,
        help_text=_("Leave all four empty where a budget needs no map."),
    )

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in (*SIDES, "supports_needed"):
            value = cleaned.get(name)
            if isinstance(value, float) and value != value:  # "nan" is a float for Python
                self.add_error(name, ValidationError(_("Enter a number."), code="invalid"))
        given = [name for name in SIDES if cleaned.get(name) is not None]
        if given and len(given) < len(SIDES) and not any(name in self.errors for name in SIDES):
            missing = next(name for name in SIDES if name not in given)
            self.add_error(missing, _("Give all four sides of the map, or none."))
        return cleaned

    def facts(self) -> BudgetFacts:
        data = self.cleaned_data
        has_area = data.get("south") is not None
        return BudgetFacts(
            slug=data["slug"],
            currency=data["currency"],
            proposals_per_person=data["proposals_per_person"],
            supports_per_person=data["supports_per_person"],
            supports_needed=data["supports_needed"] or 0,
            premoderated=data["premoderated"],
            appeal_days=data["appeal_days"],
            map_area=tuple(data[name] for name in SIDES) if has_area else (),
        )

    @staticmethod
    def initial_of(budget: Budget) -> dict[str, Any]:
        names = ("slug", "currency", "proposals_per_person", "supports_per_person", "supports_needed")
        found = {name: getattr(budget, name) for name in (*names, "premoderated", "appeal_days")}
        return found | dict(zip(SIDES, budget.map_area, strict=False))


class CalendarForm(EditForm):
    """Start and end of each phase; one that is left empty does not take place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in PhaseKind:
            for end, label in (("starts", _("%(phase)s: begins")), ("ends", _("%(phase)s: ends"))):
                self.fields[f"{kind.value}_{end}"] = forms.DateTimeField(
                    label=label % {"phase": kind.label}, required=False, widget=DateTimeInput
                )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for kind in PhaseKind:
            names = {f"{kind.value}_starts", f"{kind.value}_ends"}
            empty = [name for name in names if cleaned.get(name) is None and name not in self.errors]
            if len(empty) == 1 and not names & set(self.errors):
                self.add_error(empty[0], _("Give both dates, or leave both empty where this phase is left out."))
        return cleaned

    def phases(self) -> list[Phase]:
        data = self.cleaned_data
        return [
            Phase(kind, data[f"{kind.value}_starts"], data[f"{kind.value}_ends"])
            for kind in PhaseKind
            if data[f"{kind.value}_starts"] is not None
        ]

    @property
    def rows(self) -> Iterable[tuple[str, Any, Any]]:
        """The name of a phase, and its two fields."""
        return [(str(kind.label), self[f"{kind.value}_starts"], self[f"{kind.value}_ends"]) for kind in PhaseKind]

    @staticmethod
    def initial_of(phases: Schedule) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in phases:
            found |= {f"{one.kind.value}_starts": one.starts_at, f"{one.kind.value}_ends": one.ends_at}
        return found


class PublishForm(EditForm):
    """Titles of the pages; a language without one has another one's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", _("Title in %(language)s"), longest=200)
        self.add_texts(
            "summary",
            _("Summary in %(language)s"),
            longest=300,
            long=True,
        )
