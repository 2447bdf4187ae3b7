"""The two consultations: opened by the officer, answered by the moderator, reported on by the officer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from consultations.enums import AnswerProfile
from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.phases import ANSWER_WITHIN, Dates
from consultations.publishing import publish_consultation_pages, publish_report_page
from consultations.services import answer_clause, open_consultation
from hub.accounts.models.user import User
from hub.demo.content.city import ILLUSTRATIVE
from hub.demo.content.outcomes import ANSWERS
from hub.demo.content.shapes import Answer, ConsultationContent, ReportContent
from hub.demo.services.calendar import Calendar, clock_stopped_at
from hub.demo.services.pages import LANGUAGES, paragraphs
from hub.demo.services.pictures import pictured
from hub.demo.services.surroundings import announce_meetings, load_background, surroundings
from whitepapers.models.document import Document


def announce(content: ConsultationContent, document: Document, *, user: User, calendar: Calendar) -> Consultation:
    """The consultation and its page, some days before it opens."""
    now = calendar.at(content.published_day, "10:00")
    is_usual = timedelta(days=content.answer_due_day - content.closes_day) == ANSWER_WITHIN
    consultation = open_consultation(
        content.slug,
        [document],
        dates=Dates(
            opens_at=calendar.at(content.opens_day, "08:00"),
            closes_at=calendar.at(content.closes_day, "23:59"),
            # Where the day is the usual one, the profile says so by itself.
            answer_due_at=None if is_usual else calendar.at(content.answer_due_day, "23:59"),
            profile=AnswerProfile.TWELVE_WEEKS if is_usual else None,
        ),
        premoderated=True,
        actor=user,
        now=now,
    )
    load_background(content.slug, user=user, now=now)
    texts = {language: _story(content, language) for language in LANGUAGES}
    with clock_stopped_at(now):
        publish_consultation_pages(consultation, [document], texts=texts, actor=user)
    announce_meetings(consultation, user=user, calendar=calendar, now=now)
    return consultation


def _story(content: ConsultationContent, language: str) -> dict[str, Any]:
    return {
        "title": content.title.get(language),
        "summary": content.summary.get(language),
        "story": paragraphs(f"{content.story.get(language)}\n\n{ILLUSTRATIVE.get(language)}"),
        "how_used": paragraphs(content.how_used.get(language)),
        "who_decides": content.who_decides.get(language),
        "contact": content.contact.get(language),
        **pictured(content.picture, language),
        **surroundings(content.slug, language),
    }


def threads_by_number(consultation: Consultation) -> dict[str, ClauseThread]:
    """By the number of the clause; the document as a whole stands under ""."""
    rows = ClauseThread.objects.filter(consultation=consultation).select_related("clause", "thread")
    return {row.clause.number if row.clause else "": row for row in rows}


def answer(consultation: Consultation, given: Answer, *, user: User, calendar: Calendar, closes_day: int) -> None:
    position = ANSWERS.index(given)
    answer_clause(
        threads_by_number(consultation)[given.clause],
        decision=given.decision,
        reasons={language: given.reason.get(language) for language in LANGUAGES},
        actor=user,
        now=calendar.at(closes_day + given.day, "11:00") + timedelta(minutes=7 * position),
    )


def publish_report(
    report: ReportContent, consultation: Consultation, *, user: User, calendar: Calendar, closes_day: int
) -> None:
    texts = {
        language: {
            "title": report.title.get(language),
            "summary": report.summary.get(language),
            "sentence": report.sentence.get(language),
            "introduction": paragraphs(f"{report.introduction.get(language)}\n\n{ILLUSTRATIVE.get(language)}"),
            "next_steps": paragraphs(report.next_steps.get(language)),
            "methods": paragraphs(report.methods.get(language)),
        }
        for language in LANGUAGES
    }
    with clock_stopped_at(calendar.at(closes_day + report.day, "10:30")):
        publish_report_page(consultation, texts=texts, slug=report.slug, actor=user)
