"""Opening a consultation gives every clause a thread; later versions add to it; the audit log tells who did it."""

from datetime import timedelta

import pytest
from freezegun import freeze_time

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.phases import Dates
from consultations.services import change_dates, open_consultation
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.models.entry import AuditEntry
from tests.factories import accounts
from tests.factories.consultations import NOW, WEEK, ConsultationFactory, clause_threads, document_thread
from tests.factories.whitepapers import body_of, clause_block, heading_block, publish, published_draft, set_body
from whitepapers.models.document import Document

pytestmark = pytest.mark.django_db


def test_each_clause_and_the_whole_document_get_a_thread_headings_do_not():
    page = published_draft(body=[heading_block("Part one"), clause_block("One."), clause_block("Two.")])
    consultation = ConsultationFactory(document_page=page)
    assert len(clause_threads(consultation)) == 2
    assert document_thread(consultation).thread.kind == "document"
    assert {row.thread.kind for row in clause_threads(consultation)} == {"clause"}


def test_opening_is_recorded_with_its_dates_and_version():
    editor = accounts.carol()
    document = Document.objects.get(pk=published_draft().translation_key)
    consultation = open_consultation("streets", [document], actor=editor, now=NOW)
    entry = AuditEntry.objects.get(action="consultation.opened")
    assert entry.subject_id == str(consultation.pk)
    assert entry.data["opens_at"] == NOW.isoformat()
    assert AuditEntry.objects.get(action="consultation.document_set").data["version"] == 1


def test_without_dates_it_opens_now_for_twelve_weeks_and_is_answered_twelve_weeks_later():
    document = Document.objects.get(pk=published_draft().translation_key)
    consultation = open_consultation("streets", [document], actor=None, now=NOW)
    assert consultation.opens_at == NOW
    assert consultation.closes_at == NOW + 12 * WEEK
    assert consultation.answer_due_at == NOW + 24 * WEEK


def test_only_an_editor_opens_and_a_refusal_writes_nothing():
    document = Document.objects.get(pk=published_draft().translation_key)
    for person in (accounts.alice(), accounts.bob(), accounts.dan()):
        with pytest.raises(NotAllowedError):
            open_consultation("streets", [document], actor=person, now=NOW)
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("dates", "where"),
    [
        (Dates(NOW, NOW), "closes_at"),
        (Dates(NOW, NOW - WEEK), "closes_at"),
        (Dates(NOW, NOW + WEEK, NOW), "answer_due_at"),
    ],
)
def test_dates_upside_down_are_refused_and_named(dates, where):
    document = Document.objects.get(pk=published_draft().translation_key)
    with pytest.raises(ConsultationError) as refusal:
        open_consultation("streets", [document], dates=dates, actor=None, now=NOW)
    assert refusal.value.where == where
    assert not Consultation.objects.exists()


def test_an_unpublished_document_cannot_be_consulted_on():
    page = published_draft()
    document = Document.objects.get(pk=page.translation_key)
    empty = Document.objects.create(
        uuid="0b0a61ce-58d1-4d24-bd41-1d1f1f6f1a11",
        kind=document.kind,
        source_language="en",
        created_at=NOW,
    )
    with pytest.raises(ConsultationError):
        open_consultation("streets", [document, empty], actor=None, now=NOW)
    assert not Consultation.objects.exists(), "nothing half done"


def test_a_clause_added_by_a_later_version_gets_a_thread_while_it_is_open():
    page = published_draft(clauses=2)
    consultation = ConsultationFactory(document_page=page)
    before = {row.clause_id: row.thread_id for row in clause_threads(consultation)}
    with freeze_time(NOW):
        publish(set_body(page, [*body_of(page), clause_block("A third thing.")]))
    after = {row.clause_id: row.thread_id for row in clause_threads(consultation)}
    assert len(after) == 3
    assert before.items() <= after.items(), "known clauses keep their threads"
    assert ConsultationDocument.objects.get(consultation=consultation).version_number == 2
    assert ClauseThread.objects.get(consultation=consultation, added_in_version=2).clause is not None


def test_a_version_published_after_the_close_changes_nothing_that_was_asked():
    page = published_draft(clauses=2)
    consultation = ConsultationFactory(document_page=page, analysis=True)
    with freeze_time(NOW):
        publish(set_body(page, [*body_of(page), clause_block("A third thing.")]))
    assert len(clause_threads(consultation)) == 2
    assert ConsultationDocument.objects.get(consultation=consultation).version_number == 1


def test_an_extension_moves_the_close_and_the_answer_and_is_recorded():
    consultation = ConsultationFactory(open=True)
    closes = consultation.closes_at + 2 * WEEK
    changed = change_dates(consultation, Dates(closes_at=closes), actor=accounts.carol(), now=NOW)
    assert changed.closes_at == closes
    assert changed.answer_due_at == closes + 12 * WEEK
    entry = AuditEntry.objects.get(action="consultation.dates_changed")
    assert entry.data["closed_before"] == consultation.closes_at.isoformat()


def test_dates_of_an_answered_consultation_are_history():
    consultation = ConsultationFactory(outcome=True)
    with pytest.raises(NotAllowedError):
        change_dates(consultation, Dates(closes_at=NOW + WEEK), actor=accounts.carol(), now=NOW)


def test_a_second_round_on_the_same_document_has_threads_of_its_own():
    page = published_draft(clauses=2)
    first = ConsultationFactory(document_page=page, outcome=True)
    second = ConsultationFactory(document_page=page, open=True)
    assert not {row.thread_id for row in clause_threads(first)} & {row.thread_id for row in clause_threads(second)}


def test_the_page_exists_in_each_language_that_the_document_has():
    page = published_draft(clauses=2)
    consultation = ConsultationFactory(document_page=page, closes_at=NOW + timedelta(days=3))
    assert [one.locale.language_code for one in consultation.pages.all()] == ["en"]
