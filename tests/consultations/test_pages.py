"""Lists, the page of a consultation, and what it adds to the pages of a document; each at a constant cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from consultations.adapters import ConsultationPanel, ConsultationSubjects
from consultations.selectors import closing_soon, decided_lately, open_now
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    clause_threads,
    document_thread,
    publish_report,
    thread_of,
)
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import clause_block, published_draft
from whitepapers.selectors import document_page

pytestmark = pytest.mark.django_db


def queries_of(action):
    action()  # what the whole site shares is warm
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


@pytest.fixture
def one_of_each():
    page = published_draft(clauses=2)
    return {
        trait: ConsultationFactory(document_page=page, title=f"Title {trait}", **{trait: True})
        for trait in ("announced", "open", "analysis", "outcome")
    }


def test_the_index_lists_all_and_filters_by_address(client, one_of_each):
    shown = {
        "": set(one_of_each),
        "open": {"open"},
        "coming": {"announced"},
        "being-answered": {"analysis"},
        "answered": {"outcome"},
        "no-such-filter": set(one_of_each),
    }
    with freeze_time(NOW):
        for name, expected in shown.items():
            html = client.get(f"/en/consultations/?phase={name}").content.decode()
            assert {trait for trait in one_of_each if f"Title {trait}" in html} == expected, name


def test_a_consultation_without_a_public_page_stands_nowhere(client, one_of_each):
    one_of_each["open"].pages.get().unpublish()
    with freeze_time(NOW):
        assert "Title open" not in client.get("/en/consultations/").content.decode()
    assert open_now(NOW, "en") == []


def test_home_lists(one_of_each):
    assert [card.title for card in open_now(NOW, "en")] == ["Title open"]
    assert closing_soon(NOW, "en") == []
    assert [card.title for card in closing_soon(one_of_each["open"].closes_at - timedelta(days=2), "en")] == [
        "Title open"
    ]
    (card,) = decided_lately(NOW, "en")
    assert card.report_url.endswith("/report/")
    assert card.phase == "outcome"


def test_a_card_says_which_language_it_is_in(one_of_each):
    (card,) = open_now(NOW, "ar")
    assert (card.title, card.language) == ("Title open", "en")


def test_the_list_costs_the_same_for_one_consultation_and_fifty(client):
    page = published_draft(clauses=1)
    ConsultationFactory(document_page=page)
    with freeze_time(NOW):
        one = queries_of(lambda: client.get("/en/consultations/"))
        one_home = queries_of(lambda: open_now(NOW, "en", 50))
        ConsultationFactory.create_batch(49, document_page=page)
        assert queries_of(lambda: client.get("/en/consultations/")) == one
        assert queries_of(lambda: open_now(NOW, "en", 50)) == one_home
    assert len(open_now(NOW, "en", 50)) == 50


def test_the_consultation_page_costs_the_same_for_one_comment_and_fifty(client):
    consultation = ConsultationFactory(open=True, clauses=20)
    url = consultation.pages.get().get_url()
    CommentFactory(hub_thread=thread_of(consultation))
    with freeze_time(NOW):
        one = queries_of(lambda: client.get(url))
        for index in range(20):
            CommentFactory.create_batch(3, hub_thread=thread_of(consultation, index))
        assert queries_of(lambda: client.get(url)) == one


def test_the_page_tells_dates_documents_and_how_input_is_used(client):
    texts = {
        "en": {
            "how_used": "<p>Each comment is read by two people.</p>",
            "who_decides": "The council, in June.",
            "contact": "streets@example.org",
        }
    }
    page = published_draft(title="Streets act", clauses=7)
    consultation = ConsultationFactory(open=True, document_page=page, texts=texts)
    with freeze_time(NOW):
        html = client.get(consultation.pages.get().get_url()).content.decode()
    for words in (
        "Streets act",
        "Each comment is read by two people.",
        "The council, in June.",
        "mailto:streets@example.org",
        "7 clauses",
        "Read the text and comment",
        "Open for comments",
    ):
        assert words in html, words
    # 1 July 2026, 10:00 UTC, told in the city's own time.
    assert "1 July 2026" in html
    assert "11:00" in html
    assert not client.cookies


def test_a_late_answer_says_why_or_that_nobody_said(client):
    consultation = ConsultationFactory(analysis=True)
    page = consultation.pages.get()
    late = consultation.answer_due_at + timedelta(days=1)
    with freeze_time(late):
        assert "No reason has been given yet." in client.get(page.get_url()).content.decode()
        page.late_explanation = "The council meets in May."
        page.save()
        assert "The council meets in May." in client.get(page.get_url()).content.decode()


def test_activity_of_a_long_document_costs_the_same_as_of_a_short_one():
    counts = []
    for clauses in (1, 50):
        consultation = ConsultationFactory(analysis=True, clauses=clauses)
        for index in range(clauses):
            answer(consultation, index)
        CommentFactory.create_batch(2, hub_thread=thread_of(consultation))
        publish_report(consultation)
        document = clause_threads(consultation)[0].document_id
        counts.append(queries_of(lambda document=document: ConsultationPanel().activity(document, NOW)))
    assert counts[0] == counts[1]


def test_the_clause_page_shows_the_thread_and_later_the_answer(client):
    page = published_draft(body=[clause_block("Open until nine.", heading="Opening hours")])
    consultation = ConsultationFactory(document_page=page, open=True)
    CommentFactory(hub_thread=thread_of(consultation), body="Ten would be better.")
    clause = clause_threads(consultation)[0].clause
    url = f"{page.get_url()}clauses/{clause.eid}/"
    with freeze_time(NOW):
        html = client.get(url).content.decode()
    assert "Ten would be better." in html
    assert f"{url}comment/" in html
    later = consultation.closes_at + WEEK
    answer(consultation, reasons={"en": "Half past nine, then."}, now=later, responsible_body="Market office")
    publish_report(consultation, now=later)
    with freeze_time(later + WEEK):
        html = client.get(url).content.decode()
    for words in ("Half past nine, then.", "Accepted", "Market office", "Ten would be better."):
        assert words in html
    assert "/comment/" not in html


def test_an_earlier_round_is_told_in_a_line(client):
    page = published_draft(clauses=1)
    first = ConsultationFactory(document_page=page, analysis=True, title="Round one")
    CommentFactory(hub_thread=thread_of(first), body="Said long ago.")
    ConsultationFactory(document_page=page, open=True, title="Round two")
    clause = clause_threads(first)[0].clause
    with freeze_time(NOW):
        html = client.get(f"{page.get_url()}clauses/{clause.eid}/").content.decode()
    assert "Asked before" in html
    assert "Round one" in html
    assert "Said long ago." not in html


def test_subjects_of_many_threads_cost_the_same_as_of_one():
    consultation = ConsultationFactory(open=True, clauses=50)
    ids = [row.thread_id for row in clause_threads(consultation)]
    subjects = ConsultationSubjects()
    one = queries_of(lambda: subjects.describe(ids[:1], NOW))
    assert queries_of(lambda: subjects.describe(ids, NOW)) == one
    assert len(subjects.describe(ids, NOW)) == 50


def test_a_subject_tells_the_clause_its_text_and_the_process():
    page = published_draft(body=[clause_block("Open until nine.", heading="Opening hours")])
    consultation = ConsultationFactory(document_page=page, open=True, title="Streets", premoderated=True)
    row = clause_threads(consultation)[0]
    subject = ConsultationSubjects().describe([row.thread_id], NOW)[row.thread_id]
    assert subject.title == "Clause 1 · Opening hours"
    assert subject.text == "Open until nine."
    assert subject.url == f"{document_page(row.document_id, 'en').get_url()}clauses/{row.clause.eid}/"
    assert (subject.process_title, subject.phase, subject.version) == ("Streets", "open", 1)
    assert subject.accepts_contributions
    assert subject.premoderated
    whole = document_thread(consultation)
    subject = ConsultationSubjects().describe([whole.thread_id], NOW)[whole.thread_id]
    assert "Draft act on public spaces" in subject.title


def test_the_banner_is_of_the_round_that_matters_now():
    page = published_draft(clauses=1)
    ConsultationFactory(document_page=page, outcome=True, title="Old")
    assert ConsultationPanel().banner(page.document_uuid, NOW).process_title == "Old"
    ConsultationFactory(document_page=page, announced=True, title="Coming")
    assert ConsultationPanel().banner(page.document_uuid, NOW).process_title == "Coming"
    ConsultationFactory(document_page=page, open=True, title="Now")
    banner = ConsultationPanel().banner(page.document_uuid, NOW)
    assert (banner.process_title, banner.is_open) == ("Now", True)
