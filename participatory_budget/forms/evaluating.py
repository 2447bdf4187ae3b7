"""The officers' forms: who looks at it, criteria, costs, a change, a verdict, an appeal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from participatory_budget.engine.typed_money import parse_money
from participatory_budget.enums import AppealDecision, CriterionAnswer, Verdict
from participatory_budget.models.catalogue import Criterion, Department, named
from participatory_budget.selectors.evaluation import Dossier
from participatory_budget.services.evaluating.costing import SUMS, Price
from participatory_budget.services.evaluating.finding import Finding

if TYPE_CHECKING:
    from hub.accounts.models.user import User
    from participatory_budget.models.evaluation import Evaluation
    from participatory_budget.models.proposal import Proposal

LONGEST = 10_000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _language_field() -> forms.ChoiceField:
    names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
    return forms.ChoiceField(label=_("Language of your text"), choices=names, initial=translation.get_language)


def _reason(rows: int) -> forms.CharField:
    return forms.CharField(
        label=_("Reason (public)"),
        max_length=LONGEST,
        widget=_area(rows),
        error_messages={"required": _("Give the reason: it is published.")},
    )


class StepForm(forms.Form):
    """One step of the file; a service's refusal stands beside the field that it names."""

    # Several forms stand on one page: each name and id is told apart by the step.
    step = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", self.step)
        super().__init__(*args, **kwargs)

    def refuse(self, where: str, message: str) -> None:
        self.add_error(where if where in self.fields else None, message)


class AssignForm(StepForm):
    step = "assign"
    department = forms.ChoiceField(label=_("Department"), required=False)
    officer = forms.ChoiceField(label=_("In charge (not public)"), required=False)
    due_on = forms.DateField(label=_("Due (public)"), required=False, widget=_day())

    def __init__(
        self,
        *args: Any,
        departments: Sequence[Department],
        officers: Iterable[User],
        language: str,
        is_appealed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_appealed:
            # The appeal has a date of its own, which stands at the top of the page.
            self.fields["due_on"].label = _("Due for the first look (public)")
        self._departments = {str(one.pk): one for one in departments}
        self._officers = {str(one.pk): one for one in officers}
        fields: dict[str, Any] = self.fields
        fields["department"].choices = [("", _("Nobody yet")), *department_choices(departments, language)]
        fields["officer"].choices = [
            ("", _("Nobody yet")),
            *((key, one.public_name) for key, one in self._officers.items()),
        ]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "department": self._departments.get(data["department"]),
            "officer": self._officers.get(data["officer"]),
            "due_on": data["due_on"],
        }

    @staticmethod
    def initial_of(evaluation: Evaluation | None) -> dict[str, Any]:
        if evaluation is None:
            return {}
        return {
            "department": str(evaluation.department_id or ""),
            "officer": str(evaluation.assigned_to_id or ""),
            "due_on": evaluation.due_on,
        }


