"""The form for a comment. Parses and explains; whether it is accepted is decided by the services."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.forms import XtdCommentForm

from hub.accounts.forms.entrance import validate_public_name
from hub.contributions.engine.confirmation import FORM_KEY
from hub.contributions.engine.draft import Draft
from hub.contributions.enums import AuthorKind, Position, PublishAs, Refusal

if TYPE_CHECKING:
    from hub.accounts.models.user import User
    from hub.contributions.models.comment import Comment
    from hub.contributions.models.thread import Thread

PUBLISH_AS_EXPLAINED = (
    (PublishAs.NAMED, _("With my name: your text and your name are public.")),
    (PublishAs.PSEUDONYM, _("With a pseudonym: your text is public beside the name you choose.")),
    (PublishAs.ANONYMOUS, _("Without a name: only your text is public.")),
    (PublishAs.CONFIDENTIAL, _("Not published: your text is counted, read and answered, but only staff can see it.")),
)
_SECURITY_FIELDS = ("content_type", "object_pk", "timestamp", "security_hash")


class CommentForm(XtdCommentForm):
    """`thread` is what the comment hangs on; `comment` (as in django-comments-xtd) is the one replied to."""

    data: Any

    position = forms.ChoiceField(
        label=_("What do you say about it?"),
        choices=Position.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you say about it.")},
    )
    suggested_text = forms.CharField(
        label=_("Other wording that you suggest"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Change the text here. Readers see what you would take out and what you would put in."),
    )
    publish_as = forms.ChoiceField(
        label=_("How shall we publish it?"), choices=PUBLISH_AS_EXPLAINED, widget=forms.RadioSelect
    )
    form_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        thread: Thread,
        *args: Any,
        user: User | None = None,
        clause_text: str = "",
        **kwargs: Any,
    ) -> None:
        self.user = user if user is not None and user.is_authenticated else None
        self.clause_text = clause_text.strip()
        self.parent: Comment | None = kwargs.get("comment")
        super().__init__(thread, *args, **kwargs)
        # Neither a link beside the name nor the library's own followers: we write to the author ourselves.
        del self.fields["url"], self.fields["followup"]
        self._words()
        self._person()
        if self.parent is not None:
            del self.fields["position"], self.fields["suggested_text"]
        elif not self.clause_text:
            del self.fields["suggested_text"]
        else:
            self.fields["suggested_text"].initial = self.clause_text
        self.fields["form_key"].initial = uuid.uuid4().hex
        self.order_fields(["position", "comment", "suggested_text", "publish_as", "name", "email"])

    def _words(self) -> None:
        body = self.fields["comment"]
        body.label = _("Your reply") if self.parent is not None else _("Your comment")
        body.required = self.parent is not None
        body.widget = forms.Textarea(attrs={"rows": 7, "dir": "auto"})
        body.error_messages["required"] = _("Write your reply.")
        # The library's limit goes; the service has one of ours and says what to do about it.
        body.max_length = None
        body.validators = [each for each in body.validators if not isinstance(each, MaxLengthValidator)]
        self.fields["honeypot"].label = _("Leave this field empty")
        self.fields["honeypot"].widget.attrs = {"autocomplete": "off", "tabindex": "-1"}

    def _person(self) -> None:
        name, email = self.fields["name"], self.fields["email"]
        name.widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "name", "maxlength": None})
        name.label, name.required, name.max_length = _("Your name or pseudonym"), False, 200
        name.validators = []
        name.help_text = _("Needed only if it is to be published beside your text.")
        publish_as = self.fields["publish_as"]
        # The less is shown, the better a default: who wants their name there chooses it.
        publish_as.initial = PublishAs.ANONYMOUS
        if self.user is not None:
            del self.fields["email"]
            name.initial = self.user.pseudonym
            if self.user.kind == AuthorKind.ORGANISATION and self.user.organisation_name:
                name.initial, publish_as.initial = self.user.organisation_name, PublishAs.NAMED
            elif self.user.pseudonym:
                publish_as.initial = PublishAs.PSEUDONYM
            return
        email.label = _("Your e-mail address")
        email.help_text = _("We send a code to it, and later the answer. It is never published.")
        email.widget = forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"})
        email.error_messages["required"] = _("Give your e-mail address, so that we can send you a code.")

    # --- reading what came in ---------------------------------------------------------------------------------------

    def clean_honeypot(self) -> str:
        if self.cleaned_data["honeypot"]:
            raise ValidationError(_("A field that people cannot see was filled in. Empty it and send again."))
        return ""

    def clean_timestamp(self) -> int:
        try:
            timestamp: int = super().clean_timestamp()
        except OverflowError as error:  # a number of four hundred digits is none of ours
            raise ValidationError("", code="forged") from error
        if time.time() - timestamp < settings.CONTRIBUTION_SECONDS_AT_LEAST:
            raise ValidationError(_("That was faster than people type. Please send it once more."), code="too_fast")
        return timestamp

    def clean_name(self) -> str:
        name = " ".join((self.cleaned_data.get("name") or "").split())
        if len(name) > 200:
            raise ValidationError(_("This name is longer than 200 characters."))
        return name

    def clean_suggested_text(self) -> str:
        """The clause's own text, unchanged, suggests nothing."""
        text = self.cleaned_data.get("suggested_text") or ""
        return "" if text.split() == self.clause_text.split() else text

    def clean_form_key(self) -> str:
        key = self.cleaned_data.get("form_key") or ""
        return key if FORM_KEY.fullmatch(key) else uuid.uuid4().hex

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        body = (cleaned.get("comment") or "").strip()
        unfinished = {"comment", "suggested_text"} & set(self.errors)
        if not body and not cleaned.get("suggested_text") and not unfinished:
            self.add_error("comment", Refusal.EMPTY.label)
        needs_name = cleaned.get("publish_as") in (PublishAs.NAMED, PublishAs.PSEUDONYM)
        if needs_name and "name" not in self.errors:
            self._check_shown_name(cleaned.get("name") or "")
        self._explain_security_errors()
        return cleaned

    def _check_shown_name(self, name: str) -> None:
        """By the same rule as the names of accounts: no invisible characters, no e-mail address by mistake."""
        if not name:
            self.add_error("name", Refusal.NAME_MISSING.label)
            return
        try:
            validate_public_name(name)
        except ValidationError as error:
            self.add_error("name", error)

    def _explain_security_errors(self) -> None:
        """Errors of hidden fields would stand nowhere: one plain line instead, and fresh values for the next try."""
        found = [name for name in _SECURITY_FIELDS if name in self.errors]
        if not found:
            return
        timestamp = self.errors.get("timestamp")
        too_fast = timestamp is not None and timestamp.as_data()[0].code == "too_fast"
        message = (
            timestamp[0]
            if too_fast and timestamp is not None
            else _("This page was open for a long time. Your text is still here: please send it again.")
        )
        for name in found:
            del self.errors[name]
        # Sent in haste and not complete: what is missing says enough, and by the next try time has passed.
        if not too_fast or not self.errors:
            self.add_error(None, message)
        if not too_fast:
            self.data = self.data.copy()
            self.data.update(self.generate_security_data())

    # --- handing on ---------------------------------------------------------------------------------------------------

    def given_email(self) -> str:
        return str(self.cleaned_data.get("email") or "")

    def to_draft(self, *, page_language: str) -> Draft:
        data = self.cleaned_data
        return Draft(
            body=data.get("comment") or "",
            position=data.get("position") or "",
            suggested_text=data.get("suggested_text") or "",
            publish_as=data["publish_as"],
            author_name=data.get("name") or "",
            author_language=page_language,
            parent_id=self.parent.pk if self.parent is not None else None,
            submission_key=data["form_key"],
        )
