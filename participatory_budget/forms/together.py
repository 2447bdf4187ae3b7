"""Inviting a co-author, answering such a question, asking for a merge. Rules stand in the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 1000


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We write to this address once. It is shown to nobody and goes with the answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )


class StandBehindForm(forms.Form):
    SHOWN, HIDDEN = "shown", "hidden"
    name = forms.ChoiceField(label=_("Your name"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, public_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = [  # type: ignore[attr-defined]
            (self.SHOWN, _("Show my public name: %(name)s") % {"name": public_name}),
            (self.HIDDEN, _("Do not show it: I am counted as “and 1 more”")),
        ]


class MergeForm(forms.Form):
    """`way`: does the proposal whose page this is go into the other one, or the other one into it?"""

    OUT, IN = "out", "in"
    way = forms.ChoiceField(
        label=_("Which one stays?"),
        choices=[
            (OUT, _("The other one stays, this one becomes part of it")),
            (IN, _("This one stays, the other one becomes part of it")),
        ],
        widget=forms.RadioSelect,
        initial=OUT,
    )
    reason = forms.CharField(
        label=_("Why they belong together"),
        max_length=LONGEST_REASON,
        help_text=_("Both sides read it now; everybody reads it once the two are one."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
