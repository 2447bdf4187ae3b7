"""What consultations plug into the platform; registered in `apps.ready()`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.phases import is_open, schedule_of
from consultations.reports.letters import outcome_letter
from consultations.selectors import followed_themes, following, promised
from consultations.selectors.outcomes import outcomes_for, published_outcomes
from consultations.selectors.overview import banner_of
from consultations.selectors.pages import consultation_pages
from consultations.selectors.personal import work_of
from consultations.selectors.rounds import current_round, rounds_of
from consultations.selectors.subjects import describe
from consultations.services.forgetting import forget_work
from consultations.services.news import CLOSING_NEWS, OPENED_NEWS, REPORT_NEWS, authors_told
from hub.accounts.enums import Role
from hub.accounts.models.user import User
from hub.contributions.adapters.letters import impact_link
from hub.contributions.views.thread import render_thread
from hub.core.registries import (
    ClauseActivity,
    FollowSubject,
    PersonalField,
    PhaseBanner,
    PublishedOutcome,
    ThreadSubject,
)
from hub.notifications.engine.news import OUTCOME, NewsKind
from hub.promises.models.promise import Promise
from whitepapers.selectors import document_pages
from whitepapers.selectors.following import CLAUSE


class ConsultationPanel:
    """Counts, answers and threads beside the clauses of a document."""

    def banner(self, document_id: UUID, now: datetime) -> PhaseBanner | None:
        consultation = current_round(document_id, now)
        if consultation is None:
            return None
        page = consultation_pages([consultation.pk], _language()).get(consultation.pk)
        return banner_of(consultation, page, now)

    def activity(self, document_id: UUID, now: datetime) -> Mapping[UUID, ClauseActivity]:
        """Nine queries for a document of any length."""
        consultation = current_round(document_id, now)
        if consultation is None:
            return {}
        rows = list(
            ClauseThread.objects.filter(
                consultation=consultation, document=document_id, clause__isnull=False
            ).select_related("thread", "clause", "document")
        )
        page = document_pages([document_id], _language()).get(document_id)
        base = (page.get_url() or "") if page else ""
        opened = is_open(schedule_of(consultation), now)
        outcomes = outcomes_for(rows)
        return {
            row.clause.pk: ClauseActivity(
                published=row.thread.published_count,
                suggestions=row.thread.suggestion_count,
                can_comment=opened and row.clause.retired_at is None,
                comment_url=comment_url(base, row),
                outcome=outcomes.get(row.thread_id),
            )
            for row in rows
            if row.clause is not None
        }

    def render_thread(self, request: HttpRequest, document_id: UUID, clause_id: UUID) -> str:
        """The answer, if there is one, then the thread of the round that matters now, then earlier rounds in a line."""
        now = timezone.now()
        rounds = rounds_of(document_id, now)
        rows = self._rows(rounds, document_id, clause_id)
        if not rows:
            return ""
        subjects = describe([row.thread_id for row in rows], now)
        outcomes = outcomes_for(rows)
        row, subject = rows[0], subjects[rows[0].thread_id]
        thread = render_thread(
            request, thread=row.thread, subject=subject, compose_url=f"{subject.url}comment/" if subject.url else ""
        )
        earlier = [
            {"subject": subjects[one.thread_id], "thread": one.thread, "outcome": outcomes.get(one.thread_id)}
            for one in rows[1:]
            if one.thread.published_count or one.thread_id in outcomes
        ]
        context = {"thread_html": thread, "outcome": outcomes.get(row.thread_id), "earlier": earlier, "now": now}
        return render_to_string("consultations/_clause_thread.html", context, request=request)

    def _rows(self, rounds: Sequence[Consultation], document_id: UUID, clause_id: UUID) -> list[ClauseThread]:
        order = {consultation.pk: position for position, consultation in enumerate(rounds)}
        rows = ClauseThread.objects.filter(consultation__in=list(order), document=document_id, clause=clause_id)
        found = list(rows.select_related("thread", "clause", "document", "consultation"))
        return sorted(found, key=lambda row: order[row.consultation_id])


class ConsultationSubjects:
    """Tells what the threads of clauses and of whole documents are about."""

    def describe(self, thread_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, ThreadSubject]:
        return describe(thread_ids, now)

    def outcome_of(self, thread_ids: Sequence[UUID]) -> Mapping[UUID, PublishedOutcome]:
        return published_outcomes(thread_ids)


def comment_url(document_url: str, row: ClauseThread) -> str:
    return f"{document_url}clauses/{row.clause.eid}/comment/" if document_url and row.clause else ""


def outcome_message(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Context of the letter "what became of your comments", in the recipient's language; None when it is moot."""
    letter = outcome_letter(payload["report"], payload["comments"], timezone.now())
    if letter is None:
        return None
    return {"title": letter.title, "letter": letter, "impact_link": impact_link()}


