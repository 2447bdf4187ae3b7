"""Slips of people: a date that lies in the past or in no century, a link that does not open, two who press at once."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.phases import Dates
from consultations.publishing import freeze_report
from consultations.services import change_dates, open_consultation
from consultations.services.errors import ConsultationError
from hub.audit.models.entry import AuditEntry
from hub.demo.management.arguments import moment
from hub.notifications.models.outbox import Outbox
from tests.factories import accounts
from tests.factories.accounts import UserFactory
from tests.factories.consultations import NOW, WEEK, ConsultationFactory, answer, report_page, thread_of
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import clause_block, published_draft
from tests.security.test_at_once import at_once
from whitepapers.models.document import Document

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


@pytest.fixture
def document() -> Document:
    return Document.objects.get(pk=published_draft(clauses=1).translation_key)


def new_form(document: Document, **changes: str) -> dict[str, str]:
    return {
        "title": "Your streets",
        "slug": "your-streets",
        "document": str(document.pk),
        "opens_at": "2026-05-01T08:00",
        "closes_at": "2026-06-30T23:59",
    } | changes


# --- dates ---


def test_a_person_does_not_open_in_the_past(client: Client, document: Document):
    client.force_login(accounts.carol())
    response = client.post(reverse("consultation_new"), new_form(document, opens_at="2026-04-15T09:00"))
    assert response.context["form"].errors["opens_at"]
    assert 'value="Your streets"' in response.content.decode()
    assert not Consultation.objects.exists()


def test_filling_in_the_form_may_take_a_while(client: Client, document: Document):
    client.force_login(accounts.carol())
    # NOW is 11:00 in the city.
    response = client.post(reverse("consultation_new"), new_form(document, opens_at="2026-04-15T10:15"))
    assert response.status_code == 302


def test_a_program_may_bring_in_what_was_opened_elsewhere(document: Document):
    dates = Dates(NOW - 10 * WEEK, NOW - WEEK)
    assert open_consultation("streets", [document], dates=dates, actor=None, now=NOW).opens_at == dates.opens_at


def test_an_opening_that_was_does_not_move_and_does_not_stand_in_the_way():
    editor = accounts.carol()
    consultation = ConsultationFactory(opens_at=NOW - WEEK + timedelta(seconds=31))
    as_typed = consultation.opens_at.replace(second=0)
    later = Dates(as_typed, NOW + 20 * WEEK)
    assert change_dates(consultation, later, actor=editor, now=NOW).closes_at == NOW + 20 * WEEK
    with pytest.raises(ConsultationError) as refused:
        change_dates(consultation, Dates(NOW - 2 * WEEK, NOW + 20 * WEEK), actor=editor, now=NOW)
    assert refused.value.where == "opens_at"


@pytest.mark.parametrize("year", ["0001", "1970", "2200", "9999"])
@pytest.mark.parametrize("field", ["opens_at", "closes_at", "answer_due_at"])
def test_a_year_that_nobody_means_is_told_beside_its_field(client: Client, document: Document, field: str, year: str):
    client.force_login(accounts.carol())
    consultation = ConsultationFactory(slug="known", document_page=None)
    date = {field: f"{year}-12-31T23:59"}
    for address in (reverse("consultation_new"), reverse("consultation_dates", args=[consultation.pk])):
        response = client.post(address, new_form(document, answer_due_at="2026-10-01T00:00") | date)
        assert response.status_code == 200
        assert field in response.context["form"].errors
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize("option", ["--opens", "--closes"])
@pytest.mark.parametrize("text", ["0001-01-01T00:00", "9999-12-31T23:59:59+00:00", "9999-12-31", "10000-01-01"])
def test_commands_refuse_it_too(document: Document, option: str, text: str):
    out = StringIO()
    with pytest.raises((SystemExit, CommandError)):
        call_command(
            "create_consultation",
            "--document",
            published_draft(slug="streets").slug,
            option,
            text,
            "--json",
            stdout=out,
        )
    assert '"error"' in out.getvalue()
    assert not Consultation.objects.exists()


def test_the_clock_and_the_demo_refuse_it_too():
    import argparse

    for year in ("0001", "9999"):
        with pytest.raises(SystemExit):
            call_command("run_due", "--now", f"{year}-12-31T23:59:00Z", stdout=StringIO())
        with pytest.raises(argparse.ArgumentTypeError):
            moment(f"{year}-12-31T23:59")


# --- links that open ---


def test_who_reads_what_is_unanswered_is_not_sent_to_a_closed_door(client: Client):
    page = published_draft(body=[clause_block("No dogs.", heading="Dogs")])
    consultation = ConsultationFactory(document_page=page, analysis=True)
    CommentFactory(hub_thread=thread_of(consultation))
    address = reverse("consultation_answers", args=[consultation.pk])
    # An editor may look at an answer, to approve it.
    for person, opens in ((UserFactory(auditor=True), False), (accounts.carol(), True), (accounts.bob(), True)):
        client.force_login(person)
        html = client.get(address).content.decode()
        assert "has 1 comment and no answer" in html
        row = consultation.threads.get(clause__isnull=False)
        link = reverse("consultation_answer", args=[consultation.pk, row.pk])
        assert (link in html) is opens
        assert (client.get(link).status_code == 200) is opens
        client.logout()


# --- two at once ---


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_publish_the_same_report_at_once_publish_one():
    consultation = ConsultationFactory(analysis=True, clauses=2)
    CommentFactory(hub_thread=thread_of(consultation), user=accounts.alice())
    answer(consultation)
    editors = [accounts.UserFactory(editor=True) for _ in range(4)]
    reports = at_once([lambda editor=editor: freeze_report(consultation, actor=editor, now=NOW) for editor in editors])
    assert {report.pk for report in reports} == {FrozenReport.objects.get().pk}
    assert AuditEntry.objects.filter(action="report.published").count() == 1
    assert Outbox.objects.filter(kind="outcome").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_report_published_by_two_at_once_freezes_once():
    consultation = ConsultationFactory(analysis=True, clauses=2)
    CommentFactory(hub_thread=thread_of(consultation))
    answer(consultation)
    from consultations.models.pages import OutcomeReportPage

    parent = consultation.pages.get()
    page = OutcomeReportPage(title="What you said", slug="report", locale=parent.locale, live=False)
    parent.add_child(instance=page)
    page.save_revision()
    editors = [accounts.UserFactory(editor=True) for _ in range(2)]

    def publish(editor):
        one = OutcomeReportPage.objects.get(pk=page.pk)
        one.save_revision(user=editor).publish(user=editor)

    at_once([lambda editor=editor: publish(editor) for editor in editors])
    assert FrozenReport.objects.count() == 1
    assert report_page(consultation).live
