"""A file of progress from another system."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LARGEST = 20 * 1024 * 1024


class ProgressFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.jsonl,.json,text/csv"}),
        help_text=_("CSV with a header, or one JSON object a line; UTF-8, 20 MB at most."),
    )
    strict = forms.BooleanField(label=_("Take nothing if one record is not good"), required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("The file is larger than 20 MB: use the command, or split it."))
        return file

    def refuse(self, message: str) -> None:
        self.add_error("file", message)
