"""The officers' figures, downloads and letters: who sees them, that they are right, and what they cost."""

import csv
import io
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from consultations.reports.turnout import turnout, turnout_cells
from hub.audit.models.entry import AuditEntry
from hub.contributions.models.comment import Comment
from hub.core.engine.csv_cells import formula_safe
from hub.notifications.models.outbox import Outbox
from tests.factories import accounts
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    clause_threads,
    document_thread,
    thread_of,
)
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


def url(name, consultation, *args):
    return reverse(f"consultation_{name}", args=[consultation.pk, *args])


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("editor", {"dashboard", "turnout", "clauses", "contributions", "letter", "event_new"}),
        ("moderator", {"dashboard", "turnout", "clauses", "contributions", "letter"}),
        ("analyst", {"dashboard", "turnout", "clauses", "contributions"}),
        ("auditor", {"dashboard", "turnout", "clauses"}),
        ("budget_officer", set()),
        ("citizen", set()),
        (None, set()),
    ],
)
def test_who_gets_in(client, role, allowed):
    consultation = ConsultationFactory(open=True)
    if role:
        client.force_login(UserFactory() if role == "citizen" else UserFactory(**{role: True}))
    addresses = {name: url(name, consultation) for name in ("dashboard", "letter", "event_new", "delay")}
    addresses |= {name: url("download", consultation, name) for name in ("turnout", "clauses", "contributions")}
    assert {name for name, address in addresses.items() if client.get(address).status_code == 200} == allowed
    for name in set(addresses) - allowed:
        assert client.post(addresses[name]).status_code in (302, 403, 405)
    assert not Comment.objects.exists()


def test_the_figures_add_up(client):
    consultation = ConsultationFactory(open=True, clauses=3)
    CommentFactory(hub_thread=thread_of(consultation, 0), suggestion=True)
    CommentFactory(hub_thread=thread_of(consultation, 0), pending=True)
    CommentFactory(hub_thread=thread_of(consultation, 1), withheld=True)
    CommentFactory(hub_thread=thread_of(consultation, 2), confidential=True)
    found = turnout(consultation, NOW)
    assert (found.received, found.published, found.waiting.pending, found.withheld) == (4, 1, 1, 2)
    assert sum(column.count for column in found.by_column) == sum(found.by_channel.values()) == 4
    assert sum(found.by_language.values()) == 4
    assert len(found.by_column) >= 8  # every day since the opening, also those on which nothing came
    assert found.waiting.unanswered == 2
    client.force_login(accounts.carol())
    html = client.get(url("dashboard", consultation)).content.decode()
    assert "1 comment waits for a moderator" in html
    assert "2 clauses have comments and no answer" in html
    assert "<svg" in html
    assert "outcomereportpage" in html
    # An editor neither moderates nor answers: no link leads to a closed door.
    assert reverse("moderation_queue") not in html
    assert url("answer", consultation, clause_threads(consultation)[0].pk) not in html


def test_an_overdue_answer_asks_for_a_reason(client):
    consultation = ConsultationFactory(opens_at=NOW - 30 * WEEK, closes_at=NOW - 20 * WEEK)
    client.force_login(accounts.carol())
    assert "nobody has said why it is late" in client.get(url("dashboard", consultation)).content.decode()
    data = {"text_en": "The council sits in May.", "text_fr": "", "text_ar": "", "expected_at": "2026-05-20T12:00"}
    assert client.post(url("delay", consultation), data).status_code == 302
    assert "Explained on" in client.get(url("dashboard", consultation)).content.decode()
    assert client.post(url("delay", consultation), {}).status_code == 200


def test_the_figures_cost_the_same_for_one_contribution_and_fifty(client):
    client.force_login(accounts.carol())
    consultation = ConsultationFactory(open=True, clauses=10)
    CommentFactory(hub_thread=thread_of(consultation))
    address = url("dashboard", consultation)
    client.get(address)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
        for index in range(10):
            CommentFactory.create_batch(5, hub_thread=thread_of(consultation, index))
    assert counts[0] == counts[1]


def test_a_day_begins_at_midnight_on_the_citys_clocks():
    from hub.contributions import services
    from hub.contributions.engine.draft import Draft

    consultation = ConsultationFactory(open=True)
    # Tunis is an hour ahead of UTC.
    for moment in ("2026-04-09T22:59:59", "2026-04-09T23:00:00", "2026-04-10T22:59:00", "1960-01-01T00:10:00"):
        services.receive(
            thread_of(consultation),
            draft=Draft(body=moment, publish_as="anonymous", channel="letter"),
            user=None,
            document_version=1,
            premoderated=False,
            received_at=datetime.fromisoformat(f"{moment}+00:00"),
            now=NOW,
        )
    days = {str(cell.day): cell.count for cell in turnout_cells(consultation)}
    assert days == {"1960-01-01": 1, "2026-04-09": 1, "2026-04-10": 2}


