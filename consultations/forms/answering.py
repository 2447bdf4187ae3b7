"""The form of an answer: what was decided, by whom and why, what changes because of it, what happens next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from consultations.enums import Decision
from consultations.models.consultation import Consultation
from consultations.selectors.outcomes import reasons_of
from consultations.services.answering import Answer, Step

if TYPE_CHECKING:
    from consultations.models.outcome import Outcome

STEPS = 3


def _words(code: str) -> dict[str, str]:
    return {"lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr"}


class TextsForm(forms.Form):
    """One text in each language; `word` says what it is."""

    label = _("Text in %(language)s")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=self.label % {"language": get_language_info(code)["name_translated"]},
                required=False,
                max_length=5_000,
                widget=forms.Textarea(attrs={"rows": 4, **_words(code)}),
            )

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(f"text_{code}") or "" for code, _name in settings.LANGUAGES}

    def refuse(self, where: str, message: str) -> None:
        self.add_error(where if where in self.fields else None, message)


class GapForm(TextsForm):
    """Why there is no answer, as the report will print it."""

    label = _("Why there is no answer, in %(language)s")


class SendBackForm(forms.Form):
    note = forms.CharField(label=_("What should be changed"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    """The answer to a clause, a theme or chosen contributions, in each language."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    responsible_body = forms.CharField(
        label=_("Responsible body"),
        max_length=200,
        required=False,
        help_text=_("Who decided, or who will do it."),
    )
    changes = forms.MultipleChoiceField(
        label=_("Clauses that change because of it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The comparison of versions names this answer beside their next change. An accepted answer to a clause "
            "explains the next change of that clause without it."
        ),
    )

    def __init__(self, *args: Any, clauses: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changes: Any = self.fields["changes"]
        changes.choices = [(str(pk), title) for pk, title in clauses]
        for code, _name in settings.LANGUAGES:
            language = {"language": get_language_info(code)["name_translated"]}
            self.fields[f"reason_{code}"] = forms.CharField(
                label=_("Reason in %(language)s") % language,
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs={"rows": 5, **_words(code)}),
            )
        for number in range(STEPS):
            self.fields[f"step_{number}_due"] = forms.DateField(
                label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            )
            for code, _name in settings.LANGUAGES:
                language = {"language": get_language_info(code)["name_translated"]}
                self.fields[f"step_{number}_{code}"] = forms.CharField(
                    label=_("What will be done, in %(language)s") % language,
                    required=False,
                    max_length=400,
                    widget=forms.TextInput(attrs=_words(code)),
                )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.reasons():
            self.add_error(
                f"reason_{settings.LANGUAGE_CODE}",
                forms.ValidationError(_("Give the reason in at least one language."), code="required"),
            )
        for number in range(STEPS):
            if cleaned.get(f"step_{number}_due") and not self._step_texts(number):
                self.add_error(
                    f"step_{number}_{settings.LANGUAGE_CODE}",
                    forms.ValidationError(_("Say what will be done by this day."), code="required"),
                )
        return cleaned

    def reasons(self) -> dict[str, str]:
        return self._texts("reason_")

    def answer(self) -> Answer:
        data = self.cleaned_data
        steps = [Step(self._step_texts(number), data.get(f"step_{number}_due")) for number in range(STEPS)]
        return Answer(
            decision=data["decision"],
            reasons=self.reasons(),
            responsible_body=data["responsible_body"],
            changes=[(UUID(value), None) for value in data["changes"]],
            steps=[step for step in steps if step.texts],
        )

    def reason_fields(self) -> list[forms.BoundField]:
        return [self[f"reason_{code}"] for code, _name in settings.LANGUAGES]

    def step_fields(self) -> list[list[forms.BoundField]]:
        codes = [code for code, _name in settings.LANGUAGES]
        return [
            [self[f"step_{number}_due"], *(self[f"step_{number}_{code}"] for code in codes)] for number in range(STEPS)
        ]

    def refuse(self, where: str, message: str) -> None:
        self.add_error(where if where in self.fields else None, message)

    def _step_texts(self, number: int) -> dict[str, str]:
        return self._texts(f"step_{number}_")

    def _texts(self, prefix: str) -> dict[str, str]:
        return {
            code: text.strip()
            for code, _name in settings.LANGUAGES
            if (text := self.cleaned_data.get(f"{prefix}{code}") or "").strip()
        }

    @staticmethod
    def initial_of(outcome: Outcome | None, consultation: Consultation) -> dict[str, Any]:
        if outcome is None:
            return {"responsible_body": consultation.owner_body}
        values: dict[str, Any] = {
            "decision": outcome.decision,
            "responsible_body": outcome.responsible_body,
            "changes": [str(change.clause_id) for change in outcome.changes.all()],
        }
        values |= {f"reason_{code}": text for code, text in reasons_of(outcome).items()}
        for number, step in enumerate(outcome.next_steps.all()[:STEPS]):
            values[f"step_{number}_due"] = step.due_on
            values |= {f"step_{number}_{text.language}": text.text for text in step.texts.all()}
        return values


def clause_choices(rows: Sequence[Any]) -> list[tuple[UUID, str]]:
    """What can be named as changing: the clauses of the consultation, by their titles in the list of answers."""
    return [(row.clause, row.title) for row in rows if row.clause is not None]
