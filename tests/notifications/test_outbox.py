"""What we owe is sent once, in the right language, and retried when the mail server is away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from freezegun import freeze_time

from hub.core.registries import due_jobs, health_warnings, personal_data
from hub.notifications.engine.backoff import WAITS, wait_after
from hub.notifications.engine.isolation import isolate
from hub.notifications.engine.kinds import Kind, kinds
from hub.notifications.enums import OutboxState
from hub.notifications.models.outbox import Outbox
from hub.notifications.services import deliver, deliver_due, drop, enqueue, forget, purge
from hub.notifications.services.delivery import LEASE
from tests.factories.accounts import alice

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KIND = "test.message"


def context(payload):
    if payload.get("gone"):
        return None
    if payload.get("broken"):
        raise ValueError("a template at fault")
    return {"code": get_language(), "code_minutes": 15, "link": "https://hub.example/x", "link_hours": 48, "title": "T"}


if KIND not in kinds:
    kinds.register(KIND, Kind("Line one\nand %(code)s", "contributions/mail/confirm.txt", context))


class AwayBackend(EmailBackend):
    """A mail server that answers again when `away` is False."""

    away = True

    def send_messages(self, messages):
        if AwayBackend.away:
            raise SMTPServerDisconnected("away")
        return super().send_messages(messages)


def owe(key="a", **payload) -> Outbox | None:
    to = payload.pop("to", "mona@example.org")
    language = payload.pop("language", "fr")
    return enqueue(KIND, to=to, language=language, payload=payload, dedupe_key=key, now=NOW)


@pytest.mark.django_db
def test_one_message_per_key_sent_once_in_their_language():
    assert owe() is not None
    assert owe() is None
    assert deliver_due(NOW).sent == 1
    assert deliver_due(NOW + timedelta(days=1)).sent == 0
    [letter] = mail.outbox
    row = Outbox.objects.get()
    assert letter.subject == "Line one and fr"
    assert letter.to == ["mona@example.org"]
    assert letter.extra_headers["Message-ID"].startswith(f"<{row.pk.hex}@")
    assert letter.extra_headers["Content-Language"] == "fr"
    assert letter.content_subtype == "plain"
    assert (row.state, row.finished_at) == (OutboxState.SENT, NOW)


@pytest.mark.django_db
def test_a_letter_is_signed_with_the_hub_s_name_in_its_language(settings):
    settings.HUB_NAMES = {"fr": "Port-Zeitoun · Participation"}
    owe()
    deliver_due(NOW)
    assert "\nPort-Zeitoun · Participation\n" in mail.outbox[0].body


@pytest.mark.django_db
def test_an_unknown_kind_or_language_is_found_at_once():
    with pytest.raises(LookupError):
        enqueue("no.such", to="x@example.org", language="en", payload={}, dedupe_key="k", now=NOW)
    assert owe(language="tlh").language == "en"


@pytest.mark.django_db
def test_nothing_is_owed_when_the_reason_for_it_is_rolled_back():
    with transaction.atomic():
        owe()
        transaction.set_rollback(True)
    assert not Outbox.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_goes_out_right_after_the_commit():
    with transaction.atomic():
        owe()
        assert mail.outbox == []
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_what_is_no_longer_true_is_dropped():
    owe(gone=True)
    assert deliver_due(NOW).dropped == 1
    assert mail.outbox == []
    assert Outbox.objects.get().state == OutboxState.DROPPED


@pytest.mark.django_db
def test_a_mail_server_that_is_away_loses_nothing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.AwayBackend"
    AwayBackend.away = True
    owe()
    now = NOW
    for wait in WAITS[:3]:
        assert deliver_due(now).retried == 1
        assert deliver_due(now + wait - timedelta(seconds=1)).retried == 0
        now += wait
    AwayBackend.away = False
    assert deliver_due(now).sent == 1
    row = Outbox.objects.get()
    assert (row.state, row.tries, row.last_error) == (OutboxState.SENT, 4, "")


@pytest.mark.django_db
def test_after_two_days_it_is_given_up_and_says_why(settings):
    settings.EMAIL_BACKEND = f"{__name__}.AwayBackend"
    AwayBackend.away = True
    owe()
    now = NOW
    for _ in range(len(WAITS)):
        deliver_due(now)
        now = Outbox.objects.get().next_try_at
    assert deliver_due(now).failed == 1
    row = Outbox.objects.get()
    assert (row.state, row.last_error) == (OutboxState.FAILED, "SMTPServerDisconnected")
    assert now - NOW > timedelta(days=1)


@pytest.mark.django_db
def test_one_broken_message_does_not_hold_up_the_others():
    owe("broken", broken=True)
    owe("fine")
    result = deliver_due(NOW)
    assert (result.sent, result.retried) == (1, 1)


@pytest.mark.django_db
def test_a_worker_that_died_gives_the_message_back_after_its_lease():
    row = owe()
    Outbox.objects.filter(pk=row.pk).update(
        state=OutboxState.CLAIMED, claim="6f3b1f5e-6f7a-4c69-a6c3-0123456789ab", claimed_until=NOW + LEASE, tries=1
    )
    assert deliver(row.pk, now=NOW + LEASE).skipped == 1
    assert deliver(row.pk, now=NOW + LEASE + timedelta(seconds=1)).sent == 1


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_does_not_undo_the_other_s_result():
    row = owe()
    from hub.notifications.services.delivery import _claim, _settle

    slow = _claim(row.pk, NOW)
    later = NOW + LEASE + timedelta(seconds=1)
    assert deliver(row.pk, now=later).sent == 1
    _settle(slow, state=OutboxState.QUEUED, next_try_at=later)
    row.refresh_from_db()
    assert row.state == OutboxState.SENT


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [{"state": "lost"}, {"state": "claimed"}, {"state": "sent"}, {"finished_at": NOW}, {"claimed_until": NOW}],
)
def test_the_database_refuses_impossible_rows(broken):
    row = owe()
    with pytest.raises(IntegrityError), transaction.atomic():
        Outbox.objects.filter(pk=row.pk).update(**broken)


@pytest.mark.django_db
def test_delivered_rows_go_after_a_month_waiting_ones_stay():
    owe("sent")
    deliver_due(NOW)
    owe("waiting")
    assert purge(NOW + timedelta(days=29)) == 0
    assert purge(NOW + timedelta(days=31)) == 1
    assert Outbox.objects.get().dedupe_key == "waiting"


@pytest.mark.django_db
def test_taking_back():
    row = owe()
    assert drop(row, now=NOW)
    assert not drop(row, now=NOW)
    assert deliver_due(NOW).sent == 0


@pytest.mark.django_db
def test_a_person_s_messages_are_listed_and_forgotten():
    user = alice()
    owe("hers", to="Alice@example.org")
    owe("his")
    provider = personal_data.get("notifications")
    assert [row["kind"] for row in provider.export(user)["messages"]] == [KIND]
    provider.erase(user, now=NOW)
    assert Outbox.objects.get().to == "mona@example.org"
    assert forget("nobody@example.org") == 0


@pytest.mark.django_db
def test_health_tells_of_messages_that_nobody_sends():
    check = health_warnings.get("outbox")
    owe()
    with freeze_time(NOW + timedelta(minutes=59)):
        assert check() is None
    with freeze_time(NOW + timedelta(minutes=61)):
        assert "1" in check()


@pytest.mark.django_db(transaction=True)
def test_the_clock_s_job_sends_what_waits():
    enqueue(KIND, to="m@example.org", language="en", payload={}, dedupe_key="z", now=NOW, at_once=False)
    assert mail.outbox == []
    with transaction.atomic():
        due_jobs.get("notifications.retry").run(NOW)
        assert mail.outbox == []  # never while a transaction holds the database
    assert len(mail.outbox) == 1


def test_waits_grow_and_end():
    assert list(WAITS) == sorted(WAITS)
    assert wait_after(1) == WAITS[0]
    assert wait_after(len(WAITS) + 1) is None


def test_references_keep_their_order_in_arabic_letters():
    assert isolate("C-2026-000001", rtl=True) == "\u2068C-2026-000001\u2069"
    assert isolate("C-2026-000001", rtl=False) == "C-2026-000001"


class SlowBackend(EmailBackend):
    """A mail server that takes four minutes for a letter; meanwhile a second worker looks for something to do."""

    clock = None

    def send_messages(self, messages):
        SlowBackend.clock.tick(timedelta(minutes=4))
        if Outbox.objects.due(timezone.now()).filter(state=OutboxState.CLAIMED).exists():
            pytest.fail("it is being sent, and another worker may take it")
        return super().send_messages(messages)


@pytest.mark.django_db
def test_a_slow_mail_server_makes_no_second_worker_take_what_is_being_sent(settings):
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    with freeze_time(NOW) as SlowBackend.clock:
        for key in ("a", "b", "c"):
            owe(key)
        deliver_due(timezone.now())
    assert len(mail.outbox) == 3
