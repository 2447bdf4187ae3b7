"""Meetings, delays, letters: what officers enter while a consultation runs."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from consultations.forms.editing import DateTimeInput
from consultations.models.event import Event
from consultations.services.events import TEXT_FIELDS, EventFacts
from hub.accounts.forms.entrance import validate_public_name
from hub.contributions.engine.confirmation import FORM_KEY
from hub.contributions.engine.draft import Draft
from hub.contributions.enums import AuthorKind, Channel, Position, PublishAs, Refusal


def _say(form: forms.Form, where: str, message: str) -> None:
    """What the service says, beside the field that it is about."""
    form.add_error(where if where in form.fields else None, message)


class EventForm(forms.Form):
    """When a meeting is, and in each language what it is, where, and how one gets in."""

    starts_at = forms.DateTimeField(label=_("Begins"), widget=DateTimeInput)
    ends_at = forms.DateTimeField(label=_("Ends"), widget=DateTimeInput)
    link = forms.URLField(
        label=_("Link for taking part from afar"), required=False, max_length=500, assume_scheme="https"
    )
    spoken = forms.MultipleChoiceField(
        label=_("Languages spoken"), required=False, choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    sign_language = forms.BooleanField(label=_("With sign language interpretation"), required=False)
    step_free = forms.BooleanField(label=_("The place can be reached without steps"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            info = get_language_info(code)
            words = {"lang": code, "dir": "rtl" if info["bidi"] else "ltr"}
            language = {"language": info["name_translated"]}
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title in %(language)s") % language,
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs=words),
            )
            self.fields[f"place_{code}"] = forms.CharField(
                label=_("Place in %(language)s") % language,
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs=words),
            )
            self.fields[f"description_{code}"] = forms.CharField(
                label=_("Description in %(language)s") % language,
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 3, **words}),
            )
            self.fields[f"access_{code}"] = forms.CharField(
                label=_("Getting there and in, in %(language)s") % language,
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2, **words}),
                help_text=_("Lift, hearing loop, child care, bus line: what one must know to come."),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("An event ends after it begins."))
        return cleaned

    def facts(self) -> EventFacts:
        data = self.cleaned_data
        codes = [code for code, _name in settings.LANGUAGES]
        return EventFacts(
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            link=data["link"],
            spoken=tuple(data["spoken"]),
            sign_language=data["sign_language"],
            step_free=data["step_free"],
            texts={code: {name: data[f"{name}_{code}"] for name in TEXT_FIELDS} for code in codes},
        )

    def refuse(self, where: str, message: str) -> None:
        _say(self, where, message)

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        values: dict[str, Any] = {
            "starts_at": event.starts_at,
            "ends_at": event.ends_at,
            "link": event.link,
            "spoken": event.spoken.split(","),
            "sign_language": event.sign_language,
            "step_free": event.step_free,
        }
        for text in event.texts.all():
            values |= {f"{name}_{text.language}": getattr(text, name) for name in TEXT_FIELDS}
        return values


class DelayForm(forms.Form):
    """Why the answer takes longer, in each language."""

    expected_at = forms.DateTimeField(
        label=_("The answer is now expected by"), required=False, widget=DateTimeInput, help_text=_("If it is known.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            info = get_language_info(code)
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Why it takes longer, in %(language)s") % {"language": info["name_translated"]},
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 4, "lang": code, "dir": "rtl" if info["bidi"] else "ltr"}),
            )

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.LANGUAGES}

    def refuse(self, where: str, message: str) -> None:
        _say(self, where, message)


class LetterForm(forms.Form):
    """A contribution that came on paper, by telephone, in a meeting. Typed in as it was said."""

    subject = forms.ChoiceField(label=_("What it is about"))
    channel = forms.ChoiceField(
        label=_("How it came"), choices=[choice for choice in Channel.choices if choice[0] != Channel.WEB]
    )
    received_at = forms.DateTimeField(
        label=_("When it came"), widget=DateTimeInput, help_text=_("The day of the postmark or of the meeting.")
    )
    body = forms.CharField(
        label=_("What it says"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=_("Word for word where it is written, in the person's own words where it was said."),
    )
    position = forms.ChoiceField(
        label=_("What it says about it"),
        required=False,
        choices=[("", _("It does not say")), *Position.choices],
        help_text=_("Only what the person said. Do not guess."),
    )
    suggested_text = forms.CharField(
        label=_("Other wording that it suggests"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    publish_as = forms.ChoiceField(
        label=_("How it is published"),
        choices=PublishAs.choices,
        initial=PublishAs.ANONYMOUS,
        help_text=_("Without a name, unless the person asked for it to be published."),
    )
    may_be_quoted = forms.BooleanField(
        label=_("The words may be quoted in the report"),
        required=False,
        help_text=_("Only if the person said so. What is not published is never quoted."),
    )
    author_name = forms.CharField(
        label=_("Name"), required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    organisation = forms.CharField(
        label=_("Organisation for which the person speaks"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("The answer is sent to it. It is never published.")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    send_receipt = forms.BooleanField(label=_("Send a receipt to this address now"), required=False)
    form_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, subjects: Sequence[tuple[str, str]], *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        subject: Any = self.fields["subject"]
        subject.choices = subjects
        language: Any = self.fields["language"]
        language.choices = [("", _("Tell it from the text")), *settings.LANGUAGES]
        self.fields["form_key"].initial = uuid.uuid4().hex

    def clean_received_at(self) -> datetime:
        moment: datetime = self.cleaned_data["received_at"]
        if moment > self.now:
            raise ValidationError(_("This date lies in the future."))
        return moment

    def clean_form_key(self) -> str:
        key = self.cleaned_data.get("form_key") or ""
        return key if FORM_KEY.fullmatch(key) else uuid.uuid4().hex

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("body") or "").strip() and not (cleaned.get("suggested_text") or "").strip():
            self.add_error("body", Refusal.EMPTY.label)
        shown = cleaned.get("publish_as") in (PublishAs.NAMED, PublishAs.PSEUDONYM)
        if shown and not (cleaned.get("author_name") or cleaned.get("organisation")):
            self.add_error("author_name", Refusal.NAME_MISSING.label)
        for name in ("author_name", "organisation"):
            try:
                validate_public_name((cleaned.get(name) or "") if shown else "")
            except ValidationError as error:
                self.add_error(name, error)
        if cleaned.get("send_receipt") and not cleaned.get("email"):
            self.add_error("email", _("Give the address to which the receipt goes."))
        return cleaned

    def to_draft(self, *, author_language: str) -> Draft:
        data = self.cleaned_data
        return Draft(
            body=data["body"],
            position=data["position"],
            suggested_text=data["suggested_text"],
            publish_as=data["publish_as"],
            author_name=data["author_name"],
            author_kind=(AuthorKind.ORGANISATION if data["organisation"] else AuthorKind.PERSON).value,
            organisation=data["organisation"],
            may_be_quoted=data["may_be_quoted"],
            channel=data["channel"],
            language=data["language"],
            author_language=data["language"] or author_language,
            submission_key=data["form_key"],
        )