class FollowableConsultations:
    label = _("Consultation")
    promises: Sequence[Any] = (
        _("it opens."),
        _("one week is left to take part."),
        _("the report with the answers is published."),
    )

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        return following.consultation_subjects(keys)


class NextStepPromises:
    """What `hub.promises` asks about next steps of published answers."""

    label: Any = _("Next step")
    keepers: Collection[Role] = (Role.EDITOR,)

    def urls(self, keys: Sequence[str], language: str) -> Mapping[str, str]:
        return promised.step_urls(keys, language)

    def parents(self, keys: Sequence[str], language: str) -> Mapping[str, tuple[str, str]]:
        return promised.step_parents(keys, language)

    def desk_urls(self, keys: Sequence[str]) -> Mapping[str, str]:
        rows = Promise.objects.filter(kind=promised.NEXT_STEP, key__in=list(keys)).values_list("key", "pk")
        return {key: reverse("promise_desk", args=[pk]) for key, pk in rows}

    def concerns(self, key: str) -> Mapping[str, Collection[str]]:
        return promised.step_concerns(key)

    def authors(self, key: str) -> Sequence[User]:
        """Nobody: a letter told all who wrote that it was promised, and whoever wants to know more follows it."""
        return ()


class FollowableThemes:
    label = _("Theme")
    promises: Sequence[Any] = (
        _("a report answers what people said about it."),
        _("a promise that was made in the answer is kept, is late or is given up."),
    )

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        return followed_themes.theme_subjects(keys)


class ReadingPersonalData:
    """What the reading workspace keeps about those who work in it, and about those whose texts they read."""

    def fields(self) -> Sequence[PersonalField]:
        task, left = gettext("Public task"), gettext("Without the name once the member of staff deletes their account")
        return [
            PersonalField(
                field="consultations.StaffNote.text",
                label=gettext("What staff note about a contribution"),
                purpose=gettext("To work on it together; never published"),
                lawful_basis=task,
                retention=gettext("Until its author, or the person who wrote the contribution, deletes their account"),
            ),
            PersonalField(
                field="consultations.Reading.reader",
                label=gettext("Which member of staff has read a contribution"),
                purpose=gettext("To be sure that every contribution is read"),
                lawful_basis=task,
                retention=left,
            ),
            PersonalField(
                field="consultations.Coding.reader",
                label=gettext("Which member of staff gave a contribution its themes"),
                purpose=gettext("To compare what two readers say, and to show how themes came about"),
                lawful_basis=task,
                retention=left,
            ),
            PersonalField(
                field="consultations.SavedFilter.owner",
                label=gettext("Filters that a member of staff keeps"),
                purpose=gettext("To come back to a list"),
                lawful_basis=task,
                retention=gettext("Until they are deleted, or the account is"),
            ),
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return work_of(user)

    def erase(self, user: User, *, now: datetime) -> None:
        forget_work(user)


def _concerns_consultation(payload: Mapping[str, Any]) -> Mapping[str, Collection[str]]:
    return {following.CONSULTATION: [payload["consultation"]]}


def _concerns_report(payload: Mapping[str, Any]) -> Mapping[str, Collection[str]]:
    """The consultation, and each clause and theme that is answered with this report."""
    report = following.report_of(payload)
    answered = [str(clause) for clause in following.answered_clauses(report)]
    return {
        following.CONSULTATION: [str(report.consultation_id)],
        CLAUSE: answered,
        followed_themes.THEME: followed_themes.answered_themes(report),
    }


def _phase_letter(payload: Mapping[str, Any], followed: Mapping[str, Collection[str]]) -> Mapping[str, Any] | None:
    return following.phase_letter(payload, timezone.now())


def _report_letter(payload: Mapping[str, Any], followed: Mapping[str, Collection[str]]) -> Mapping[str, Any] | None:
    return following.report_letter(payload, followed, timezone.now())


def _authors_told(payload: Mapping[str, Any], people: Sequence[User]) -> Collection[int]:
    return authors_told(payload["report"], people)


NEWS = {
    OPENED_NEWS: NewsKind(
        subject=_("Now open: %(title)s"),
        template="consultations/mail/opened.txt",
        concerns=_concerns_consultation,
        context=_phase_letter,
    ),
    CLOSING_NEWS: NewsKind(
        subject=_("Closes soon: %(title)s"),
        template="consultations/mail/closing.txt",
        concerns=_concerns_consultation,
        context=_phase_letter,
    ),
    REPORT_NEWS: NewsKind(
        subject=_("Answered: %(title)s"),
        template="consultations/mail/report.txt",
        concerns=_concerns_report,
        context=_report_letter,
        told_otherwise=_authors_told,
        rank=OUTCOME,
    ),
}


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
