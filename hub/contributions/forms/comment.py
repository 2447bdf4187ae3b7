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
from hub.contributions.engine.anchoring import LONGEST, Selector, find_words, fingerprint, select, sentences
from hub.contributions.engine.confirmation import FORM_KEY
from hub.contributions.engine.draft import Draft
from hub.contributions.engine.files import CheckedFile
from hub.contributions.enums import AuthorKind, Position, PublishAs, Refusal
from hub.contributions.forms.files import FilesField

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
PUBLISH_AS_SHORT = (
    (PublishAs.NAMED.value, _("with my name")),
    (PublishAs.PSEUDONYM.value, _("with a pseudonym")),
    (PublishAs.ANONYMOUS.value, _("without a name")),
    (PublishAs.CONFIDENTIAL.value, _("not at all")),
)
ORDER = [
    "position",
    "comment",
    "email",
    "quote",
    "suggested_text",
    "may_be_quoted",
    "publish_as",
    "name",
    "author_kind",
    "organisation",
    "register_number",
    "represents",
]
_SECURITY_FIELDS = ("content_type", "object_pk", "timestamp", "security_hash")


class CommentForm(XtdCommentForm):
    """`thread` is what the comment hangs on; `comment` (as in django-comments-xtd) is the one replied to."""

    data: Any
    # Are others' comments that say much the same shown once before it is sent?
    shows_similar = True

    # Asked, and never demanded: who has something to say need not first put it into a box.
    position = forms.ChoiceField(
        label=_("What do you say about it?"), choices=Position.choices, widget=forms.RadioSelect, required=False
    )
    quote = forms.ChoiceField(
        label=_("Which words is it about?"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Choose a sentence. Readers see it above your comment."),
        error_messages={"invalid_choice": _("The text changed in the meantime. Please choose the words again.")},
    )
    # What somebody marked in the text, and what stands in front of it: sent by the script, checked against the text.
    quote_words = forms.CharField(widget=forms.HiddenInput(attrs={"data-draft-kept": ""}), required=False)
    quote_before = forms.CharField(widget=forms.HiddenInput(attrs={"data-draft-kept": ""}), required=False)
    suggested_text = forms.CharField(
        label=_("Other wording that you suggest"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Change the text here. Readers see what you would take out and what you would put in."),
    )
    publish_as = forms.ChoiceField(
        label=_("How shall we publish it?"), choices=PUBLISH_AS_EXPLAINED, widget=forms.RadioSelect
    )
    # Consent is an act: never ticked beforehand. What is confidential is quoted nowhere, see engine/draft.py.
    may_be_quoted = forms.BooleanField(
        label=_("My words may be quoted in the report. I can take this back at any time."), required=False
    )
    files = FilesField(
        label=_("Files"),
        required=False,
        help_text=_(
            "PDF, PNG, JPEG, Word (DOCX) or OpenDocument (ODT); three at most, 5 MB each. They become public with your "
            "comment. Documents may hold the name of who wrote them: look before you attach them."
        ),
    )
    author_kind = forms.ChoiceField(
        label=_("Who speaks?"),
        required=False,
        initial=AuthorKind.PERSON,
        choices=(
            (AuthorKind.PERSON, _("I speak for myself.")),
            (AuthorKind.ORGANISATION, _("I speak for an organisation.")),
        ),
        widget=forms.RadioSelect,
    )
    organisation = forms.CharField(
        label=_("Name of the organisation"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization"}),
    )
    register_number = forms.CharField(
        label=_("Its number in a public register"),
        required=False,
        max_length=60,
        help_text=_("Of associations, companies or interest groups, if it has one."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    represents = forms.CharField(
        label=_("Whom it represents"),
        required=False,
        max_length=300,
        help_text=_("For example: 240 stallholders of the covered market."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    form_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        thread: Thread,
        *args: Any,
        user: User | None = None,
        clause_text: str = "",
        clause_language: str = "",
        files_allowed: bool = False,
        **kwargs: Any,
    ) -> None:
        self.user = user if user is not None and user.is_authenticated else None
        self.full_text, self.clause_text, self.clause_language = clause_text, clause_text.strip(), clause_language
        self.parent: Comment | None = kwargs.get("comment")
        self.files_allowed = files_allowed
        super().__init__(thread, *args, **kwargs)
        if not files_allowed:
            del self.fields["files"]
        # Neither a link beside the name nor the library's own followers: we write to the author ourselves.
        del self.fields["url"], self.fields["followup"]
        self._words()
        self._person()
        if self.parent is not None:
            del self.fields["position"], self.fields["suggested_text"]
            self._no_quote()
        elif not self.clause_text:
            del self.fields["suggested_text"]
            self._no_quote()
        else:
            self._quotable()
            self.fields["suggested_text"].initial = self.clause_text
        self.fields["form_key"].initial = uuid.uuid4().hex
        self.order_fields(ORDER)

    def _no_quote(self) -> None:
        for name in ("quote", "quote_words", "quote_before"):
            del self.fields[name]

    def _quotable(self) -> None:
        """Each sentence under its positions, which mean something in this very text only."""
        mark = fingerprint(self.full_text)
        offered = [(f"{start}-{end}-{mark}", self.full_text[start:end]) for start, end in sentences(self.full_text)]
        field = self.fields["quote"]
        field.choices = [("", _("No particular words")), *offered]
        if self.data and (words := self.data.get("quote_words")):
            # Marked by hand, and the form came back: the words stay chosen.
            field.choices.insert(1, ("words", str(words)[:LONGEST]))

    def _words(self) -> None:
        body = self.fields["comment"]
        body.label = _("Your reply") if self.parent is not None else _("Your comment")
        # Said to be needed; a suggested wording alone is enough all the same, see clean().
        body.required = True
        body.widget = forms.Textarea(attrs={"rows": 7, "dir": "auto"})
        body.error_messages["required"] = _("Write your reply.") if self.parent else Refusal.EMPTY.label
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
            # The account says whether an organisation speaks; its details are still asked for.
            of_account = ["author_kind", "organisation"]
            if self.user.kind != AuthorKind.ORGANISATION:
                of_account += ["register_number", "represents"]
            for each in ("email", *of_account):
                del self.fields[each]
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

    def clean_quote(self) -> Selector | None:
        chosen: str = self.cleaned_data.get("quote") or ""
        if not chosen:
            return None
        if chosen == "words":
            words, before = self.data.get("quote_words") or "", self.data.get("quote_before") or ""
            found = find_words(self.full_text, str(words)[:LONGEST], str(before)[-400:])
            if found is None:
                raise ValidationError(_("These words do not stand in the text as it is now. Please choose them again."))
            return found
        start, end, _mark = chosen.split("-")
        return select(self.full_text, int(start), int(end))

    def clean_organisation(self) -> str:
        return self._public_line("organisation")

    def clean_represents(self) -> str:
        return self._public_line("represents")

    def clean_register_number(self) -> str:
        return self._public_line("register_number")

    def _public_line(self, name: str) -> str:
        line = " ".join((self.cleaned_data.get(name) or "").split())
        if line:
            validate_public_name(line)
        return line

    def clean_form_key(self) -> str:
        key = self.cleaned_data.get("form_key") or ""
        return key if FORM_KEY.fullmatch(key) else uuid.uuid4().hex

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        empty = not (self.data.get("comment") or "").strip()
        if empty and "comment" in self.errors and (cleaned.get("suggested_text") or "suggested_text" in self.errors):
            del self.errors["comment"]
        needs_name = cleaned.get("publish_as") in (PublishAs.NAMED, PublishAs.PSEUDONYM)
        if cleaned.get("author_kind") == AuthorKind.ORGANISATION:
            if needs_name and not cleaned.get("organisation") and "organisation" not in self.errors:
                self.add_error("organisation", _("Give the name of the organisation."))
        elif needs_name and "name" not in self.errors and not self._speaks_as_account():
            self._check_shown_name(cleaned.get("name") or "")
        self._explain_security_errors()
        return cleaned

    def _speaks_as_account(self) -> bool:
        """An organisation's account gives its name itself."""
        return self.user is not None and self.user.kind == AuthorKind.ORGANISATION and bool(self.user.organisation_name)

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

    @property
    def published_as_now(self) -> str:
        """What the folded part of the form says without being opened."""
        value = self["publish_as"].value() or ""
        return str(dict(PUBLISH_AS_SHORT).get(value, ""))

    @property
    def who_is_open(self) -> bool:
        names = {"publish_as", "name", "author_kind", "organisation", "register_number", "represents"}
        if names & set(self.errors):
            return True
        return bool(self.is_bound and (self.data.get("name") or self.data.get("organisation")))

    def given_files(self) -> list[CheckedFile]:
        return list(self.cleaned_data.get("files") or [])

    def given_email(self) -> str:
        return str(self.cleaned_data.get("email") or "")

    def to_draft(self, *, page_language: str) -> Draft:
        data = self.cleaned_data
        quote: Selector | None = data.get("quote")
        speaks_for = data.get("author_kind") == AuthorKind.ORGANISATION
        own = self.user is not None and self.user.kind == AuthorKind.ORGANISATION
        return Draft(
            body=data.get("comment") or "",
            position=data.get("position") or "",
            suggested_text=data.get("suggested_text") or "",
            quote=quote.exact if quote else "",
            quote_prefix=quote.prefix if quote else "",
            quote_suffix=quote.suffix if quote else "",
            quote_start=quote.start if quote else None,
            quote_end=quote.end if quote else None,
            quote_language=self.clause_language if quote else "",
            publish_as=data["publish_as"],
            author_name=data.get("name") or "",
            author_kind=(AuthorKind.ORGANISATION if speaks_for else AuthorKind.PERSON).value,
            organisation=(data.get("organisation") or "") if speaks_for else "",
            register_number=(data.get("register_number") or "") if speaks_for or own else "",
            represents=(data.get("represents") or "") if speaks_for or own else "",
            may_be_quoted=bool(data.get("may_be_quoted")),
            author_language=page_language,
            parent_id=self.parent.pk if self.parent is not None else None,
            submission_key=data["form_key"],
        )
