"""Six digits or a link; wrong, late, tampered, twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from freezegun import freeze_time

from hub.contributions import services
from hub.contributions.engine.confirmation import code_matches, link_token
from hub.contributions.enums import Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.services.confirmation import MAX_CODES, code_of
from hub.notifications.models.outbox import Outbox
from hub.notifications.services import deliver_due
from tests.contributions.test_submission import send
from tests.factories.contributions import CLOSES, DURING, ThreadFactory

pytestmark = pytest.mark.django_db


def wrong_code(pending: PendingSubmission) -> str:
    return f"{(int(code_of(pending)) + 1) % 1_000_000:06d}"


def test_the_mailed_code_and_link_work():
    with freeze_time(DURING):
        pending = send(ThreadFactory(), language="en")
        deliver_due(DURING)
    letter = mail.outbox[0]
    code = code_of(pending)
    assert code in letter.body
    assert code in letter.subject
    assert link_token(pending.pk).replace(":", "%3A") in letter.body
    assert pending.draft["body"] not in letter.body  # nobody is sent a stranger's words
    comment = services.confirm_by_code(pending, code, DURING + timedelta(minutes=14))
    assert comment.received_at == DURING
    assert comment.user_email == "mona@example.org"


def test_neither_code_nor_hash_of_it_is_stored():
    pending = send(ThreadFactory())
    stored = " ".join(str(value) for value in PendingSubmission.objects.values_list().get())
    assert code_of(pending) not in stored
    assert code_of(pending) not in str(Outbox.objects.values_list().get())


def test_confirming_twice_and_by_both_ways_is_one_comment():
    pending = send(ThreadFactory())
    first = services.confirm_by_code(pending, code_of(pending), DURING)
    assert services.confirm_by_code(pending, "000000", DURING) == first
    assert services.confirm_by_token(link_token(pending.pk), DURING + timedelta(days=30)) == first
    assert Comment.objects.count() == 1
    assert Outbox.objects.filter(kind="contribution.receipt").count() == 1


def test_text_and_address_leave_the_pending_row():
    pending = send(ThreadFactory())
    services.confirm_by_code(pending, code_of(pending), DURING)
    pending.refresh_from_db()
    assert (pending.email, pending.draft) == ("", {})


def test_the_same_text_from_two_tabs_is_one_submission_and_one_comment():
    thread = ThreadFactory()
    one, two = send(thread), send(thread)
    assert one == two
    first = services.confirm_by_code(one, code_of(one), DURING)
    late = send(thread)  # a third tab, after the confirmation
    assert late != one
    assert services.confirm_by_code(late, code_of(late), DURING) == first


def test_five_wrong_codes_lock_until_a_new_one_is_sent():
    pending = send(ThreadFactory())
    for attempt in range(1, 6):
        with pytest.raises(services.RefusedError) as refused:
            services.confirm_by_code(pending, wrong_code(pending), DURING)
        assert refused.value.refusal == (Refusal.CODE_LOCKED if attempt == 5 else Refusal.WRONG_CODE)
    with pytest.raises(services.RefusedError) as locked:
        services.confirm_by_code(pending, code_of(pending), DURING)  # the right one, too late
    assert locked.value.refusal == Refusal.CODE_LOCKED
    renewed = services.resend_code(pending, DURING)
    assert services.confirm_by_code(renewed, code_of(renewed), DURING).body == "Please plant trees along the quay."


def test_a_new_code_ends_the_old_one():
    pending = send(ThreadFactory())
    old = code_of(pending)
    renewed = services.resend_code(pending, DURING)
    assert code_of(renewed) != old
    with pytest.raises(services.RefusedError):
        services.confirm_by_code(pending, old, DURING)


def test_a_late_retry_never_mails_an_ended_code():
    pending = send(ThreadFactory())
    services.resend_code(pending, DURING)
    result = deliver_due(DURING)
    assert (result.sent, result.dropped) == (1, 1)
    assert len(mail.outbox) == 1


def test_an_old_code_is_refused_and_the_text_kept():
    pending = send(ThreadFactory())
    with pytest.raises(services.RefusedError) as refused:
        services.confirm_by_code(pending, code_of(pending), DURING + timedelta(minutes=15))
    assert refused.value.refusal == Refusal.CODE_EXPIRED
    pending.refresh_from_db()
    assert pending.draft["body"] == "Please plant trees along the quay."
    renewed = services.resend_code(pending, DURING + timedelta(minutes=16))
    assert services.confirm_by_code(renewed, code_of(renewed), DURING + timedelta(minutes=17))


def test_codes_are_not_sent_without_end():
    pending = send(ThreadFactory())
    for _ in range(MAX_CODES - 1):
        pending = services.resend_code(pending, DURING)
    with pytest.raises(services.RefusedError) as refused:
        services.resend_code(pending, DURING)
    assert refused.value.refusal == Refusal.TOO_MANY_CODES
    assert services.confirm_by_token(link_token(pending.pk), DURING)


def test_sent_before_the_close_counts_when_confirmed_within_48_hours():
    last_minute = CLOSES - timedelta(minutes=1)
    pending = send(ThreadFactory(), last_minute)
    comment = services.confirm_by_token(link_token(pending.pk), last_minute + timedelta(hours=48, microseconds=-1))
    assert comment.received_at == last_minute


def test_after_48_hours_neither_code_nor_link_nor_resend():
    pending = send(ThreadFactory())
    late = DURING + timedelta(hours=48)
    for action in (
        lambda: services.confirm_by_token(link_token(pending.pk), late),
        lambda: services.confirm_by_code(pending, code_of(pending), late),
        lambda: services.resend_code(pending, late),
    ):
        with pytest.raises(services.RefusedError) as refused:
            action()
        assert refused.value.refusal == Refusal.SUBMISSION_EXPIRED
    assert not Comment.objects.exists()


def test_a_tampered_link_confirms_nothing():
    one, two = send(ThreadFactory()), send(ThreadFactory())
    token = link_token(one.pk)
    forged = two.pk.hex + token[32:]
    for bad in (token[:-1], forged, "", "x:y", token.replace(":", "")):
        with pytest.raises(services.RefusedError) as refused:
            services.confirm_by_token(bad, DURING)
        assert refused.value.refusal == Refusal.LINK_INVALID


@pytest.mark.parametrize("typed", ["012345", " 012 345 ", "012-345", "٠١٢٣٤٥", "۰۱۲۳۴۵"])
def test_codes_are_read_as_people_type_them(typed):
    assert code_matches(typed, "012345")


@pytest.mark.parametrize("typed", ["", "01234", "0123456", "²12345", "abcdef"])
def test_other_codes_are_wrong(typed):
    assert not code_matches(typed, "012345")


def test_unconfirmed_text_goes_a_week_after_it_ran_out():
    pending = send(ThreadFactory())
    assert services.purge_unconfirmed(DURING + timedelta(hours=48, days=6)) == 0
    assert services.purge_unconfirmed(DURING + timedelta(hours=48, days=8)) == 1
    assert not PendingSubmission.objects.filter(pk=pending.pk).exists()
