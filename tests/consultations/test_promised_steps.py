"""What a report says that happens next is followed until it is kept or given up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from consultations.models.consultation import Consultation
from consultations.models.outcome import NextStep
from consultations.services.answering import Answer, Step, give_answer
from consultations.services.promising import promise_missing_steps
from hub.audit.models.entry import AuditEntry
from hub.notifications.models.news import News
from hub.promises import services
from hub.promises.models.promise import Promise
from tests.factories.consultations import (
    NOW,
    ConsultationFactory,
    answering_moderator,
    clause_threads,
    publish_report,
    report_page,
    republish_report,
    thread_of,
)
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db
SIGNS = {"en": "Signs are put up", "ar": "توضع اللافتات"}
DUE = date(2026, 9, 1)


def answered(consultation: Consultation, *steps: Step, index: int = 0, now: Any = NOW) -> None:
    says = Answer("accepted", {"en": f"Yes. {len(steps)} at {now}"}, "Parks office", (), steps)
    give_answer(clause_threads(consultation)[index], says, actor=answering_moderator(), now=now)


@pytest.fixture
def consultation() -> Consultation:
    made = ConsultationFactory(analysis=True, slug="squares")
    CommentFactory(hub_thread=thread_of(made, 0))
    return made


def html_of(path: str, now: Any = NOW, status: int = 200) -> str:
    with freeze_time(now):
        response = Client().get(path)
    assert response.status_code == status, path
    html: str = response.content.decode()
    return html


def test_a_step_is_a_promise_from_the_day_on_which_the_report_says_it(consultation: Consultation) -> None:
    answered(consultation, Step(SIGNS, DUE), Step({"en": "The council is told"}))
    assert not Promise.objects.exists()
    publish_report(consultation)
    signs, council = sorted(Promise.objects.all(), key=lambda one: int(one.key))
    assert (signs.titles, signs.due_on, signs.body_names["en"], signs.year) == (SIGNS, DUE, "Parks office", 2026)
    assert council.due_on is None
    html = html_of(f"/en/promises/{signs.pk}/")
    for words in ("Signs are put up", "Planned", report_page(consultation).get_url(), "Parks office"):
        assert words in html
    assert 'lang="ar"' not in html_of(f"/ar/promises/{signs.pk}/").split("<main")[1].split("</h1>")[0]


def test_the_day_passes_and_the_report_says_late_while_its_record_stays(consultation: Consultation) -> None:
    answered(consultation, Step(SIGNS, DUE))
    report = publish_report(consultation)
    path = report_page(consultation).get_url()
    assert "tag-planned" in html_of(path)
    promise = Promise.objects.get()
    for now, tag in ((DUE, "tag-planned"), (DUE + timedelta(days=1), "tag-late")):
        assert tag in html_of(path, now)
        assert tag in html_of(f"{path}no/1/", now)
        assert tag in html_of(f"/en/promises/{promise.pk}/", now)
    services.keep(promise.pk, on=NOW.date(), actor=None, now=NOW)
    assert "Kept in time" in html_of(path, DUE + timedelta(days=1))
    report.refresh_from_db()
    assert "kept" not in report.content


def test_said_again_it_is_the_same_promise_and_a_later_day_is_a_delay_with_a_reason(consultation: Consultation) -> None:
    answered(consultation, Step(SIGNS, DUE), Step({"en": "The council is told"}))
    publish_report(consultation)
    promise = Promise.objects.get(due_on=DUE)
    later = DUE + timedelta(days=60)
    answered(consultation, Step(SIGNS, later), Step({"en": "A leaflet"}), now=NOW + timedelta(days=1))
    republish_report(consultation, now=NOW + timedelta(days=1))
    promise.refresh_from_db()
    assert (promise.first_due_on, promise.due_on) == (DUE, later)
    assert promise.postponements.get().reasons["en"] == "The answer that was published on 16 April 2026 names this day."
    assert set(promise.postponements.get().reasons) == {"en", "fr", "ar"}
    assert News.objects.filter(kind="promise.postponed").count() == 1
    # What the new answer no longer says is still promised: only a decision ends it.
    assert sorted(one.titles["en"] for one in Promise.objects.all()) == [
        "A leaflet",
        "Signs are put up",
        "The council is told",
    ]
    path = report_page(consultation).get_url()
    for number in ("", "no/1/"):
        assert f"/en/promises/{promise.pk}/" in html_of(path + number, NOW + timedelta(days=1))
    republish_report(consultation, now=NOW + timedelta(days=2))
    promise_missing_steps(NOW + timedelta(days=2))
    assert Promise.objects.count() == 3
    assert promise.postponements.count() == 1


def test_answers_from_before_there_were_promises_get_theirs_from_the_clock(consultation: Consultation) -> None:
    answered(consultation, Step(SIGNS, DUE))
    publish_report(consultation)
    Promise.objects.all().delete()
    for _again in range(2):
        promise_missing_steps(NOW + timedelta(days=400))
        made = Promise.objects.get()
        assert (made.promised_on, made.due_on) == (NOW.date(), DUE)
        assert made.key == str(NextStep.objects.get().pk)


def test_without_its_report_a_promise_is_nowhere(consultation: Consultation) -> None:
    answered(consultation, Step(SIGNS, DUE))
    publish_report(consultation)
    promise = Promise.objects.get()
    page = report_page(consultation)
    page.unpublish()
    html_of(f"/en/promises/{promise.pk}/", status=404)
    html_of("/en/promises/6b7a2f5e-2f0b-4a43-8f0e-0d2f0a1f9c11/", status=404)


def test_a_report_of_many_steps_asks_no_more_than_one_of_few(consultation: Consultation) -> None:
    counts = []
    for number, size in enumerate((1, 30)):
        answered(consultation, *(Step({"en": f"Step {one}"}, DUE) for one in range(size)), now=NOW)
        (republish_report if number else publish_report)(consultation)
        path = report_page(consultation).get_url()
        html_of(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert html_of(path).count("What became of it") == size
        counts.append(len(asked))
    # The second number says how it differs from the first: that much more is asked, and no more.
    before = counts.pop()
    answered(consultation, *(Step({"en": f"Step {one}"}, DUE) for one in range(60)), now=NOW + timedelta(days=1))
    republish_report(consultation, now=NOW + timedelta(days=1))
    with CaptureQueriesContext(connection) as asked:
        assert html_of(path, NOW + timedelta(days=1)).count("What became of it") == 60
    assert len(asked) == before


def test_who_publishes_is_in_the_log_and_no_words_are(consultation: Consultation) -> None:
    answered(consultation, Step(SIGNS, DUE))
    publish_report(consultation)
    entry = AuditEntry.objects.get(action="promise.made")
    assert "Signs" not in str(entry.data)
