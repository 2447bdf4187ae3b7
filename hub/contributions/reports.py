"""How a contribution is shown, and what became of it as steps in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hub.contributions.engine.anchoring import Selector, locate
from hub.contributions.engine.redline import redline
from hub.contributions.enums import AuthorKind, Position
from hub.contributions.models.attachment import Attachment
from hub.contributions.models.comment import Comment
from hub.contributions.models.revision import Revision
from hub.core.registries import PublishedOutcome, ThreadSubject
from hub.moderation.enums import ReasonCode, State

# Names of the design system for what Position calls otherwise.
_POSITION_KINDS = {Position.SUPPORT_WITH_CHANGES.value: "changes"}
_MARKS = {"same": "same", "deleted": "del", "inserted": "ins"}


@dataclass(frozen=True)
class Quote:
    """Words of the clause above a comment. `gone`: they stand nowhere in the text that is shown now."""

    text: str
    language: str
    gone: bool = False


@dataclass(frozen=True)
class FileLink:
    name: str
    url: str
    size: int


@dataclass(frozen=True)
class Shown:
    """What `components/comment.html` draws; holds only what the public may see."""

    pk: int
    reference: str
    url: str
    position: str
    body: str
    suggestion: list[dict[str, str]]
    author: str
    organisation: bool
    published_at: datetime | None
    language: str
    version: int | None
    text_changed_since: bool
    official: bool = False
    quote: Quote | None = None
    register_number: str = ""
    represents: str = ""
    edited_at: datetime | None = None
    agree: int = 0
    disagree: int = 0
    files: Sequence[FileLink] = ()


def shown(comment: Comment, subject: ThreadSubject | None, files: Sequence[Attachment] = ()) -> Shown:
    version = subject.version if subject is not None else None
    changed = comment.document_version is not None and version is not None and comment.document_version != version
    return Shown(
        pk=comment.pk,
        reference=comment.reference,
        url=comment.get_absolute_url(),
        position=position_kind(comment),
        body=comment.body,
        suggestion=suggestion_parts(comment, subject, text_changed=changed),
        author=comment.public_name,
        organisation=comment.author_kind == AuthorKind.ORGANISATION,
        published_at=comment.published_at,
        language=comment.language,
        version=comment.document_version,
        text_changed_since=changed,
        quote=quote_of(comment, subject, text_changed=changed),
        register_number=comment.register_number if comment.names_its_author else "",
        represents=comment.represents if comment.names_its_author else "",
        edited_at=comment.edited_at,
        agree=comment.agree_count,
        disagree=comment.disagree_count,
        files=[
            FileLink(file.name, reverse("contribution_file", args=[comment.reference, file.pk]), file.size)
            for file in files
        ],
    )


def quote_of(comment: Comment, subject: ThreadSubject | None, *, text_changed: bool) -> Quote | None:
    """In the text at hand it is found or it is said to be gone; it is never put on other words, or another clause."""
    if not comment.quote:
        return None
    language = comment.quote_language or comment.language
    comparable = subject is not None and subject.text and comment.quote_start is not None
    if not text_changed or not comparable or subject is None or subject.text_language != comment.quote_language:
        return Quote(comment.quote, language)
    wanted = Selector(
        comment.quote,
        comment.quote_prefix,
        comment.quote_suffix,
        comment.quote_start or 0,
        comment.quote_end or 0,
    )
    return Quote(comment.quote, language, gone=locate(subject.text, wanted) is None)


def position_kind(comment: Comment) -> str:
    return _POSITION_KINDS.get(comment.position, comment.position)


def suggestion_parts(comment: Comment, subject: ThreadSubject | None, *, text_changed: bool) -> list[dict[str, str]]:
    """A redline against the text that was commented on; the bare suggestion when that is not the text at hand."""
    if not comment.suggested_text:
        return []
    comparable = subject is not None and subject.text and not text_changed
    if not comparable or subject is None or subject.text_language != comment.language:
        return [{"op": "ins", "text": comment.suggested_text}]
    return [{"op": _MARKS[part.kind], "text": part.text} for part in redline(subject.text, comment.suggested_text)]


@dataclass(frozen=True)
class PublicText:
    """One text of a contribution that was public, and what it changed in the one before."""

    number: int
    written_at: datetime
    published_at: datetime | None
    language: str
    position: str
    position_changed: bool
    parts: list[dict[str, str]]
    wording: list[dict[str, str]]


def history(texts: Sequence[Revision]) -> list[PublicText]:
    """The newest first."""
    found, before = [], None
    for text in texts:
        found.append(
            PublicText(
                number=text.number,
                written_at=text.written_at,
                published_at=text.published_at,
                language=text.language,
                position=_POSITION_KINDS.get(text.position, text.position),
                position_changed=before is not None and before.position != text.position,
                parts=_between(before.body if before else None, text.body),
                wording=_between(before.suggested_text if before else None, text.suggested_text),
            )
        )
        before = text
    return found[::-1]


def _between(old: str | None, new: str) -> list[dict[str, str]]:
    if old is None:
        return [{"op": "same", "text": new}] if new else []
    return [{"op": _MARKS[part.kind], "text": part.text} for part in redline(old, new)]


@dataclass(frozen=True)
class Step:
    key: str  # received, pending, published, withheld, withdrawn, reading, answered
    title: str
    text: str
    at: datetime | None
    state: str  # done, now, later
    url: str = ""
    url_label: str = ""
    quote: str = ""
    quote_language: str = ""


def receipt_facts(comment: Comment, subject: ThreadSubject | None) -> list[tuple[str, str]]:
    """What the receipt says beside the reference."""
    facts = []
    if subject is not None:
        facts += [(_("About"), subject.title), (_("In"), subject.process_title)]
    if comment.document_version is not None:
        facts.append((_("Version of the text"), str(comment.document_version)))
    facts.append((_("Sent"), date_format(timezone.localtime(comment.received_at), "DATETIME_FORMAT")))
    facts.append((_("Published as"), str(comment.get_publish_as_display())))
    return facts


def trace(comment: Comment, subject: ThreadSubject | None, outcome: PublishedOutcome | None) -> list[Step]:
    steps = [
        Step(
            "received",
            _("Received"),
            _("Your text arrived and has a number that does not change."),
            comment.received_at,
            "done",
        ),
        _moderation(comment),
    ]
    if comment.edited_at is not None and comment.erased_at is None:
        text = _("Its author changed the text. What it said before can be read, too.") if comment.is_published else ""
        steps.append(Step("edited", _("Changed"), text, comment.edited_at, "done"))
    counted = comment.state == State.PUBLISHED or comment.reason_code == ReasonCode.CONFIDENTIAL
    if counted and subject is not None:
        steps += _answer(outcome, subject)
        if (step := _changed_sentence(comment, subject)) is not None:
            steps.append(step)
    return steps


def _changed_sentence(comment: Comment, subject: ThreadSubject) -> Step | None:
    """What the text says since. Told when a newer version is public; whether this comment did it, the answer says."""
    if subject.latest_version is None or comment.document_version is None or not subject.text:
        return None
    if subject.latest_version <= comment.document_version:
        return None
    version = subject.latest_version
    if subject.latest_text.split() == subject.text.split():
        text = _("In version %(version)s the text of this part is the same.") % {"version": version}
        return Step("text", _("The text stayed as it was"), text, None, "done", subject.compare_url, _("Compare"))
    if not subject.latest_text:
        text = _("In version %(version)s this part is no longer there.") % {"version": version}
        return Step("text", _("The text was taken out"), text, None, "done", subject.compare_url, _("Compare"))
    text = _("Version %(version)s says it in other words.") % {"version": version}
    return Step("text", _("The text was changed"), text, None, "done", subject.compare_url, _("See what changed"))


def _moderation(comment: Comment) -> Step:
    if comment.state == State.PENDING:
        return Step(
            "pending",
            _("Waiting for moderation"),
            _("A moderator reads it before it is published. You get a message when that is done."),
            None,
            "now",
        )
    if comment.state == State.PUBLISHED:
        return Step("published", _("Published"), _("Everybody can read it."), comment.published_at, "done")
    if comment.state == State.WITHDRAWN:
        return Step(
            "withdrawn", _("Withdrawn"), _("It is no longer shown. It stays counted as withdrawn."), None, "done"
        )
    if comment.reason_code == ReasonCode.CONFIDENTIAL:
        return Step(
            "withheld",
            _("Kept confidential"),
            _("It is counted and will be answered. Text and name are never published."),
            None,
            "done",
        )
    return Step(
        "withheld",
        _("Not published"),
        str(ReasonCode(comment.reason_code).label),
        comment.decided_at,
        "done",
    )


def _answer(outcome: PublishedOutcome | None, subject: ThreadSubject) -> list[Step]:
    reading = Step(
        "reading",
        _("Being read"),
        _("All contributions to this part are read together, and one answer is given to them."),
        subject.closes_at if outcome is None else None,
        "done" if outcome is not None else ("later" if subject.accepts_contributions else "now"),
    )
    if outcome is None:
        waiting = Step("answered", _("Answer"), _("The answer and its reason will stand here."), None, "later")
        return [reading, waiting]
    answered = Step(
        "answered",
        outcome.decision_label,
        outcome.responsible_body,
        outcome.decided_at,
        "done",
        url=outcome.url,
        url_label=_("Read the answer in the report"),
        quote=outcome.reason,
        quote_language=outcome.reason_language,
    )
    return [reading, answered]