def test_an_archive_from_years_before_does_not_draw_a_thousand_columns():
    from hub.contributions import services
    from hub.contributions.engine.draft import Draft

    consultation = ConsultationFactory(open=True)
    for year in (2006, 2015, 2026):
        services.receive(
            thread_of(consultation),
            draft=Draft(body="Old.", publish_as="anonymous", channel="letter"),
            user=None,
            document_version=1,
            premoderated=False,
            received_at=NOW.replace(year=year),
            now=NOW,
        )
    found = turnout(consultation, NOW)
    assert len(found.by_column) <= 140
    assert sum(column.count for column in found.by_column) == 3


def test_downloads_are_text_to_a_spreadsheet_and_keep_confidence(client):
    consultation = ConsultationFactory(open=True, clauses=2)
    CommentFactory(hub_thread=thread_of(consultation), body='=HYPERLINK("http://x")', author_name="Alice Martin")
    CommentFactory(hub_thread=thread_of(consultation), confidential=True, body="For you only.", author_name="Bea")
    CommentFactory(hub_thread=thread_of(consultation, 1), anonymous=True, body="Two\nlines", email="zed@example.org")
    client.force_login(accounts.carol())
    response = client.get(url("download", consultation, "contributions"))
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"] == f'attachment; filename="{consultation.slug}-contributions.csv"'
    rows = rows_of(response)
    text = str(rows)
    assert len(rows) == 4
    assert "'=HYPERLINK" in text
    assert "Two\\nlines" in text
    for hidden in ("For you only.", "Bea", "zed@example.org"):
        assert hidden not in text
    clauses = rows_of(client.get(url("download", consultation, "clauses")))
    assert [row[1] for row in clauses[1:]] == ["1", "1", "0"]
    days = rows_of(client.get(url("download", consultation, "turnout")))
    assert {row[3] for row in days[1:]} == {"1-4"}
    CommentFactory.create_batch(6, hub_thread=thread_of(consultation))
    assert "1-4" not in [row[3] for row in rows_of(client.get(url("download", consultation, "turnout")))]
    assert client.get(url("download", consultation, "everything")).status_code == 404


@pytest.mark.parametrize("role", ["editor", "analyst", "moderator"])
def test_words_that_are_not_public_are_downloaded_by_moderators_alone(client, role):
    consultation = ConsultationFactory(open=True)
    for trait in ("pending", "withheld", "withdrawn", "confidential"):
        texts = {"body": f"{trait} body", "suggested_text": f"{trait} wording", "author_name": f"{trait} name"}
        CommentFactory(hub_thread=thread_of(consultation), **texts, **{trait: True})
    client.force_login(UserFactory(**{role: True}))
    rows = rows_of(client.get(url("download", consultation, "contributions")))
    assert len(rows) == 5  # the figures add up for everybody
    words = {cell for row in rows[1:] for cell in row if cell.endswith((" body", " wording", " name"))}
    held = {f"{trait} {what}" for trait in ("pending", "withheld") for what in ("body", "wording", "name")}
    assert words == (held if role == "moderator" else set())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1"])
def test_formulas(text):
    assert formula_safe(text) == f"'{text}"
    assert formula_safe("text") == "text"
    assert formula_safe(-1) == -1


def letter(consultation, **changes):
    return {
        "subject": clause_threads(consultation)[0].pk,
        "channel": "letter",
        "received_at": "2026-04-13T09:00",
        "body": "Benches, please.",
        "position": "support",
        "publish_as": "anonymous",
        "form_key": "a" * 32,
        **changes,
    }


def test_a_letter_is_entered_and_gets_a_number_to_hand_over(client):
    consultation = ConsultationFactory(open=True, premoderated=True)
    moderator = accounts.bob()
    client.force_login(moderator)
    html = client.post(url("letter", consultation), letter(consultation, email="alice@example.org")).content.decode()
    comment = Comment.objects.get()
    assert comment.reference in html
    assert (comment.state, comment.channel, comment.hub_thread) == ("pending", "letter", thread_of(consultation))
    assert (comment.user, comment.user_email, comment.document_version) == (None, "alice@example.org", 1)
    assert comment.received_at < NOW
    assert not Outbox.objects.exists()
    entry = AuditEntry.objects.get(action="contribution.received")
    assert entry.actor_id == moderator.pk
    # A double click enters it once; the next letter is another one.
    client.post(url("letter", consultation), letter(consultation, email="alice@example.org"))
    assert Comment.objects.count() == 1
    whole = letter(consultation, subject=document_thread(consultation).pk, form_key="b" * 32, channel="meeting")
    client.post(url("letter", consultation), whole)
    assert Comment.objects.count() == 2
    assert document_thread(consultation).thread.pending_count == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [({}, False), ({"may_be_quoted": "on"}, True), ({"may_be_quoted": "on", "publish_as": "confidential"}, False)],
    ids=["not said", "said", "confidential"],
)
def test_a_letter_is_quoted_only_when_the_person_said_so(client, given, kept):
    consultation = ConsultationFactory(open=True)
    client.force_login(accounts.carol())
    refused = client.post(url("letter", consultation), letter(consultation, body="", **given)).content.decode()
    assert ("checked" in refused) is ("may_be_quoted" in given)
    client.post(url("letter", consultation), letter(consultation, **given))
    assert Comment.objects.get().may_be_quoted is kept


