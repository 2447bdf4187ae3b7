"""A subject, a department or a criterion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participatory_budget.forms.editing_base import EditForm, texts_initial
from participatory_budget.services.editing.catalogue import LONGEST_QUESTION, EntryFacts


class EntryForm(EditForm):
    """Names by language; for a criterion what is asked, and whether it decides alone."""

    lead = _("A name in one language is needed; where one is missing, people read another one.")
    names_one_of = "name"

    def __init__(self, *args: Any, is_criterion: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_criterion = is_criterion
        self.add_texts("name", _("Name in %(language)s"), longest=255)
        if is_criterion:
            self.add_texts("question", _("What is asked, in %(language)s"), longest=LONGEST_QUESTION, long=True)
            self.fields["is_required"] = forms.BooleanField(
                label=_("Without it a proposal cannot pass"), required=False, initial=True
            )
        self.fields["order"] = forms.IntegerField(
            label=_("Place in the list"), required=False, min_value=0, max_value=10_000, initial=0
        )

    def facts(self) -> EntryFacts:
        return EntryFacts(
            names=self.texts("name"),
            order=self.cleaned_data["order"] or 0,
            questions=self.texts("question") if self.is_criterion else {},
            is_required=self.cleaned_data.get("is_required", True),
        )

    @staticmethod
    def initial_of(facts: dict[str, Any]) -> dict[str, Any]:
        found = {**texts_initial("name", facts["names"]), "order": facts["order"]}
        if "questions" in facts:
            found |= {**texts_initial("question", facts["questions"]), "is_required": facts["is_required"]}
        return found
