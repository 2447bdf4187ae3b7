"""What an author says to the city: yes or no to a change, and an appeal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 5_000


class AnswerChangeForm(forms.Form):
    agreed = forms.ChoiceField(
        label=_("Do you agree to the change?"),
        choices=[("yes", _("Yes, my proposal changes as shown")), ("no", _("No, it stays as it is"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("What you want to say about it"),
        required=False,
        max_length=LONGEST,
        help_text=_("Everybody can read it."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def refuse(self, where: str, message: str) -> None:
        self.add_error(where if where in self.fields else None, message)


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("Why should it be looked at again?"),
        max_length=LONGEST,
        help_text=_("Everybody can read it. Name what was overlooked or is wrong in the reason."),
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )

    def refuse(self, where: str, message: str) -> None:
        self.add_error(where if where in self.fields else None, message)
