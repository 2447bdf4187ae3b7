"""The editor's side: who gets in, what is listed, and that an answer goes through the service."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.models.outcome import Outcome
from consultations.models.pages import OutcomeReportPage
from hub.audit.models.entry import AuditEntry
from tests.factories import accounts
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    clause_threads,
    publish_report,
    thread_of,
)
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import clause_block, published_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


def addresses(consultation):
    row = clause_threads(consultation)[0]
    return {
        "list": reverse("consultation_list"),
        "new": reverse("consultation_new"),
        "dates": reverse("consultation_dates", args=[consultation.pk]),
        "answers": reverse("consultation_answers", args=[consultation.pk]),
        "answer": reverse("consultation_answer", args=[consultation.pk, row.pk]),
    }


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("editor", {"list", "new", "dates", "answers", "answer"}),  # to approve it
        ("moderator", {"list", "answers", "answer"}),
        ("analyst", {"list", "answers", "answer"}),
        ("auditor", {"list", "answers"}),
        ("budget_officer", set()),
        ("citizen", set()),
    ],
)
def test_who_gets_in(client, role, allowed):
    consultation = ConsultationFactory(analysis=True)
    client.force_login(UserFactory() if role == "citizen" else UserFactory(**{role: True}))
    assert {name for name, url in addresses(consultation).items() if client.get(url).status_code == 200} == allowed


def test_nobody_gets_in_without_signing_in(client):
    for url in addresses(ConsultationFactory(analysis=True)).values():
        assert client.get(url).status_code == 302
        assert client.post(url).status_code == 302
    assert not Outcome.objects.exists()


def test_the_list_of_answers_says_what_is_missing(client):
    consultation = ConsultationFactory(analysis=True, clauses=3)
    CommentFactory(hub_thread=thread_of(consultation, 0))
    CommentFactory(hub_thread=thread_of(consultation, 1), confidential=True)
    CommentFactory(hub_thread=thread_of(consultation, 2), pending=True)
    answer(consultation, 0)
    client.force_login(accounts.bob())
    html = client.get(reverse("consultation_answers", args=[consultation.pk])).content.decode()
    assert html.count("answer-status-missing") == 1
    assert html.count("answer-status-drafted") == 1
    assert "1 confidential" in html
    assert "1 comment has not been read by a moderator yet" in html
    missing = client.get(reverse("consultation_answers", args=[consultation.pk]) + "?show=missing").content.decode()
    assert "answer-status-drafted" not in missing


def test_the_lists_cost_the_same_for_one_clause_and_fifty(client):
    client.force_login(accounts.bob())
    counts = []
    for clauses in (1, 50):
        consultation = ConsultationFactory(analysis=True, clauses=clauses)
        for index in range(clauses):
            CommentFactory(hub_thread=thread_of(consultation, index))
            answer(consultation, index)
        url = reverse("consultation_answers", args=[consultation.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_answer_is_written_in_three_languages_and_leads_to_the_next_clause(client):
    consultation = ConsultationFactory(analysis=True, clauses=2)
    for index in (0, 1):
        CommentFactory(hub_thread=thread_of(consultation, index), body=f"Remark {index}")
    first, second = clause_threads(consultation)
    client.force_login(accounts.bob())
    url = reverse("consultation_answer", args=[consultation.pk, first.pk])
    assert "Remark 0" in client.get(url).content.decode()
    response = client.post(
        url,
        {
            "decision": "accepted",
            "reason_en": "Yes.",
            "reason_fr": "Oui.",
            "reason_ar": "نعم.",
            "responsible_body": "Market office",
            "next": "1",
        },
    )
    assert response["Location"] == reverse("consultation_answer", args=[consultation.pk, second.pk])
    outcome = Outcome.objects.get()
    assert {reason.language for reason in outcome.reasons.all()} == {"en", "fr", "ar"}
    assert AuditEntry.objects.filter(action="outcome.decided").count() == 1


def test_an_answer_without_a_reason_comes_back_with_what_was_typed(client):
    consultation = ConsultationFactory(analysis=True)
    client.force_login(accounts.bob())
    url = reverse("consultation_answer", args=[consultation.pk, clause_threads(consultation)[0].pk])
    response = client.post(url, {"decision": "noted", "responsible_body": "Market office"})
    assert "Give the reason in at least one language." in response.content.decode()
    assert "Market office" in response.content.decode()
    assert not Outcome.objects.exists()


def test_a_clause_of_another_consultation_is_not_reached_through_this_one(client):
    one, other = ConsultationFactory(analysis=True), ConsultationFactory(analysis=True)
    client.force_login(accounts.bob())
    url = reverse("consultation_answer", args=[one.pk, clause_threads(other)[0].pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"decision": "noted", "reason_en": "So."}).status_code == 404
    assert not Outcome.objects.exists()


def test_an_editor_opens_a_consultation_and_gets_its_page(client):
    page = published_draft(clauses=2, title="Streets act")
    editor = accounts.carol()
    client.force_login(editor)
    response = client.post(
        reverse("consultation_new"),
        {
            "title": "Your streets",
            "slug": "your-streets",
            "document": str(page.document_uuid),
            "opens_at": "2026-05-01T08:00",
            "closes_at": "2026-06-30T23:59",
            "premoderated": "on",
        },
    )
    consultation = Consultation.objects.get(slug="your-streets")
    assert consultation.premoderated
    assert consultation.created_by == editor
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[consultation.pages.get().pk])


def test_dates_that_make_no_sense_are_explained_beside_the_field(client):
    consultation = ConsultationFactory(open=True)
    client.force_login(accounts.carol())
    url = reverse("consultation_dates", args=[consultation.pk])
    response = client.post(url, {"opens_at": "2026-05-01T08:00", "closes_at": "2026-04-01T08:00"})
    assert "A consultation opens before it closes." in response.content.decode()
    client.post(url, {"opens_at": "2026-04-08T11:00", "closes_at": "2026-09-01T08:00"})
    consultation.refresh_from_db()
    assert consultation.closes_at.isoformat() == "2026-09-01T07:00:00+00:00", "typed in the city's own time"
    assert AuditEntry.objects.filter(action="consultation.dates_changed").count() == 1


def report_form(**changes):
    return {
        "title": "What you said",
        "slug": "report",
        "summary": "",
        "sentence": "",
        "introduction": "null",
        "next_steps": "null",
        "methods": "null",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": "",
    } | changes


def test_the_editor_is_told_which_clause_lacks_its_answer_when_publishing(client):
    document = published_draft(body=[clause_block("No dogs.", heading="Dogs")])
    consultation = ConsultationFactory(document_page=document, analysis=True)
    CommentFactory(hub_thread=thread_of(consultation))
    client.force_login(UserFactory(superuser=True))
    url = reverse("wagtailadmin_pages:add", args=["consultations", "outcomereportpage", consultation.pages.get().pk])
    html = client.post(url, report_form(**{"action-publish": "1"})).content.decode()
    assert "Dogs" in html
    assert "no answer" in html
    assert not OutcomeReportPage.objects.exists()
    client.post(url, report_form())
    page = OutcomeReportPage.objects.get()
    assert not page.live, "a draft is kept"
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Dogs" in client.get(edit).content.decode(), "the panel names the clause as well"
    client.post(edit, report_form(**{"action-publish": "1"}))
    assert not FrozenReport.objects.exists()
    answer(consultation, 0)
    client.post(edit, report_form(**{"action-publish": "1"}))
    assert FrozenReport.objects.get().consultation == consultation
    page.refresh_from_db()
    assert page.live


def test_publishing_many_pages_at_once_publishes_no_report_with_a_gap(client):
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=thread_of(consultation))
    parent = consultation.pages.get()
    page = OutcomeReportPage(title="What you said", slug="report", locale=parent.locale, live=False)
    parent.add_child(instance=page)
    page.save_revision()
    client.force_login(UserFactory(superuser=True))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{url}?id={page.pk}", {})
    assert not FrozenReport.objects.exists()
    page.refresh_from_db()
    assert not page.live


def test_an_answered_consultation_shows_its_published_answers(client):
    consultation = ConsultationFactory(analysis=True, closes_at=NOW - WEEK)
    CommentFactory(hub_thread=thread_of(consultation))
    answer(consultation)
    publish_report(consultation)
    client.force_login(UserFactory(auditor=True))
    html = client.get(reverse("consultation_answers", args=[consultation.pk])).content.decode()
    assert "answer-status-published" in html
