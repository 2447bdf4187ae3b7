"""What the fields of an imported contribution mean. Pure: values of one record in, a draft or the first fault out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from hub.contributions.engine.draft import Draft
from hub.contributions.enums import AuthorKind, Channel, Position, PublishAs
from hub.moderation.enums import State

FIELDS = (
    "external_id",
    "clause",
    "body",
    "position",
    "suggested_text",
    "quote",
    "author_name",
    "author_kind",
    "organisation",
    "email",
    "channel",
    "received_at",
    "language",
    "publish_as",
    "in_reply_to",
    "state",
    "may_be_quoted",
)
_TEXTS = ("body", "suggested_text", "quote")
_CHOICES: Mapping[str, Sequence[str]] = {
    "position": Position.values,
    "author_kind": AuthorKind.values,
    "channel": Channel.values,
    "publish_as": PublishAs.values,
    "state": (State.PUBLISHED.value, State.PENDING.value),
}
_YES_OR_NO = {"": False, "true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,6})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EARLIEST_YEAR = 1900
MAX_ID = 200


class FieldFaultError(Exception):
    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Parsed:
    external_id: str
    clause: str
    draft: Draft
    email: str
    received_at: datetime
    in_reply_to: str
    state: str  # "" when the consultation decides
    canonical: str  # all of the record, in one spelling: the same record gives the same text


def shortened(text: str, length: int = 60) -> str:
    """A value from the file, for a message: whole when short, on one line."""
    flat = _CONTROL.sub(" ", text)
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def parse(values: Mapping[str, object], *, now: datetime, max_length: int) -> Parsed:
    """Raises FieldFaultError for the first field that does not hold."""
    texts = {name: _text(name, values.get(name)) for name in FIELDS if name != "may_be_quoted"}
    quotable = _yes_or_no("may_be_quoted", values.get("may_be_quoted"))
    given = {name: text.strip() for name, text in texts.items() if name not in _TEXTS}
    _check_id("external_id", given["external_id"], required=True)
    _check_id("in_reply_to", given["in_reply_to"], required=False)
    for name, allowed in _CHOICES.items():
        given[name] = given[name].lower()
        if given[name] and given[name] not in allowed:
            raise FieldFaultError(name, f'"{shortened(given[name])}" is none of {", ".join(allowed)}')
    draft = _draft(texts, given, quotable)
    if not draft.body and not draft.suggested_text:
        raise FieldFaultError("body", "the text is empty")
    for name in _TEXTS:
        length = len(getattr(draft, name))
        if length > max_length:
            raise FieldFaultError(name, f"the text has {length:,} characters; {max_length:,} is the most")
    _check_author(draft, given)
    # Files from before this field existed say the same as files that say no.
    said = {"may_be_quoted": "true"} if quotable else {}
    canonical = json.dumps({**texts, **given, **said}, sort_keys=True, ensure_ascii=False)
    return Parsed(
        external_id=given["external_id"],
        clause=given["clause"],
        draft=draft,
        email=_email(given["email"]),
        received_at=_moment(given["received_at"], now),
        in_reply_to=given["in_reply_to"],
        state=given["state"],
        canonical=canonical,
    )


def _draft(texts: Mapping[str, str], given: Mapping[str, str], quotable: bool) -> Draft:
    kind = given["author_kind"] or (AuthorKind.ORGANISATION if given["organisation"] else AuthorKind.PERSON)
    language = given["language"].lower().replace("_", "-")
    if language and not _LANGUAGE.fullmatch(language):
        raise FieldFaultError(
            "language", f'"{shortened(given["language"])}" is not a language code such as en, fr or ar'
        )
    return Draft(
        body=texts["body"],
        position=given["position"],
        suggested_text=texts["suggested_text"],
        quote=texts["quote"],
        # Who did not ask for the name to be published is published without it.
        publish_as=given["publish_as"] or PublishAs.ANONYMOUS.value,
        author_name=given["author_name"],
        author_kind=str(kind),
        organisation=given["organisation"],
        may_be_quoted=quotable,
        channel=given["channel"] or Channel.WEB.value,
        language=language,
    ).cleaned()


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FieldFaultError(name, "must be a text")
    if _SURROGATE.search(value):
        raise FieldFaultError(name, "is not UTF-8 here: save the file again as UTF-8")
    return value


def _yes_or_no(name: str, value: object) -> bool:
    """JSON has words of its own for it; a table has texts."""
    if isinstance(value, bool) or (isinstance(value, int) and value in (0, 1)):
        return bool(value)
    text = _text(name, value).strip().lower()
    if text not in _YES_OR_NO:
        raise FieldFaultError(name, f'"{shortened(text)}" is none of true, false, yes, no, 1, 0')
    return _YES_OR_NO[text]


def _check_id(name: str, value: str, *, required: bool) -> None:
    if required and not value:
        raise FieldFaultError(name, "is missing: without it the same text could be imported twice")
    if len(value) > MAX_ID:
        raise FieldFaultError(name, f"is longer than {MAX_ID} characters")
    if _CONTROL.search(value):
        raise FieldFaultError(name, "contains a character that cannot be seen")


def _check_author(draft: Draft, given: Mapping[str, str]) -> None:
    for name in ("author_name", "organisation"):
        if len(given[name]) > 200:
            raise FieldFaultError(name, "is longer than 200 characters")
        if "\x00" in given[name]:
            raise FieldFaultError(name, "contains a character that cannot be seen")
    if draft.publish_as in (PublishAs.NAMED, PublishAs.PSEUDONYM) and not (draft.author_name or draft.organisation):
        raise FieldFaultError("author_name", f"is needed to publish as {draft.publish_as}; write anonymous otherwise")


def _email(text: str) -> str:
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        raise FieldFaultError("email", f'"{shortened(text)}" is not an e-mail address') from None
    if len(text) > 254:
        raise FieldFaultError("email", "is longer than 254 characters")
    return text.lower()


def _moment(text: str, now: datetime) -> datetime:
    """ISO 8601. Without a time zone it is the city's own time; a day alone is its first moment."""
    if not text:
        return now
    fault = FieldFaultError("received_at", f'"{shortened(text)}" is not a date and time such as 2026-03-01T14:30')
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise fault from None
    if moment.year < _EARLIEST_YEAR:
        raise fault
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if moment > now:
        raise FieldFaultError("received_at", f"{shortened(text)} is in the future")
    return moment
