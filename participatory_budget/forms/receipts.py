"""What somebody pastes to find their ballot."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from participatory_budget.engine.commitments import Receipt, receipt_from


class ReceiptForm(forms.Form):
    receipt = forms.CharField(
        label=_("Your receipt"),
        help_text=_("16 groups of 8 letters and digits. Spaces, line breaks and capitals do not matter."),
        max_length=2000,
        error_messages={"required": _("Paste or type your receipt.")},
        widget=forms.Textarea(
            attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "dir": "ltr"}
        ),
    )

    def clean_receipt(self) -> Receipt:
        found = receipt_from(self.cleaned_data["receipt"])
        if found is None:
            raise forms.ValidationError(
                _("This is not a whole receipt: it has 16 groups of 8, made of digits and the letters a to f.")
            )
        return found
