"""The workspace of those who answer: which clauses have what, and what was said about one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from consultations.enums import Decision, PhaseKind
from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome
from consultations.phases import phase_at, schedule_of
from consultations.selectors.coverage import NOTHING, TO_ANSWER, clauses_unanswered, unanswered_by_thread
from consultations.selectors.outcomes import latest_outcomes, reasons_of
from consultations.selectors.pages import consultation_pages
from consultations.selectors.rounds import document_version_numbers, live_counts, threads_in_order
from consultations.selectors.subjects import clause_title, texts_as_asked
from hub.contributions.models.comment import Comment
from hub.contributions.selectors import counts_of
from hub.moderation.enums import ReasonCode, State
from whitepapers.models.clause import ClauseText

if TYPE_CHECKING:
    from django.core.paginator import Page

COMMENTS_PER_PAGE = 50
MISSING, DRAFTED, PUBLISHED, QUIET = "missing", "drafted", "published", "quiet"
# No answer of its own, but everything said about it is answered by theme or because it was chosen.
ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class AnswerStatus:
    """One clause in the list of answers."""

    pk: int
    title: str
    language: str
    comments: int
    suggestions: int
    confidential: int
    pending: int
    positions: Mapping[str, int]
    status: str
    decision: str
    decision_label: str
    languages: tuple[str, ...]  # in which a reason is written
    clause: UUID | None = None
    unanswered: int = 0  # published and confidential ones that no answer serves

    @property
    def to_answer(self) -> int:
        return self.comments + self.confidential


@dataclass(frozen=True)
class WorkItem:
    """One consultation in the officers' list."""

    consultation: Consultation
    title: str
    url: str
    phase: PhaseKind
    comments: int
    unanswered: int


def answer_list(consultation: Consultation) -> list[AnswerStatus]:
    """All clauses in reading order, each document as a whole after its clauses; twelve queries at most."""
    rows = threads_in_order(consultation)
    language = translation.get_language() or "en"
    texts = texts_as_asked(rows, document_version_numbers([consultation.pk]), language)
    outcomes = latest_outcomes([row.pk for row in rows])
    confidential = confidential_counts(consultation)
    open_ = unanswered_by_thread(consultation)
    return [
        _status(
            row,
            texts.get(row.pk),
            outcomes.get(row.pk),
            confidential.get(row.thread_id, 0),
            open_.get(row.thread_id, NOTHING).total,
        )
        for row in rows
    ]


def confidential_counts(consultation: Consultation) -> dict[object, int]:
    """By thread: contributions that nobody but staff sees, and that are answered all the same."""
    return dict(
        Comment.objects.filter(
            hub_thread__clause_thread__consultation=consultation, reason_code=ReasonCode.CONFIDENTIAL
        )
        .order_by()
        .values_list("hub_thread")
        .annotate(Count("pk"))
    )


def row_title(row: ClauseThread, text: ClauseText | None) -> str:
    if row.clause is None:
        return _("The document as a whole")
    return clause_title(text.number if text else row.clause.number, text.heading if text else "")


def comments_to_answer(comments: QuerySet[Comment], page: int | str, *, confidential: bool) -> Page[Comment]:
    """What an answer is about, oldest first. Confidential ones only for those who answer."""
    wanted = TO_ANSWER if confidential else Q(state=State.PUBLISHED)
    ordered = comments.filter(wanted).select_related(None).order_by("received_at", "pk")
    return Paginator(ordered, COMMENTS_PER_PAGE).get_page(page)


def work_list(language: str, now: datetime) -> list[WorkItem]:
    """Every consultation, with or without a page, newest first; a constant number of queries."""
    consultations = list(Consultation.objects.order_by("-opens_at", "slug"))
    ids = [one.pk for one in consultations]
    pages = consultation_pages(ids, language)
    counts = live_counts(ids)
    unanswered = clauses_unanswered(consultations)
    return [
        WorkItem(
            consultation=one,
            title=pages[one.pk].title if one.pk in pages else one.slug,
            url=(pages[one.pk].get_url() or "") if one.pk in pages else "",
            phase=phase_at(schedule_of(one), now),
            comments=counts.get(one.pk, (0, 0))[0],
            unanswered=unanswered.get(one.pk, 0),
        )
        for one in consultations
    ]


def neighbours(rows: Sequence[AnswerStatus], pk: int) -> tuple[AnswerStatus | None, AnswerStatus | None]:
    """The clauses before and after this one."""
    position = next(index for index, row in enumerate(rows) if row.pk == pk)
    before = rows[position - 1] if position else None
    after = rows[position + 1] if position + 1 < len(rows) else None
    return before, after


def next_missing(rows: Sequence[AnswerStatus], pk: int) -> AnswerStatus | None:
    """The next clause that waits for an answer, starting over at the top."""
    position = next(index for index, row in enumerate(rows) if row.pk == pk)
    circle = [*rows[position + 1 :], *rows[:position]]
    return next((row for row in circle if row.status == MISSING), None)


def _status(
    row: ClauseThread, text: ClauseText | None, outcome: Outcome | None, confidential: int, unanswered: int
) -> AnswerStatus:
    counts = counts_of(row.thread)
    if outcome is None and unanswered:
        status = MISSING
    elif outcome is None:
        status = ELSEWHERE if counts.published + confidential else QUIET
    else:
        status = DRAFTED if outcome.published_at is None else PUBLISHED
    return AnswerStatus(
        pk=row.pk,
        title=row_title(row, text),
        language=text.language if text else "",
        comments=counts.published,
        suggestions=counts.suggestions,
        confidential=confidential,
        pending=counts.pending,
        positions={
            "support": counts.positions["support"],
            "changes": counts.positions["support_with_changes"],
            "oppose": counts.positions["oppose"],
            "question": counts.positions["question"],
            "other": counts.positions["other"],
        },
        status=status,
        decision=outcome.decision if outcome else "",
        decision_label=str(Decision(outcome.decision).label) if outcome else "",
        languages=tuple(sorted(reasons_of(outcome))) if outcome else (),
        clause=row.clause_id,
        unanswered=unanswered,
    )
