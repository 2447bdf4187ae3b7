"""What became of a contribution, as steps in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hub.contributions.models.comment import Comment
from hub.core.registries import PublishedOutcome, ThreadSubject
from hub.moderation.enums import ReasonCode, State


@dataclass(frozen=True)
class Step:
    key: str  # received, pending, published, withheld, withdrawn, edited, reading, counted, answered, text
    title: str
    text: str
    at: datetime | None
    state: str  # done, now, later
    url: str = ""
    url_label: str = ""
    quote: str = ""
    quote_language: str = ""
    names: Sequence[str] = ()  # of themes, read out after the text


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


def trace(
    comment: Comment,
    subject: ThreadSubject | None,
    answers: Sequence[PublishedOutcome] = (),
    themes: Sequence[str] = (),
) -> list[Step]:
    """`answers`: all that apply and are public, the most specific first. `themes`: what it was counted under."""
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
    if is_counted(comment) and subject is not None:
        steps.append(_reading(subject, answered=bool(answers)))
        if themes:
            steps.append(Step("counted", _("Counted"), _("Counted under:"), None, "done", names=tuple(themes)))
        steps += [_answer(each) for each in answers] or [_no_answer_yet()]
        if (step := changed_sentence(comment, subject)) is not None:
            steps.append(step)
    return steps


def is_counted(comment: Comment) -> bool:
    """What is public, and what is confidential at its author's wish, is read, counted and answered."""
    return comment.state == State.PUBLISHED or comment.reason_code == ReasonCode.CONFIDENTIAL


def changed_sentence(comment: Comment, subject: ThreadSubject) -> Step | None:
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


def _reading(subject: ThreadSubject, *, answered: bool) -> Step:
    return Step(
        "reading",
        _("Being read"),
        _("All contributions to this part are read together, and one answer is given to them."),
        None if answered else subject.closes_at,
        "done" if answered else ("later" if subject.accepts_contributions else "now"),
    )


def _no_answer_yet() -> Step:
    return Step("answered", _("Answer"), _("The answer and its reason will stand here."), None, "later")


def _answer(outcome: PublishedOutcome) -> Step:
    return Step(
        "answered",
        outcome.decision_label,
        " · ".join(text for text in (outcome.about, outcome.responsible_body) if text),
        outcome.decided_at,
        "done",
        url=outcome.url,
        url_label=_("Read the answer in the report"),
        quote=outcome.reason,
        quote_language=outcome.reason_language,
    )
