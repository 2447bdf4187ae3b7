"""Forms of the import: the file, a corrected clause, the decision about a pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from whitepapers.engine.imports.limits import MAX_FILE, too_large
from whitepapers.enums import DocumentKind, PartKind

ACCEPT, REJECT = "accept", "reject"
LEVELS = [(str(level), str(level)) for level in range(1, 13)]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Word (.docx), Akoma Ntoso or USLM (.xml), Markdown or HTML."),
        error_messages={"empty": _("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".docx,.xml,.akn,.md,.markdown,.html,.htm,.txt"}),
    )
    target = forms.ChoiceField(label=_("What it becomes"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of document"), choices=DocumentKind.choices, help_text=_("A new version keeps the kind it has.")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    changes = forms.ChoiceField(
        label=_("Tracked changes in a Word file"),
        choices=[(ACCEPT, _("Accept them: the new text")), (REJECT, _("Reject them: the text before"))],
        initial=ACCEPT,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, documents: Sequence[tuple[str, str]], may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new = [("", _("A new document"))] if may_add else []
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            *new,
            *([(_("A new version of"), list(documents))] if documents else []),
        ]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("As the file says")),
            *((code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES),
        ]

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        if uploaded.size > MAX_FILE:
            raise forms.ValidationError(too_large())
        return uploaded


class TitleForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=255)


class PartForm(forms.Form):
    """One heading, clause or note, corrected."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PartKind.choices)
    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=LEVELS,
        coerce=int,
        help_text=_(
            "1 is a clause, 2 its sub-clause; of headings 1 is a part, 2 its section. What stands below moves along."
        ),
    )
    number = forms.CharField(label=_("Number"), max_length=40, required=False)
    heading = forms.CharField(label=_("Heading"), max_length=500, required=False)