def test_a_receipt_goes_out_only_when_asked_for(client):
    consultation = ConsultationFactory(open=True)
    client.force_login(accounts.carol())
    data = letter(consultation, email="alice@example.org", send_receipt="on")
    client.post(url("letter", consultation), data)
    assert Outbox.objects.get().to == "alice@example.org"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": ""}, "Write something"),
        ({"received_at": "2026-05-01T09:00"}, "in the future"),
        ({"publish_as": "named"}, "Give the name"),
        ({"publish_as": "named", "author_name": "me@example.org"}, "must not be an e-mail address"),
        ({"send_receipt": "on"}, "Give the address"),
        ({"channel": "web"}, "not one of the available choices"),
        ({"subject": "999999"}, "not one of the available choices"),
    ],
)
def test_a_letter_that_is_not_complete_comes_back_with_its_words(client, changes, words):
    consultation = ConsultationFactory(open=True)
    client.force_login(accounts.carol())
    html = client.post(url("letter", consultation), letter(consultation, **changes)).content.decode()
    assert words in html
    assert changes.get("body", "Benches, please.") in html
    assert not Comment.objects.exists()


def test_letters_count_when_they_came_in_time(client):
    consultation = ConsultationFactory(analysis=True)
    client.force_login(accounts.carol())
    late = client.post(url("letter", consultation), letter(consultation)).content.decode()
    assert "This came after the close" in late
    client.post(url("letter", consultation), letter(consultation, received_at="2026-04-01T09:00"))
    assert Comment.objects.count() == 1
    answered = ConsultationFactory(outcome=True)
    assert client.get(url("letter", answered)).status_code == 302


def test_meetings_are_announced_changed_and_cancelled_in_the_editor(client):
    consultation = ConsultationFactory(open=True)
    client.force_login(accounts.carol())
    data = {
        "starts_at": "2026-05-01T18:00",
        "ends_at": "2026-05-01T20:00",
        "spoken": ["ar", "fr"],
        "sign_language": "on",
        "title_en": "Hearing",
        "title_ar": "جلسة",
        "place_en": "Town hall",
    }
    assert client.post(url("event_new", consultation), data).status_code == 302
    event = consultation.events.get()
    assert (event.spoken, event.sign_language, event.texts.count()) == ("ar,fr", True, 2)
    assert "Hearing" in client.get(url("dashboard", consultation)).content.decode()
    assert "18:00" in client.get(url("event", consultation, event.pk)).content.decode()
    client.post(url("event", consultation, event.pk), {**data, "ends_at": "2026-05-01T21:00"})
    event.refresh_from_db()
    assert event.sequence == 1
    wrong = client.post(url("event", consultation, event.pk), {**data, "ends_at": "2026-05-01T17:00"})
    assert "An event ends after it begins." in wrong.content.decode()
    untitled = client.post(url("event_new", consultation), {**data, "title_ar": "", "place_ar": "هنا"})
    assert "Give the meeting a title" in untitled.content.decode()
    assert client.post(url("event_cancel", consultation, event.pk)).status_code == 302
    event.refresh_from_db()
    assert event.cancelled_at == NOW
    other = ConsultationFactory(open=True)
    assert client.post(url("event_cancel", other, event.pk)).status_code == 404
    sequence = event.sequence
    client.force_login(accounts.bob())
    client.post(url("event_cancel", consultation, event.pk))
    client.post(url("event", consultation, event.pk), data)
    event.refresh_from_db()
    assert event.sequence == sequence


def test_what_officers_see_live_is_behind_their_door(client):
    """Neither the page nor its calendar tells how many wait."""
    consultation = ConsultationFactory(open=True)
    CommentFactory.create_batch(3, hub_thread=thread_of(consultation), pending=True)
    page = client.get(consultation.pages.get().get_url()).content.decode()
    assert "3 comments wait" not in page
    assert client.get(url("dashboard", consultation)).status_code == 302
