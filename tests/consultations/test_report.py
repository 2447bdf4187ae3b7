"""Publishing a report: refused with gaps through every door, frozen with its hash, told to everybody once."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale

from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.models.pages import ConsultationPage, OutcomeReportPage
from consultations.publishing import freeze_report
from consultations.reports.readiness import ReportNotReadyError, readiness
from consultations.selectors.subjects import describe
from hub.audit.models.entry import AuditEntry
from hub.contributions.engine.draft import Draft
from hub.contributions.services import publish, submit
from hub.notifications.engine.kinds import kinds
from hub.notifications.models.outbox import Outbox
from tests.factories import accounts
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    clause_threads,
    document_thread,
    publish_report,
    report_page,
    republish_report,
    thread_of,
)
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import clause_block, published_draft

pytestmark = pytest.mark.django_db


def consultation_with_a_gap(**kwargs):
    page = published_draft(
        body=[clause_block("Open until nine.", heading="Opening hours"), clause_block("No dogs.", heading="Dogs")]
    )
    consultation = ConsultationFactory(document_page=page, **({"analysis": True} | kwargs))
    CommentFactory(hub_thread=thread_of(consultation, 0))
    CommentFactory(hub_thread=thread_of(consultation, 1))
    answer(consultation, 0)
    return consultation


def draft_report(consultation):
    parent = consultation.pages.first()
    page = OutcomeReportPage(title="What you said", slug="report", locale=parent.locale, live=False)
    parent.add_child(instance=page)
    return page


def nothing_is_public(consultation, client):
    assert not FrozenReport.objects.exists()
    consultation.refresh_from_db()
    assert consultation.answered_at is None
    assert not Outbox.objects.filter(kind="outcome").exists()
    page = OutcomeReportPage.objects.first()
    if page is not None:
        assert client.get(page.get_url()).status_code == 404


def test_a_report_with_a_gap_is_refused_and_the_clause_is_named(client):
    consultation = consultation_with_a_gap()
    with pytest.raises(ReportNotReadyError) as refusal:
        publish_report(consultation)
    assert "Dogs" in str(refusal.value)
    assert "Opening hours" not in str(refusal.value)
    nothing_is_public(consultation, client)


def test_every_other_door_refuses_too(client):
    consultation = consultation_with_a_gap()
    page = draft_report(consultation)
    with freeze_time(NOW):
        for door in (
            lambda: page.save_revision().publish(),
            lambda: page.publish(page.save_revision()),
            lambda: PublishPageRevisionAction(page.save_revision()).execute(skip_permission_checks=True),
            lambda: freeze_report(consultation, actor=None, now=NOW),
        ):
            with pytest.raises(ReportNotReadyError):
                door()
    # Even a row that was made live by hand shows nothing.
    OutcomeReportPage.objects.filter(pk=page.pk).update(live=True)
    nothing_is_public(consultation, client)


def test_the_clock_does_not_publish_a_report():
    page = draft_report(ConsultationFactory(analysis=True))
    page.go_live_at = NOW + WEEK
    with pytest.raises(ValidationError):
        page.full_clean()


def test_before_the_close_there_is_no_report():
    consultation = ConsultationFactory(open=True)
    found = readiness(consultation, NOW)
    assert [blocker.code for blocker in found.blocking] == ["not_closed"]
    with pytest.raises(PermissionDenied):
        publish_report(consultation)


def test_a_confidential_contribution_without_an_answer_is_a_gap():
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=thread_of(consultation), confidential=True)
    assert [blocker.code for blocker in readiness(consultation, NOW).blocking] == ["unanswered"]


def test_comments_on_the_document_as_a_whole_want_an_answer():
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=document_thread(consultation).thread)
    (blocker,) = readiness(consultation, NOW).blocking
    assert "document as a whole" in blocker.message


def test_a_withheld_comment_is_no_gap_and_a_pending_one_is_a_warning():
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=thread_of(consultation), withheld=True)
    CommentFactory(hub_thread=thread_of(consultation), pending=True)
    found = readiness(consultation, NOW)
    assert found.publishable
    assert [warning.code for warning in found.warnings] == ["pending"]


def test_what_was_sent_in_time_may_be_confirmed_in_time_so_the_report_waits(client):
    consultation = ConsultationFactory(analysis=True)
    thread, closes = thread_of(consultation), consultation.closes_at
    sent_at = closes - timedelta(minutes=5)
    subject = describe([thread.pk], sent_at)[thread.pk]
    draft = Draft(body="Just in time.", position="oppose", publish_as="anonymous")
    pending = submit(thread, draft=draft, user=None, email="late@example.org", subject=subject, now=sent_at)
    (blocker,) = readiness(consultation, closes + timedelta(hours=1)).blocking
    assert blocker.code == "unconfirmed"
    assert readiness(consultation, pending.expires_at).publishable, "after that it is not received any more"


def test_a_translation_says_the_frozen_figures_and_is_not_stopped_by_later_gaps(client):
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=thread_of(consultation))
    answer(consultation, reasons={"en": "Yes.", "fr": "Oui."})
    publish_report(consultation)
    CommentFactory(hub_thread=thread_of(consultation, 1))
    french = Locale.objects.get(language_code="fr")
    consultation.pages.get().copy_for_translation(french).save_revision().publish()
    page = report_page(consultation).copy_for_translation(french)
    page.save_revision().publish()
    assert FrozenReport.objects.get().number == 1
    html = client.get(OutcomeReportPage.objects.get(locale=french).get_url()).content.decode()
    assert "Oui." in html


def test_a_consultation_has_one_page_in_each_language():
    consultation = ConsultationFactory(open=True)
    page = consultation.pages.get()
    other = ConsultationPage(title="Another", slug="another", consultation=consultation, locale=page.locale)
    with pytest.raises(ValidationError):
        page.get_parent().add_child(instance=other)


def test_the_frozen_record_is_hashed_and_says_what_the_audit_log_says():
    consultation = ConsultationFactory(analysis=True)
    CommentFactory.create_batch(2, hub_thread=thread_of(consultation))
    answer(consultation, reasons={"en": "Yes.", "fr": "Oui."})
    moderator = accounts.bob()
    report = publish_report(consultation, actor=moderator)
    assert report.number == 1
    assert report.sha256 == hashlib.sha256(report.content.encode()).hexdigest()
    content = json.loads(report.content)
    assert content["figures"]["received"] == 2
    assert content["answers"][0]["reasons"] == {"en": "Yes.", "fr": "Oui."}
    entry = AuditEntry.objects.get(action="report.published")
    assert entry.data["sha256"] == report.sha256
    consultation.refresh_from_db()
    assert consultation.answered_at == NOW


def test_later_comments_do_not_alter_the_frozen_report(client):
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=thread_of(consultation))
    waiting = CommentFactory(hub_thread=thread_of(consultation), pending=True)
    answer(consultation)
    before = publish_report(consultation)
    publish(waiting, actor=accounts.bob(), now=NOW + WEEK)
    CommentFactory(hub_thread=thread_of(consultation, 1))
    after = FrozenReport.objects.get(pk=before.pk)
    assert (after.content, after.sha256) == (before.content, before.sha256)
    html = client.get(report_page(consultation).get_url()).content.decode()
    assert "Received 2 = published 1 + 1 not read yet" in html


def test_republishing_changed_figures_gives_number_two_and_unchanged_ones_nothing():
    consultation = ConsultationFactory(analysis=True)
    waiting = CommentFactory(hub_thread=thread_of(consultation), pending=True)
    answer(consultation)
    first = publish_report(consultation)
    assert republish_report(consultation, now=NOW + WEEK).pk == first.pk, "a corrected comma is no new report"
    publish(waiting, actor=accounts.bob(), now=NOW + WEEK)
    second = republish_report(consultation, now=NOW + 2 * WEEK)
    assert second.number == 2
    assert second.sha256 != first.sha256
    consultation.refresh_from_db()
    assert consultation.answered_at == NOW, "the answer was given when the first report came out"


def test_two_consultations_with_equal_figures_have_hashes_of_their_own():
    one, other = ConsultationFactory(analysis=True), ConsultationFactory(analysis=True)
    assert publish_report(one).sha256 != publish_report(other).sha256


def test_only_those_who_may_publish_do():
    consultation = ConsultationFactory(analysis=True)
    for person in (accounts.alice(), UserFactory(analyst=True), UserFactory(auditor=True)):
        with pytest.raises(PermissionDenied):
            freeze_report(consultation, actor=person, now=NOW)
    assert freeze_report(consultation, actor=accounts.carol(), now=NOW).number == 1


def test_everybody_who_is_answered_is_told_once_in_one_letter():
    consultation = ConsultationFactory(analysis=True, clauses=2)
    first, second = (row.thread for row in clause_threads(consultation))
    CommentFactory(hub_thread=first, email="amel@example.org", author_language="ar")
    CommentFactory(hub_thread=second, email="Amel@example.org", author_language="ar")
    CommentFactory(hub_thread=first, email="paul@example.org", confidential=True, author_language="fr")
    CommentFactory(hub_thread=first, email="rude@example.org", withheld=True)
    CommentFactory(hub_thread=first, email="gone@example.org", withdrawn=True)
    CommentFactory(hub_thread=first, email="", channel="letter")
    answer(consultation, 0, decision="not_accepted")
    answer(consultation, 1)
    publish_report(consultation)
    republish_report(consultation, now=NOW + WEEK)
    letters = {row.to: row for row in Outbox.objects.filter(kind="outcome")}
    # Who was refused by a moderator is told why, with the first report.
    assert set(letters) == {"amel@example.org", "paul@example.org", "rude@example.org"}
    assert len(letters["amel@example.org"].payload["comments"]) == 2
    assert letters["amel@example.org"].language == "ar"


def test_a_second_report_tells_only_those_whose_answer_changed():
    consultation = ConsultationFactory(analysis=True, clauses=2)
    first, second = (row.thread for row in clause_threads(consultation))
    CommentFactory(hub_thread=first, email="amel@example.org")
    CommentFactory(hub_thread=second, email="paul@example.org")
    answer(consultation, 0)
    answer(consultation, 1)
    publish_report(consultation)
    answer(consultation, 1, decision="not_accepted", now=NOW + WEEK)
    republish_report(consultation, now=NOW + WEEK)
    told = [row.to for row in Outbox.objects.filter(kind="outcome")]
    assert sorted(told) == ["amel@example.org", "paul@example.org", "paul@example.org"]


def test_the_letter_names_the_clause_the_decision_and_the_reason():
    consultation = consultation_with_a_gap()
    CommentFactory(hub_thread=thread_of(consultation, 1), email="amel@example.org")
    answer(consultation, 1, decision="not_accepted", reasons={"en": "Dogs are people too."})
    publish_report(consultation)
    letter = Outbox.objects.get(to="amel@example.org")
    kind = kinds.get(letter.kind)
    context = {**kind.context(letter.payload), "hub_name": "Hub", "public_url": "", "contact_email": ""}
    text = render_to_string(kind.template, context)
    for words in ("Clause 2 · Dogs", "C-2026-", "Not accepted", "Dogs are people too.", "/report/#clause-"):
        assert words in text


def test_the_report_page_shows_numbers_reasons_and_fingerprint(client):
    consultation = consultation_with_a_gap()
    answer(consultation, 1, decision="not_accepted", reasons={"ar": "لا."}, responsible_body="Dog office")
    report = publish_report(consultation)
    html = client.get(report_page(consultation).get_url()).content.decode()
    for words in ("Received 2 = published 2", "Opening hours", "Dogs", "Not accepted", "Dog office", report.sha256):
        assert words in html
    assert 'lang="ar" dir="rtl"' in html
    assert "The reason was given in Arabic." in html
    assert "Most of it changed." in html
    assert not client.cookies


def test_a_reader_who_is_no_member_of_staff_never_sees_answers_in_preparation(client):
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=thread_of(consultation))
    answer(consultation, reasons={"en": "A secret until the report."})
    page = draft_report(consultation)
    for person in (None, accounts.alice()):
        if person:
            client.force_login(person)
        assert client.get(page.get_url()).status_code == 404
        consultation_html = client.get(consultation.pages.first().get_url()).content.decode()
        assert "A secret" not in consultation_html


def test_staff_see_the_live_report_in_the_preview(client):
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=thread_of(consultation))
    answer(consultation, reasons={"en": "In preparation."})
    page = draft_report(consultation)
    page.save_revision()
    client.force_login(UserFactory(superuser=True))
    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "In preparation." in html
    assert "Not published." in html


def test_the_report_page_costs_the_same_for_one_comment_and_fifty(client):
    queries = []
    for count in (1, 50):
        consultation = ConsultationFactory(analysis=True, clauses=2)
        CommentFactory.create_batch(count, hub_thread=thread_of(consultation))
        answer(consultation)
        publish_report(consultation)
        url = report_page(consultation).get_url()
        client.get(url)  # what the whole site shares is warm
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        queries.append(len(captured))
    assert queries[0] == queries[1]


def test_the_report_is_found_under_its_consultation_and_in_the_list_of_reports(client):
    consultation = ConsultationFactory(outcome=True)
    url = report_page(consultation).get_url()
    with freeze_time(NOW):
        assert url in client.get(consultation.pages.first().get_url()).content.decode()
        assert url in client.get("/en/reports/").content.decode()
    assert Consultation.objects.answered(NOW).get() == consultation
