"""The steps of proposing as forms. They show what was typed and what is wrong with it; the engine holds the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.contributions.enums import PublishAs
from participatory_budget.engine.answers import LIMITS, STEPS
from participatory_budget.reports.proposal_problems import LABELS, Complaint
from participatory_budget.selectors.choices import Offer

MOST_RADIOS = 12
DEMANDED = ("title", "description", "envelope", "publish_as")
HELP = {
    "title": gettext_lazy("Such as “Six trees and two benches on the market square”."),
    "description": gettext_lazy("What is there now, what should be there? Write as you would tell a neighbour."),
    "benefit": gettext_lazy("Such as “Children of the school who wait for the bus in the sun”."),
    "place": gettext_lazy("Street, square, building or corner, as people there call it."),
    "cost_guess": gettext_lazy("A guess is enough. The city works out the cost later."),
    "photo": gettext_lazy(
        "JPEG or PNG, 5 MB at most. We take out hidden details such as the camera and the place. Show nobody who has "
        "not agreed."
    ),
    "photo_alt": gettext_lazy("A short sentence for people who cannot see it."),
    "author_name": gettext_lazy("Everybody sees it. It need not be your real name if you chose a pseudonym."),
}
# Said in the place of "(optional)", which would not be true of these.
NEEDED_WHEN = {
    "photo_alt": gettext_lazy("(needed with a photo)"),
    "author_name": gettext_lazy("(needed with a name or a pseudonym)"),
}
NAME_WORDS = (
    (PublishAs.NAMED.value, gettext_lazy("With my name: everybody sees it beside the proposal.")),
    (PublishAs.PSEUDONYM.value, gettext_lazy("With a pseudonym: everybody sees the name that I choose.")),
    (PublishAs.ANONYMOUS.value, gettext_lazy("Without a name: only the city knows who sent it.")),
)
_AREAS = {"description": 9, "benefit": 4}


class AnswerForm(forms.Form):
    """Filled with answers as they were typed; its errors are the complaints about them."""

    use_required_attribute = False

    def __init__(
        self, names: Sequence[str], answers: Mapping[str, str], offer: Offer, complaints: Sequence[Complaint] = ()
    ) -> None:
        super().__init__(data=dict(answers))
        self._complaints = [one for one in complaints if one.field in names]
        for name in names:
            self.fields[name] = _field(name, offer)
            self.fields[name].needed_when = NEEDED_WHEN.get(name, "")  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        for one in self._complaints:
            self.add_error(one.field, one.message)


def step_form(
    step: str,
    answers: Mapping[str, str],
    offer: Offer,
    complaints: Sequence[Complaint] = (),
    *,
    has_photo: bool = False,
) -> AnswerForm:
    names = [name for name in STEPS[step] if name != "category" or offer.categories]
    if step == "money":
        names.insert(1, "photo")
    form = AnswerForm(names, answers, offer, complaints)
    if has_photo:
        form.fields["photo_alt"].required = True
    return form


def _field(name: str, offer: Offer) -> forms.Field:
    options: dict[str, Any] = {
        "label": LABELS.get(name, ""),
        "help_text": HELP.get(name, ""),
        "required": name in DEMANDED,
    }
    if name in ("latitude", "longitude"):
        return forms.CharField(required=False, widget=forms.HiddenInput)
    if name == "photo":
        return forms.FileField(**options, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}))
    if name == "publish_as":
        return forms.ChoiceField(**options, choices=NAME_WORDS, widget=forms.RadioSelect)
    if name == "envelope":
        rows = [(one.envelope.slug, one.name) for one in offer.envelopes]
        return _choice(options, rows, gettext_lazy("Choose"))
    if name == "category":
        return _choice(options, [(one.slug, one.name) for one in offer.categories], gettext_lazy("Not decided"))
    attrs = {"dir": "auto"}
    if name in _AREAS:
        widget: forms.Widget = forms.Textarea(attrs={**attrs, "rows": _AREAS[name]})
    elif name == "cost_guess":
        widget = forms.TextInput(attrs={**attrs, "inputmode": "decimal", "autocomplete": "off"})
    elif name == "author_name":
        widget = forms.TextInput(attrs={**attrs, "autocomplete": "nickname"})
    else:
        widget = forms.TextInput(attrs={**attrs, "autocomplete": "off"})
    return forms.CharField(**options, max_length=LIMITS[name], widget=widget)


def _choice(options: dict[str, Any], rows: list[tuple[str, str]], empty: Any) -> forms.ChoiceField:
    if len(rows) > MOST_RADIOS:
        return forms.ChoiceField(**options, choices=[("", empty), *rows])
    first = [] if options["required"] else [("", _("Not decided"))]
    return forms.ChoiceField(**options, choices=[*first, *rows], widget=forms.RadioSelect)
