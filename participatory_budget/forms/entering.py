"""One page on which staff type in what somebody proposed elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participatory_budget.engine.answers import STEPS
from participatory_budget.forms.proposing import AnswerForm
from participatory_budget.reports.proposal_problems import Complaint
from participatory_budget.selectors.choices import Offer
from participatory_budget.services.entering import OFFLINE

NAMES = tuple(name for names in STEPS.values() for name in names if name not in ("photo_alt", "latitude", "longitude"))
ORIGIN = ("channel", "source")


class EntryForm(AnswerForm):
    """Where it comes from stands first: of one workshop there are many, and these two stay from one to the next."""

    def __init__(
        self, answers: Mapping[str, str], offer: Offer, complaints: Sequence[Complaint] = (), **options: Any
    ) -> None:
        self._others: list[tuple[str, str]] = options.pop("others", [])
        super().__init__([name for name in NAMES if name != "category" or offer.categories], answers, offer, complaints)
        self.fields["channel"] = forms.ChoiceField(
            label=_("How did it reach you?"), choices=[("", _("Choose")), *((one.value, one.label) for one in OFFLINE)]
        )
        self.fields["source"] = forms.CharField(
            label=_("Where exactly?"),
            help_text=_("Public beside the proposal, such as “Workshop at the library, 12 May”."),
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"dir": "auto"}),
        )
        self.fields["publish_as"].label = _("Which name did the person agree to?")
        self.fields["publish_as"].help_text = ""
        self.order_fields([*ORIGIN, *NAMES])

    def full_clean(self) -> None:
        super().full_clean()
        for field, message in self._others:
            self.add_error(field, message)
