"""Sending a comment: who may when, what a double click does, what becomes of names."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from hub.contributions import services
from hub.contributions.engine.draft import Draft
from hub.contributions.enums import PublishAs, Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.models.reference_counter import ReferenceCounter
from hub.contributions.services.confirmation import code_of
from hub.moderation.enums import ReasonCode, State
from hub.notifications.models.outbox import Outbox
from hub.notifications.services import deliver_due
from tests.factories.accounts import UserFactory, alice, bob, dan
from tests.factories.contributions import (
    AFTER,
    BEFORE,
    CLOSES,
    DURING,
    OPENS,
    CommentFactory,
    ThreadFactory,
    describe_thread,
    subject_at,
)

pytestmark = pytest.mark.django_db


def draft(**changes) -> Draft:
    values = {
        "body": "Please plant trees along the quay.",
        "position": "support",
        "publish_as": "named",
        "author_name": "Mona K.",
        "submission_key": uuid.uuid4().hex,
    }
    return Draft(**(values | changes))


def send(thread, now=DURING, *, user=None, email="mona@example.org", **changes):
    return services.submit(
        thread, draft=draft(**changes), user=user, email=email, subject=subject_at(thread, now), now=now
    )


@pytest.mark.parametrize("who", ["anonymous", "citizen", "moderator", "outsider"])
@pytest.mark.parametrize(
    ("moment", "accepted"),
    [
        (BEFORE, False),
        (OPENS - timedelta(microseconds=1), False),
        (OPENS, True),
        (DURING, True),
        (CLOSES - timedelta(microseconds=1), True),
        (CLOSES, False),
        (AFTER, False),
    ],
)
def test_the_clock_decides_for_everyone_alike(who, moment, accepted):
    thread = ThreadFactory()
    user = {"anonymous": lambda: None, "citizen": alice, "moderator": bob, "outsider": dan}[who]()
    if accepted:
        result = send(thread, moment, user=user)
        assert isinstance(result, PendingSubmission if user is None else Comment)
    else:
        with pytest.raises(services.RefusedError) as refused:
            send(thread, moment, user=user)
        assert refused.value.refusal == (Refusal.NOT_YET_OPEN if moment < OPENS else Refusal.CLOSED)
        assert not Comment.objects.exists()
        assert not PendingSubmission.objects.exists()
        assert not Outbox.objects.exists()


def test_a_closed_account_sends_nothing():
    with pytest.raises(services.RefusedError) as refused:
        send(ThreadFactory(), user=UserFactory(is_active=False))
    assert refused.value.refusal == Refusal.NOT_ALLOWED


def test_signed_in_with_a_verified_address_needs_no_code():
    thread, author = ThreadFactory(), alice(language="fr")
    comment = send(thread, user=author)
    assert comment.state == State.PUBLISHED
    assert re.fullmatch(r"C-2026-\d{6}", comment.reference)
    assert comment.user == author
    assert comment.ip_address is None
    assert comment.user_email == ""  # the account has it
    letter = Outbox.objects.get()
    assert (letter.kind, letter.to, letter.language) == ("contribution.receipt", author.email, "fr")


def test_signed_in_without_a_verified_address_confirms_like_everyone():
    result = send(ThreadFactory(), user=UserFactory(confirmed=False))
    assert isinstance(result, PendingSubmission)


def test_nothing_is_received_before_it_is_confirmed():
    thread = ThreadFactory()
    send(thread)
    thread.refresh_from_db()
    assert (thread.published_count, thread.pending_count) == (0, 0)
    assert not Comment.objects.exists()
    assert not ReferenceCounter.objects.exists()


@pytest.mark.parametrize(("premoderated", "state"), [(True, State.PENDING), (False, State.PUBLISHED)])
def test_moderation_before_or_after(premoderated, state):
    thread = ThreadFactory(premoderated=premoderated)
    comment = send(thread, user=alice())
    thread.refresh_from_db()
    assert comment.state == state
    assert comment.is_public is (state == State.PUBLISHED)
    assert (thread.pending_count, thread.published_count) == ((1, 0) if premoderated else (0, 1))


def test_a_double_click_sends_once():
    thread, author, key = ThreadFactory(), alice(), uuid.uuid4().hex
    first = send(thread, user=author, submission_key=key)
    assert send(thread, user=author, submission_key=key) == first
    assert Comment.objects.count() == 1
    assert Outbox.objects.count() == 1


def test_a_double_click_without_account_sends_one_code():
    thread, key = ThreadFactory(), uuid.uuid4().hex
    first = send(thread, submission_key=key)
    assert send(thread, submission_key=key) == first
    assert Outbox.objects.count() == 1


def test_going_back_and_changing_the_text_loses_neither():
    thread, key = ThreadFactory(), uuid.uuid4().hex
    author = alice()
    first = send(thread, user=author, submission_key=key)
    second = send(thread, user=author, submission_key=key, body="Please plant palms along the quay.")
    assert {first.body, second.body} == {c.body for c in Comment.objects.all()}
    assert first != second


def test_two_tabs_with_the_same_text_are_one_comment_with_other_text_two():
    thread, author = ThreadFactory(), alice()
    first = send(thread, user=author)
    assert send(thread, user=author) == first
    assert send(thread, user=author, body="And benches.") != first
    # Next week the same words are a new comment.
    assert send(thread, DURING + timedelta(days=7), user=author) != first


def test_somebody_elses_form_key_finds_nothing():
    thread, key = ThreadFactory(), uuid.uuid4().hex
    first = send(thread, user=alice(), submission_key=key)
    assert send(thread, user=dan(), submission_key=key) != first


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"body": " \r\n "}, Refusal.EMPTY),
        ({"author_name": ""}, Refusal.NAME_MISSING),
        ({"author_name": "", "publish_as": "pseudonym"}, Refusal.NAME_MISSING),
        ({"position": "against"}, Refusal.UNKNOWN_CHOICE),
        ({"publish_as": "secretly"}, Refusal.UNKNOWN_CHOICE),
        ({"body": "x" * 100_001}, Refusal.TOO_LONG),
        ({"author_name": "x" * 201}, Refusal.TOO_LONG),
    ],
)
def test_what_cannot_be_a_comment_is_refused_with_its_reason(changes, refusal):
    with pytest.raises(services.RefusedError) as refused:
        send(ThreadFactory(), **changes)
    assert refused.value.refusal == refusal
    assert refused.value.message


def test_an_address_is_needed():
    with pytest.raises(services.RefusedError) as refused:
        send(ThreadFactory(), email=" ")
    assert refused.value.refusal == Refusal.EMAIL_MISSING


def test_a_hundred_thousand_characters_and_zero_bytes_are_fine():
    comment = send(ThreadFactory(), user=alice(), body="م" * 99_999 + "\x00")
    assert len(comment.body) == 99_999


def test_names_are_kept_only_where_they_are_shown_or_needed():
    thread, author = ThreadFactory(), alice()
    named = send(thread, user=author, body="one")
    nameless = send(thread, user=author, body="two", publish_as=PublishAs.ANONYMOUS)
    pseudonym = send(thread, user=author, body="three", publish_as=PublishAs.PSEUDONYM)
    secret = send(thread, user=author, body="four", publish_as=PublishAs.CONFIDENTIAL)
    assert named.public_name == "Mona K."
    assert (nameless.author_name, nameless.public_name) == ("", "Anonymous")
    assert pseudonym.public_name == "Alice"
    assert secret.public_name == "Anonymous"
    assert (secret.state, secret.reason_code) == (State.WITHHELD, ReasonCode.CONFIDENTIAL)
    assert secret.published_at is None


def test_an_organisation_speaks_in_its_name():
    comment = send(ThreadFactory(), user=UserFactory(organisation=True), author_name="Their secretary")
    assert comment.public_name == "Friends of the Harbour"


def test_the_language_of_the_text_is_told_from_the_text():
    thread, author = ThreadFactory(), alice()
    arabic = send(thread, user=author, body="نريد أشجارا على الرصيف", author_language="fr")
    french = send(thread, user=author, body="Il faut des arbres le long du quai pour nos enfants", author_language="en")
    unclear = send(thread, user=author, body="👍 2026", author_language="ar")
    assert [arabic.language, french.language, unclear.language] == ["ar", "fr", "ar"]
    assert arabic.author_language == "fr"


def test_replies_go_one_level_deep_and_only_to_what_is_public():
    thread, author = ThreadFactory(), alice()
    parent = CommentFactory(hub_thread=thread)
    reply = send(thread, user=author, parent_id=parent.pk, position="")
    assert (reply.hub_parent, reply.level) == (parent, 1)
    with pytest.raises(services.RefusedError) as too_deep:
        send(thread, user=author, parent_id=reply.pk, body="deeper")
    assert too_deep.value.refusal == Refusal.REPLY_TOO_DEEP
    for hidden in ("pending", "withheld", "withdrawn", "confidential"):
        held = CommentFactory(hub_thread=thread, **{hidden: True})
        with pytest.raises(services.RefusedError) as gone:
            send(thread, user=author, parent_id=held.pk, body=f"reply to {hidden}")
        assert gone.value.refusal == Refusal.PARENT_GONE
    elsewhere = CommentFactory()
    with pytest.raises(services.RefusedError):
        send(thread, user=author, parent_id=elsewhere.pk, body="crossing threads")


def test_a_reply_whose_parent_is_hidden_before_it_is_confirmed_waits_for_a_moderator():
    thread = ThreadFactory()
    parent = CommentFactory(hub_thread=thread)
    pending = send(thread, parent_id=parent.pk, position="")
    services.withhold(parent, actor=bob(), reason_code=ReasonCode.INSULT, now=DURING)
    reply = services.confirm_by_code(pending, code_of(pending), DURING)
    assert reply.state == State.PENDING
    assert reply.hub_parent_id == parent.pk


def test_receipt_holds_reference_and_text_but_never_confidential_text():
    thread, author = ThreadFactory(), alice()
    send(thread, user=author, body="A public sentence.")
    send(thread, user=author, body="A secret sentence.", publish_as=PublishAs.CONFIDENTIAL)
    deliver_due(timezone.now())
    assert len(mail.outbox) == 2
    everything = "\n".join(m.subject + m.body for m in mail.outbox)
    assert "A public sentence." in everything
    assert "secret sentence" not in everything
    for comment in Comment.objects.all():
        assert comment.reference in everything


def test_subject_that_asks_for_moderation_again_later_counts_at_confirmation():
    thread = ThreadFactory()
    pending = send(thread)
    describe_thread(thread, missing=True)
    comment = services.confirm_by_code(pending, code_of(pending), DURING)
    assert comment.state == State.PENDING  # nobody describes the subject: a person looks first
