"""All that one person said, and what each led to. Told to that person only, so also what nobody else may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.paginator import Paginator

from hub.contributions.models.comment import Comment, CommentQuerySet
from hub.contributions.reports.showing import position_kind, receipt_path
from hub.contributions.reports.steps import Step, is_counted, trace
from hub.contributions.selectors import WhatBecame, subjects_of, what_became_of
from hub.core.registries import ThreadSubject

if TYPE_CHECKING:
    from django.core.paginator import Page

PER_PAGE = 10


@dataclass(frozen=True)
class OwnContribution:
    comment: Comment
    title: str
    url: str  # of the page that is about it; opens for this person
    position: str
    words: str
    steps: Sequence[Step]


@dataclass
class OwnProcess:
    """What the person said in one process, the newest first. `title` is "" when the process is public no more."""

    title: str
    url: str
    items: list[OwnContribution] = field(default_factory=list)


@dataclass(frozen=True)
class Impact:
    contributions: int
    answered: int
    led_to_change: int
    processes: Sequence[OwnProcess]
    page: Page[Comment]


def impact_of(rows: CommentQuerySet, page: int | str, now: datetime) -> Impact:
    """`rows`: one person's contributions in the order wanted. The number of queries does not depend on how many."""
    needed = ("state", "reason_code", "publish_as", "hub_thread", "hub_thread__kind")
    everything = list(rows.select_related("hub_thread").only(*needed))
    became = what_became_of(everything)
    answered = [each for each in everything if is_counted(each) and became[each.pk].answers]
    chosen = Paginator(everything, PER_PAGE).get_page(page)
    keys = [each.pk for each in chosen.object_list]
    return Impact(
        contributions=len(everything),
        answered=len(answered),
        led_to_change=sum(any(answer.led_to_change for answer in became[each.pk].answers) for each in answered),
        processes=_by_process(list(rows.filter(pk__in=keys).select_related("hub_thread")), became, now),
        page=chosen,
    )


def _by_process(comments: Sequence[Comment], became: Mapping[int, WhatBecame], now: datetime) -> list[OwnProcess]:
    subjects = subjects_of([comment.hub_thread for comment in comments], now)
    found: dict[tuple[str, str], OwnProcess] = {}
    for comment in comments:
        subject = subjects.get(comment.hub_thread_id)
        title, url = (subject.process_title, subject.process_url) if subject is not None else ("", "")
        process = found.setdefault((title, url), OwnProcess(title, url))
        process.items.append(_told(comment, subject, became[comment.pk]))
    return list(found.values())


def _told(comment: Comment, subject: ThreadSubject | None, became: WhatBecame) -> OwnContribution:
    steps = trace(comment, subject, became.answers, became.themes)
    # One line for what is done, not two: who is answered was read, and who is being read has no answer yet.
    left_out = {"edited", "reading"} if became.answers else {"edited", "answered"}
    return OwnContribution(
        comment=comment,
        title=subject.title if subject is not None else "",
        url=own_path(comment),
        position=position_kind(comment),
        words=comment.body or comment.suggested_text,
        steps=[step for step in steps if step.key not in left_out],
    )


def own_path(comment: Comment) -> str:
    """The trace where its author can open it; else the page of the receipt, which needs no account."""
    if comment.is_published or comment.user_id is not None:
        return comment.get_absolute_url()
    return receipt_path(comment)