class ManyForm(StepForm):
    """For all that are ticked; what is left empty stays as it is in each."""

    step = "many"
    department = forms.ChoiceField(label=_("Department"), required=False)
    due_on = forms.DateField(label=_("Due (public)"), required=False, widget=_day())

    def __init__(self, *args: Any, departments: Sequence[Department], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._departments = {str(one.pk): one for one in departments}
        self._language = language
        field: Any = self.fields["department"]
        field.choices = [("", _("As it is")), *department_choices(departments, language)]

    def values(self) -> dict[str, Any]:
        return {
            "department": self._departments.get(self.cleaned_data["department"]),
            "due_on": self.cleaned_data["due_on"],
        }

    def name_of(self, department: Department) -> str:
        return named(department.names, self._language)[0] or department.slug


class CriteriaForm(StepForm):
    step = "criteria"
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, criteria: Sequence[Criterion], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._criteria = criteria
        for one in criteria:
            name = named(one.names, language)[0] or one.slug
            self.fields[f"answer_{one.pk}"] = forms.ChoiceField(
                label=name, required=False, choices=[("", _("No answer yet")), *CriterionAnswer.choices]
            )
            self.fields[f"note_{one.pk}"] = forms.CharField(
                label=_("Note on “%(criterion)s” (public)") % {"criterion": name},
                required=False,
                max_length=LONGEST,
                widget=_area(2),
            )
        self.fields["language"] = _language_field()
        self._language = language

    def given(self) -> dict[int, Finding]:
        data = self.cleaned_data
        return {one.pk: Finding(data[f"answer_{one.pk}"], data[f"note_{one.pk}"]) for one in self._criteria}

    def rows(self) -> list[dict[str, Any]]:
        """A criterion with its question and its two fields."""
        return [
            {
                "criterion": one,
                "question": named(one.questions, self._language),
                "answer": self[f"answer_{one.pk}"],
                "note": self[f"note_{one.pk}"],
            }
            for one in self._criteria
        ]

    @staticmethod
    def initial_of(dossier: Dossier) -> dict[str, Any]:
        values: dict[str, Any] = {"seen": dossier.findings_seen}
        for pk, one in dossier.findings.items():
            values |= {f"answer_{pk}": one.answer, f"note_{pk}": one.note}
        return values


class CostsForm(StepForm):
    step = "costs"
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    cost_low = forms.CharField(label=_("At least"), required=False, max_length=40)
    cost_high = forms.CharField(label=_("At most"), required=False, max_length=40)
    cost_final = forms.CharField(label=_("Final cost, as on the ballot"), required=False, max_length=40)
    running_cost = forms.CharField(label=_("Running cost in a year"), required=False, max_length=40)
    costed_by = forms.CharField(label=_("Who costed it (public)"), required=False, max_length=200)

    def __init__(self, *args: Any, unit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unit = unit
        for name in SUMS:
            self.fields[name].widget.attrs |= {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in SUMS:
            text = (cleaned.get(name) or "").strip()
            cleaned[name] = None
            if text:
                try:
                    cleaned[name] = parse_money(text, self._unit)
                except ValueError:
                    self.add_error(name, forms.ValidationError(_("Write a sum such as 12,500 or 12,500.50.")))
        return cleaned

    def price(self) -> Price:
        data = self.cleaned_data
        return Price(**{name: data[name] for name in SUMS}, costed_by=data["costed_by"])

    @staticmethod
    def initial_of(dossier: Dossier, unit: int) -> dict[str, Any]:
        values: dict[str, Any] = {"seen": dossier.costs_seen}
        if one := dossier.evaluation:
            values |= {name: as_typed(getattr(one, name), unit) for name in SUMS}
            values["costed_by"] = one.costed_by
        return values


class OfferForm(StepForm):
    step = "offer"
    title = forms.CharField(label=_("New title"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    description = forms.CharField(label=_("New text"), max_length=LONGEST, widget=_area(8))
    reason = forms.CharField(label=_("Why it is needed (public)"), max_length=LONGEST, widget=_area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = _language_field()

    @staticmethod
    def initial_of(proposal: Proposal) -> dict[str, Any]:
        return {"title": proposal.title, "description": proposal.description}


class RecordAnswerForm(StepForm):
    """Where the author has no account and said it by letter or telephone."""

    step = "answer"
    agreed = forms.ChoiceField(
        label=_("What the author said"),
        choices=[("yes", _("Agreed to the change")), ("no", _("Did not agree"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("When and how (public)"), max_length=LONGEST, widget=_area(2))


class DecideForm(StepForm):
    step = "decide"
    after = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a verdict.")},
    )
    reason = _reason(5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = _language_field()


class AppealDecisionForm(StepForm):
    step = "appeal"
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=AppealDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is decided about the appeal.")},
    )
    reason = _reason(4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = _language_field()


def department_choices(departments: Iterable[Department], language: str) -> list[tuple[str, str]]:
    return [(str(one.pk), named(one.names, language)[0] or one.slug) for one in departments]


def as_typed(amount: int | None, unit: int) -> str:
    """A sum as `parse_money` reads it back: "12500.5"; three places get a fourth, so that they mean no thousands."""
    if amount is None:
        return ""
    whole, part = divmod(amount, unit)
    if not part:
        return str(whole)
    places = f"{part:0{len(str(unit)) - 1}d}".rstrip("0")
    return f"{whole}.{places}0" if len(places) == 3 else f"{whole}.{places}"
