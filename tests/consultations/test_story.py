"""What the page of a consultation tells in each phase: meetings, files, dates, delays; what officers are warned of."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
from wagtail.documents import get_document_model

from consultations.engine.holidays import HolidayFormatError, holidays_between
from consultations.enums import AnswerProfile
from consultations.models.delay import DelayExplanation
from consultations.phases import Dates, answer_due, months_later
from consultations.reports.advice import advice_on
from consultations.selectors.delays import delay_of, late_without_explanation, needs_explanation
from consultations.selectors.desk import consultations_on_desk
from consultations.services import EventFacts, cancel_event, change_dates, explain_delay, save_event
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.models.entry import AuditEntry
from hub.core.engine.icalendar import CalendarEntry, write_calendar
from tests.factories import accounts
from tests.factories.consultations import NOW, WEEK, ConsultationFactory

DAY = timedelta(days=1)


def facts(days=3, hours=2, **changes):
    begins = NOW + days * DAY
    texts = {"en": {"title": "Public hearing", "place": "Town hall", "description": "Ask.", "access": "Lift."}}
    return EventFacts(**{"starts_at": begins, "ends_at": begins + timedelta(hours=hours), "texts": texts, **changes})


def html_of(client, consultation, now=NOW, language="en"):
    with freeze_time(now):
        return client.get(consultation.pages.get(locale__language_code=language).get_url()).content.decode()


# --- the calendar -----------------------------------------------------------------------------------------------------


def test_a_calendar_is_written_as_the_standard_says():
    moment = datetime(2026, 12, 2, 17, tzinfo=UTC)
    entry = CalendarEntry(
        uid="1@hub",
        title="Hearing; streets, squares\\lanes",
        starts_at=moment,
        ends_at=moment + timedelta(hours=2),
        changed_at=moment,
        description="قاعة المجلس " * 12 + "\nEND:VEVENT\r\nX-EVIL:1",
        sequence=3,
        cancelled=True,
    )
    text = write_calendar("Streets", [entry], language="ar")
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in text.replace("\r\n", "")
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY;LANGUAGE=ar:Hearing\\; streets\\, squares\\\\lanes\r\n" in unfolded
    assert "قاعة المجلس " * 12 + "\\nEND:VEVENT\\nX-EVIL:1\r\n" in unfolded
    for line in ("DTSTART:20261202T170000Z", "DTEND:20261202T190000Z", "SEQUENCE:3", "STATUS:CANCELLED"):
        assert line in lines
    assert (lines[0], lines[-2], lines.count("BEGIN:VEVENT")) == ("BEGIN:VCALENDAR", "END:VCALENDAR", 1)


@pytest.mark.django_db
def test_the_feed_has_dates_and_meetings_and_follows_changes(client):
    consultation = ConsultationFactory(open=True, title="Streets")
    event = save_event(consultation, None, facts(), actor=None, now=NOW)
    url = f"{consultation.pages.get().get_url()}calendar.ics"
    with freeze_time(NOW):
        response = client.get(url)
        first = response.content.decode()
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["ETag"]
        assert not client.cookies
        for words in ("Opens: Streets", "Closes: Streets", "DTSTART:20260701T100000Z", "Answer due: Streets"):
            assert words in first
        assert "SEQUENCE:0\r\nDTSTART:20260418T100000Z\r\nDTEND:20260418T120000Z" in first
        save_event(consultation, event, facts(days=4), actor=None, now=NOW)
        cancel_event(event, actor=None, now=NOW + DAY)
        second = client.get(url).content.decode()
    assert f"UID:event.{event.pk}@participation-hub" in first
    assert f"UID:event.{event.pk}@participation-hub" in second
    assert "SEQUENCE:2\r\nDTSTART:20260419T100000Z" in second
    assert "STATUS:CANCELLED" in second
    assert [entry.action for entry in AuditEntry.objects.filter(subject="consultations.event")] == [
        "event.announced",
        "event.changed",
        "event.cancelled",
    ]


@pytest.mark.django_db
def test_meetings_need_a_title_an_end_and_an_editor():
    consultation = ConsultationFactory(open=True)
    for wrong in (facts(hours=0), facts(texts={}), facts(texts={"en": {"place": "Here"}}), facts(texts={"xx": {}})):
        with pytest.raises(ConsultationError):
            save_event(consultation, None, wrong, actor=None, now=NOW)
    with pytest.raises(NotAllowedError):
        save_event(consultation, None, facts(), actor=accounts.bob(), now=NOW)
    other = save_event(ConsultationFactory(open=True), None, facts(), actor=None, now=NOW)
    with pytest.raises(type(other).DoesNotExist):
        save_event(consultation, other, facts(), actor=accounts.carol(), now=NOW)
    assert consultation.events.count() == 0


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_shows_meetings_files_and_what_is_open(client):
    document = get_document_model().objects.create(
        title="Widths", file=ContentFile(b"x" * 2048, name="widths.csv"), file_size=2048
    )
    texts = {
        "en": {
            "still_open": "<p>The hours.</p>",
            "already_decided": "<p>That there is one act.</p>",
            "background": [{"type": "file", "value": {"document": document.pk, "title": "", "note": "Measured."}}],
        }
    }
    consultation = ConsultationFactory(open=True, texts=texts)
    save_event(
        consultation,
        None,
        facts(sign_language=True, step_free=True, spoken=("ar", "fr"), link="https://meet.example.org/1"),
        actor=None,
        now=NOW,
    )
    save_event(consultation, None, facts(days=-3, texts={"en": {"title": "A walk"}}), actor=None, now=NOW)
    html = html_of(client, consultation)
    for words in (
        "The hours.",
        "That there is one act.",
        "Widths",
        "CSV",
        "2.0\xa0KB",
        "Measured.",
        "Public hearing",
        "18 April 2026, 11:00",
        "Town hall",
        "sign language interpretation",
        "Arabic, French",
        'href="https://meet.example.org/1"',
        "Meetings that took place",
        "A walk",
        "All times are local time in \u2068Tunis\u2069 (\u2066UTC+01:00\u2069).",
        'href="/en/consultations/' + consultation.slug + '/calendar.ics"',
    ):
        assert words in html, words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("announced", ["Comments can be sent from", "What you will be asked about"]),
        ("open", ["Read it and comment", "So far"]),
        ("analysis", ["Comments are closed.", "The public answer is due by", "What came in"]),
        ("outcome", ["This consultation has been answered.", "Two of ten are done."]),
        ("follow_up", ["What was promised, and how far it is", "Two of ten are done."]),
    ],
)
def test_each_phase_has_its_own_words_at_one_address(client, phase, words):
    consultation = ConsultationFactory(**{phase: True}, texts={"en": {"follow_up": "<p>Two of ten are done.</p>"}})
    html = html_of(client, consultation)
    for one in words:
        assert one in html
    assert ("Two of ten" in html) == (phase in ("outcome", "follow_up"))


@pytest.mark.django_db
def test_the_page_costs_the_same_with_one_meeting_and_file_and_with_twenty(client):
    documents = [
        get_document_model().objects.create(title=f"F{n}", file=ContentFile(b"x", name=f"f{n}.txt"), file_size=1)
        for n in range(20)
    ]
    consultation = ConsultationFactory(open=True)
    page = consultation.pages.get()
    counts = []
    for many in (1, 20):
        page.background = [
            {"type": "file", "value": {"document": document.pk, "title": "", "note": ""}}
            for document in documents[:many]
        ]
        page.save()
        while consultation.events.count() < many:
            save_event(consultation, None, facts(days=consultation.events.count()), actor=None, now=NOW)
        html_of(client, consultation)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            html_of(client, consultation)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- answers that are late --------------------------------------------------------------------------------------------


def test_when_an_answer_is_due():
    close = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    assert answer_due(AnswerProfile.TWELVE_WEEKS, close) == close + 12 * WEEK
    assert answer_due(AnswerProfile.TWO_PLUS_THREE_MONTHS, close) == datetime(2027, 2, 28, 22, 59, tzinfo=UTC)
    assert answer_due(AnswerProfile.TWO_PLUS_THREE_MONTHS, close, explained=True) == datetime(
        2027, 5, 31, 22, 59, tzinfo=UTC
    )
    assert answer_due(AnswerProfile.CUSTOM, close) is None
    assert months_later(datetime(2024, 1, 31, 11, tzinfo=UTC), 1) == datetime(2024, 2, 29, 11, tzinfo=UTC)
    opens, closes, due = Dates(profile=AnswerProfile.TWO_PLUS_THREE_MONTHS).filled(NOW)
    assert (opens, due) == (NOW, months_later(closes, 2))


@pytest.mark.django_db
def test_two_months_become_five_once_the_delay_is_explained():
    consultation = ConsultationFactory(analysis=True)
    consultation = change_dates(consultation, Dates(profile=AnswerProfile.TWO_PLUS_THREE_MONTHS), actor=None, now=NOW)
    two, five = months_later(consultation.closes_at, 2), months_later(consultation.closes_at, 5)
    assert consultation.answer_due_at == two
    carol = accounts.carol()
    explain_delay(consultation, {"en": "The council sits in June."}, actor=carol, now=NOW)
    consultation.refresh_from_db()
    assert consultation.answer_due_at == five
    explain_delay(consultation, {"en": "And again."}, actor=carol, now=five + DAY)
    consultation.refresh_from_db()
    assert consultation.answer_due_at == five
    # Another close keeps what was explained.
    changed = change_dates(consultation, Dates(closes_at=consultation.closes_at + DAY), actor=None, now=NOW)
    assert changed.answer_due_at == months_later(changed.closes_at, 5)


@pytest.mark.django_db
def test_a_delay_shows_by_itself_and_its_explanation_has_a_date(client):
    consultation = ConsultationFactory(analysis=True)
    late = consultation.answer_due_at + DAY
    carol = accounts.carol()
    assert "The answer was due on" not in html_of(client, consultation, consultation.answer_due_at - DAY)
    assert "No reason has been given yet." in html_of(client, consultation, late)
    (item,) = consultations_on_desk(carol, late)
    assert item.urgent
    assert item.url.endswith("/delay/")
    assert any("explain the delay" in note for note in item.notes)
    explain_delay(
        consultation,
        {"en": "The council sits in August.", "ar": "يجتمع المجلس في أوت."},
        expected_at=late + 4 * WEEK,
        actor=carol,
        now=late,
    )
    html = html_of(client, consultation, late)
    for words in ("The answer was due on", "The council sits in August.", "Explained on", "now expected by"):
        assert words in html
    assert "No reason has been given yet." not in html
    assert not any("explain the delay" in note for note in consultations_on_desk(carol, late)[0].notes)
    # What was promised instead has passed as well: it is asked for again.
    assert needs_explanation(consultation, delay_of(consultation, "en"), late + 5 * WEEK)
    assert late_without_explanation([consultation], late + 5 * WEEK) == {consultation.pk}
    assert late_without_explanation([consultation], late) == set()
    entry = AuditEntry.objects.get(action="consultation.delay_explained")
    assert "council" not in str(entry.data)


@pytest.mark.django_db
def test_who_explains_and_when():
    consultation = ConsultationFactory(analysis=True)
    carol = accounts.carol()
    for actor, texts, kwargs in (
        (accounts.bob(), {"en": "x"}, {}),
        (carol, {"en": "  "}, {}),
        (carol, {"en": "x"}, {"expected_at": NOW}),
    ):
        with pytest.raises(ConsultationError):
            explain_delay(consultation, texts, actor=actor, now=NOW, **kwargs)
    for phase in ("open", "outcome"):
        with pytest.raises(NotAllowedError):
            explain_delay(ConsultationFactory(**{phase: True}), {"en": "x"}, actor=carol, now=NOW)
    assert not DelayExplanation.objects.exists()


# --- advice -----------------------------------------------------------------------------------------------------------


def test_holidays():
    usual = ["08-01/08-31", "12-20/01-03"]
    assert holidays_between(usual, date(2026, 3, 1), date(2026, 7, 31)) == []
    assert holidays_between(usual, date(2026, 8, 30), date(2026, 9, 30)) == [("08-01/08-31", 2)]
    assert holidays_between(usual, date(2027, 1, 2), date(2027, 2, 1)) == [("12-20/01-03", 2)]
    assert holidays_between(usual, date(2026, 12, 31), date(2026, 12, 31)) == [("12-20/01-03", 1)]
    assert holidays_between(["2026-03-20/2026-03-22", "05-01"], date(2026, 3, 1), date(2026, 5, 31)) == [
        ("2026-03-20/2026-03-22", 3),
        ("05-01", 1),
    ]
    assert holidays_between(["02-29"], date(2026, 2, 1), date(2026, 2, 28)) == [("02-29", 1)]
    for wrong in ("August", "13-01", "2026-08-01/31"):
        with pytest.raises(HolidayFormatError):
            holidays_between([wrong], date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.django_db
def test_officers_are_warned_and_not_refused(settings):
    settings.HOLIDAY_PERIODS = ["04-20/04-30"]
    consultation = ConsultationFactory(opens_at=NOW, closes_at=NOW + WEEK)
    codes = {(one.code, one.where) for one in advice_on(consultation, NOW)}
    assert {("short", "closes_at"), ("holidays", "closes_at"), ("closes_on_holiday", "closes_at")} <= codes
    assert {("page_language", "fr"), ("page_language", "ar"), ("document_language", "ar")} <= codes
    assert {("story", "how_used"), ("story", "contact"), ("no_events", "events")} <= codes
    assert ("page_language", "en") not in codes
    save_event(consultation, None, facts(), actor=None, now=NOW)
    assert "no_events" not in {one.code for one in advice_on(consultation, NOW)}
    assert advice_on(consultation, NOW + 2 * WEEK) == []
    settings.HOLIDAY_PERIODS = ["August"]
    assert "August is no period." in [one.message for one in advice_on(consultation, NOW)]
