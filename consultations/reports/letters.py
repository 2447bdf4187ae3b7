"""The letter "what became of your comments": you said, we did, why. Made when it goes out, from what is public then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import get_language_bidi

from consultations.models.frozen_report import FrozenReport
from consultations.selectors.pages import consultation_pages, report_pages
from hub.contributions.enums import PublishAs
from hub.contributions.models.comment import Comment
from hub.contributions.reports import changed_sentence, is_counted, own_path
from hub.contributions.selectors import subjects_of, what_became_of
from hub.core.registries import PublishedOutcome
from hub.moderation.enums import ReasonCode, State
from hub.notifications.engine.isolation import isolate

# A letter is read in one go; who sent more finds the rest on the page with all of it.
MOST_NAMED = 20
WORDS_SHOWN = 160


@dataclass(frozen=True)
class Said:
    """One contribution. `words` is "" for what is confidential: it is not sent through other people's mail servers."""

    reference: str
    words: str
    url: str
    reason: str = ""  # why a moderator did not publish it


@dataclass(frozen=True)
class Did:
    decision: str
    reason: str
    url: str
    about: str = ""


@dataclass
class Part:
    """What this person said about one thing, and all that was answered to it, the most specific answer first."""

    title: str
    answers: Sequence[Did]
    said: list[Said] = field(default_factory=list)
    change: str = ""  # what happened to the text since
    change_url: str = ""


@dataclass(frozen=True)
class Letter:
    title: str
    parts: Sequence[Part]
    refused: Sequence[Said]
    more: int  # contributions that are not named here
    report_url: str


def outcome_letter(report_id: int, comment_ids: Sequence[int], now: datetime) -> Letter | None:
    """In the active language. None when there is nothing to tell any more: such a letter is not sent."""
    report = FrozenReport.objects.select_related("consultation").filter(pk=report_id).first()
    rows = Comment.objects.filter(pk__in=comment_ids, erased_at__isnull=True).exclude(state=State.WITHDRAWN)
    comments = list(rows.select_related("hub_thread", "user").order_by("received_at", "pk"))
    if report is None or not comments:
        return None
    language = translation.get_language() or settings.LANGUAGE_CODE
    page = consultation_pages([report.consultation_id], language).get(report.consultation_id)
    report_page = report_pages([report.consultation_id], language).get(report.consultation_id)
    if page is None or report_page is None:
        return None
    answered = [comment for comment in comments if is_counted(comment)]
    refused = [comment for comment in comments if comment.state == State.WITHHELD and not is_counted(comment)]
    parts, total, room = _parts(answered, now), len(refused), MOST_NAMED
    for part in parts:
        total += len(part.said)
        part.said = part.said[:room]
        room -= len(part.said)
    named = [part for part in parts if part.said]
    if not named and not refused:
        return None
    told = [_said(comment, refused=True) for comment in refused[:room]]
    return Letter(
        title=page.title,
        parts=named,
        refused=told,
        more=total - len(told) - sum(len(part.said) for part in named),
        report_url=_absolute(report_page.get_url() or ""),
    )


def _parts(comments: Sequence[Comment], now: datetime) -> list[Part]:
    """In the order in which the person spoke; one thing with the same answers is told once."""
    subjects = subjects_of([comment.hub_thread for comment in comments], now)
    became = what_became_of(comments)
    parts: dict[tuple[object, ...], Part] = {}
    for comment in comments:
        answers, subject = became[comment.pk].answers, subjects.get(comment.hub_thread_id)
        if not answers or subject is None:
            continue
        key = (comment.hub_thread_id, *((answer.url, answer.about, answer.decision) for answer in answers))
        part = parts.setdefault(key, Part(subject.title, [_did(answer) for answer in answers]))
        if not part.change and (step := changed_sentence(comment, subject)) is not None:
            part.change, part.change_url = step.text, _absolute(step.url)
        part.said.append(_said(comment))
    return list(parts.values())


def _said(comment: Comment, *, refused: bool = False) -> Said:
    shown = not refused and comment.publish_as != PublishAs.CONFIDENTIAL
    words = " ".join((comment.body or comment.suggested_text).split()) if shown else ""
    return Said(
        reference=isolate(comment.reference, rtl=get_language_bidi()),
        words=Truncator(words).chars(WORDS_SHOWN),
        url=_absolute(own_path(comment)),
        reason=str(ReasonCode(comment.reason_code).label) if refused else "",
    )


def _did(answer: PublishedOutcome) -> Did:
    return Did(decision=answer.decision_label, reason=answer.reason, url=_absolute(answer.url), about=answer.about)


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}" if path.startswith("/") else path
