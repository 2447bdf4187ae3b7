"""What a resident saw of a project, and how satisfied somebody is with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.contributions.engine.draft import Draft
from hub.contributions.engine.files import CheckedFile
from hub.contributions.enums import FileKind, Refusal
from hub.contributions.forms import CommentForm
from hub.contributions.forms.files import FilesField
from participatory_budget.engine.photos import drawn_photo
from participatory_budget.engine.places import degrees
from participatory_budget.enums import Satisfied, Seen

ASKED = ("finished", "as_promised", "place")


class PhotosField(FilesField):
    """Pictures only, as small as a screen shows them: a document could hold a photo that says where it was taken."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = "image/jpeg,image/png"

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        given = super().clean(data, initial)
        if any(one.kind not in (FileKind.JPEG, FileKind.PNG) for one in given):
            raise ValidationError(_("Only photos can be sent here: JPEG or PNG."))
        return [CheckedFile(one.kind, one.name, drawn_photo(one.content).content) for one in given]


class ProjectReportForm(CommentForm):
    """The form of a contribution, with what is asked about a project: finished, as promised, where."""

    # Two who went to look saw two things, however alike their words are.
    shows_similar = False

    finished = forms.ChoiceField(
        label=gettext_lazy("Is it finished?"), choices=Seen.choices, widget=forms.RadioSelect, required=False
    )
    as_promised = forms.ChoiceField(
        label=gettext_lazy("Is it as promised?"), choices=Seen.choices, widget=forms.RadioSelect, required=False
    )
    place = forms.CharField(
        label=gettext_lazy("Where did you see it?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Street, corner or part of the square. It becomes public with your report."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    latitude = forms.CharField(required=False, widget=forms.HiddenInput)
    longitude = forms.CharField(required=False, widget=forms.HiddenInput)
    files = PhotosField(
        label=gettext_lazy("Photos"),
        required=False,
        help_text=gettext_lazy(
            "JPEG or PNG, three at most, 5 MB each. We take out hidden details such as the camera and the place. Show "
            "nobody who has not agreed. A moderator looks at them before anybody else does."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("position", "may_be_quoted"):
            del self.fields[name]
        words = self.fields["comment"]
        words.label = _("What did you see?")
        words.help_text = _("Say what is there and what is missing. Names of other people do not belong here.")
        words.error_messages["required"] = _("Write what you saw.")

    def clean(self) -> dict[str, Any]:
        """Half a point, or one that is not on earth, is none: nobody typed it."""
        cleaned = super().clean()
        latitude = degrees(cleaned.get("latitude") or "", 90)
        longitude = degrees(cleaned.get("longitude") or "", 180)
        whole = latitude is not None and longitude is not None
        cleaned["latitude"] = f"{latitude:.6f}" if whole else ""
        cleaned["longitude"] = f"{longitude:.6f}" if whole else ""
        return cleaned

    def to_draft(self, *, page_language: str) -> Draft:
        names = (*ASKED, "latitude", "longitude")
        facts = {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
        return replace(super().to_draft(page_language=page_language), facts=facts)


class SatisfactionForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("How satisfied are you with what was built?"),
        choices=Satisfied.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one of the answers."),
            "invalid_choice": Refusal.UNKNOWN_CHOICE.label,
        },
    )
