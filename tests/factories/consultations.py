"""Consultations in each of their phases, seen from NOW.

    consultation = ConsultationFactory(open=True, clauses=5)
    CommentFactory(hub_thread=thread_of(consultation, 0))
    answer(consultation, 0, decision="accepted")
    publish_report(consultation)

Traits: announced, open (default), analysis, outcome (with a published report), follow_up. Everything is made by the
services, so audit rows, threads and pages are there as in life.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from freezegun import freeze_time

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.models.outcome import Outcome
from consultations.models.pages import OutcomeReportPage
from consultations.models.theme import Theme
from consultations.phases import Dates
from consultations.publishing import publish_consultation_pages, publish_report_page
from consultations.services import answer_clause, open_consultation
from consultations.services.coding import judge
from consultations.services.theming import create_theme
from hub.accounts.models.user import User
from hub.contributions.models.comment import Comment
from hub.contributions.models.thread import Thread
from tests.factories.accounts import UserFactory
from tests.factories.whitepapers import published_draft
from whitepapers.models.document import Document

NOW = datetime(2026, 4, 15, 10, tzinfo=UTC)
WEEK = timedelta(weeks=1)


class ConsultationFactory(factory.django.DjangoModelFactory):
    """`document_page` takes a page that exists; otherwise one with `clauses` clauses is published."""

    class Meta:
        model = Consultation

    class Params:
        announced = factory.Trait(opens_at=NOW + WEEK, closes_at=NOW + 13 * WEEK)
        open = factory.Trait(opens_at=NOW - WEEK, closes_at=NOW + 11 * WEEK)
        analysis = factory.Trait(opens_at=NOW - 13 * WEEK, closes_at=NOW - WEEK)
        outcome = factory.Trait(opens_at=NOW - 25 * WEEK, closes_at=NOW - 13 * WEEK, with_report=True)
        follow_up = factory.Trait(
            opens_at=NOW - 25 * WEEK, closes_at=NOW - 13 * WEEK, with_report=True, follow_up_at=NOW - timedelta(days=1)
        )

    slug = factory.Sequence(lambda n: f"consultation-{n}")
    opens_at = NOW - WEEK
    closes_at = NOW + 11 * WEEK
    answer_due_at = None
    premoderated = False
    owner_body = "Department of public space"
    title = "What may happen in our streets"
    clauses = 3
    document_page = None
    with_report = False
    follow_up_at = None
    texts: Mapping[str, Mapping[str, Any]] | None = None
    with_pages = True

    @classmethod
    def _create(cls, model_class: type[Consultation], *args: Any, **kwargs: Any) -> Consultation:
        page = kwargs["document_page"] or published_draft(clauses=kwargs["clauses"])
        document = Document.objects.get(pk=page.translation_key)
        begin = min(kwargs["opens_at"], NOW)
        with freeze_time(begin):
            consultation = open_consultation(
                kwargs["slug"],
                [document],
                dates=Dates(kwargs["opens_at"], kwargs["closes_at"], kwargs["answer_due_at"]),
                premoderated=kwargs["premoderated"],
                owner_body=kwargs["owner_body"],
                actor=None,
                now=begin,
            )
            if kwargs["with_pages"]:
                publish_consultation_pages(
                    consultation, [document], title=kwargs["title"], texts=kwargs["texts"], actor=None
                )
        if kwargs["with_report"]:
            publish_report(consultation, now=consultation.closes_at + WEEK)
        if kwargs["follow_up_at"]:
            Consultation.objects.filter(pk=consultation.pk).update(follow_up_at=kwargs["follow_up_at"])
        consultation.refresh_from_db()
        return consultation


def clause_threads(consultation: Consultation) -> list[ClauseThread]:
    """Threads of the clauses, in reading order."""
    rows = ClauseThread.objects.filter(consultation=consultation, clause__isnull=False)
    return list(rows.select_related("clause", "thread", "consultation").order_by("clause__order"))


def thread_of(consultation: Consultation, index: int = 0) -> Thread:
    return clause_threads(consultation)[index].thread


def document_thread(consultation: Consultation) -> ClauseThread:
    return ClauseThread.objects.select_related("thread").get(consultation=consultation, clause__isnull=True)


def answering_moderator() -> User:
    known = User.objects.filter(email="answering@example.org").first()
    return known or UserFactory(email="answering@example.org", moderator=True)


def answer(
    consultation: Consultation,
    index: int = 0,
    *,
    decision: str = "accepted",
    reasons: Mapping[str, str] | None = None,
    now: datetime = NOW,
    actor: User | None = None,
    responsible_body: str = "",
) -> Outcome:
    return answer_clause(
        clause_threads(consultation)[index],
        decision=decision,
        reasons=reasons or {"en": "You were right, and the text says so now."},
        responsible_body=responsible_body,
        actor=actor or answering_moderator(),
        now=now,
    )


def publish_report(
    consultation: Consultation, *, now: datetime = NOW, actor: User | None = None, **fields: Any
) -> FrozenReport:
    """Makes and publishes the report page in English; returns what was frozen."""
    with freeze_time(now):
        texts = {"en": {"title": "What you said, and what we did", "sentence": "Most of it changed.", **fields}}
        publish_report_page(consultation, texts=texts, actor=actor)
    return FrozenReport.objects.filter(consultation=consultation).order_by("-number")[0]


def republish_report(consultation: Consultation, *, now: datetime = NOW, actor: User | None = None) -> FrozenReport:
    page = report_page(consultation)
    with freeze_time(now):
        page.save_revision(user=actor).publish(user=actor)
    return FrozenReport.objects.filter(consultation=consultation).order_by("-number")[0]


def report_page(consultation: Consultation) -> OutcomeReportPage:
    parent = consultation.pages.order_by("pk")[0]
    return OutcomeReportPage.objects.child_of(parent).get()


def theme(
    consultation: Consultation,
    name: str = "Noise",
    *,
    parent: Theme | None = None,
    actor: User | None = None,
    now: datetime = NOW,
    **names: tuple[str, str],
) -> Theme:
    """`theme(consultation, "Noise", fr=("Le bruit", ""))`"""
    return create_theme(
        consultation,
        names={"en": (name, ""), **names},
        parent=parent,
        actor=actor or answering_moderator(),
        now=now,
    )


def coding(
    theme: Theme,
    *comments: Comment,
    belongs: bool = True,
    settles: bool = False,
    reader: User | None = None,
    now: datetime = NOW,
) -> None:
    judge(comments, theme, belongs=belongs, settles=settles, actor=reader or answering_moderator(), now=now)
