"""Publish, withhold, withdraw: who may, what follows, and that every figure stays right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.audit.models.entry import AuditEntry
from hub.contributions import services
from hub.contributions.enums import Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.services.threads import COUNTERS
from hub.core.registries import moderation_queues
from hub.moderation.engine.transitions import TRANSITIONS, can_become
from hub.moderation.enums import MODERATOR_REASONS, ReasonCode, State
from hub.notifications.models.outbox import Outbox
from tests.factories.accounts import alice, bob, carol, dan
from tests.factories.contributions import AFTER, BEFORE, DURING, CommentFactory, ThreadFactory

pytestmark = pytest.mark.django_db

LATER = DURING + timedelta(hours=1)


def figures(thread) -> dict[str, object]:
    thread.refresh_from_db()
    return {name: getattr(thread, name) for name in (*COUNTERS, "last_published_at")}


@pytest.mark.parametrize("moment", [BEFORE, DURING, AFTER])
@pytest.mark.parametrize(("person", "allowed"), [(alice, False), (bob, True), (carol, False), (dan, False)])
def test_only_moderators_decide_and_after_the_close_too(person, allowed, moment):
    comment = CommentFactory(pending=True)
    actor = person()
    late_enough = moment >= comment.received_at
    for decide in (
        lambda: services.publish(comment, actor=actor, now=moment),
        lambda: services.withhold(comment, actor=actor, reason_code=ReasonCode.INSULT, now=moment),
    ):
        if allowed and late_enough:
            decide()
        else:
            with pytest.raises(services.RefusedError) as refused:
                decide()
            assert refused.value.refusal == Refusal.NOT_ALLOWED
    comment.refresh_from_db()
    assert (comment.state == State.PENDING) is not (allowed and late_enough)


def test_publishing_tells_the_author_in_their_language_and_is_recorded():
    comment = CommentFactory(pending=True, author_language="ar")
    moderator = bob(language="fr")
    services.publish(comment, actor=moderator, now=LATER)
    comment.refresh_from_db()
    assert (comment.state, comment.published_at, comment.decided_by) == (State.PUBLISHED, LATER, moderator)
    letter = Outbox.objects.get(kind="contribution.published")
    assert (letter.to, letter.language) == (comment.user_email, "ar")
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert (entry.action, entry.subject_id) == ("contribution.published", comment.reference)
    assert comment.body not in str(AuditEntry.objects.values_list())


def test_withholding_needs_a_reason_that_moderators_have():
    comment = CommentFactory(pending=True)
    for reason in ("", "because", ReasonCode.CONFIDENTIAL, ReasonCode.WITHDRAWN):
        with pytest.raises(services.RefusedError) as refused:
            services.withhold(comment, actor=bob() if not reason else None, reason_code=reason, now=LATER)
        assert refused.value.refusal == Refusal.UNKNOWN_REASON
    assert MODERATOR_REASONS


def test_withholding_tells_the_author_the_reason_even_one_who_wants_no_news():
    author = alice(notification_choice="none")
    comment = CommentFactory(published=True, user=author)
    services.withhold(comment, actor=bob(), reason_code=ReasonCode.PRIVATE_DATA, now=LATER)
    assert Outbox.objects.get().kind == "contribution.withheld"
    services.publish(comment, actor=dan(moderator=True), now=AFTER)
    assert Outbox.objects.count() == 1  # "published" is news


def test_two_moderators_decide_at_once_and_the_second_is_told():
    comment = CommentFactory(pending=True)
    stale = Comment.objects.get(pk=comment.pk)
    services.withhold(comment, actor=bob(), reason_code=ReasonCode.HATE, now=LATER)
    with pytest.raises(services.RefusedError) as refused:
        services.withhold(stale, actor=dan(moderator=True), reason_code=ReasonCode.HATE, now=LATER)
    assert refused.value.refusal == Refusal.ALREADY_DECIDED
    assert Outbox.objects.filter(kind="contribution.withheld").count() == 1


def test_confidential_text_cannot_be_published_by_anyone():
    comment = CommentFactory(confidential=True)
    with pytest.raises(services.RefusedError):
        services.publish(comment, actor=bob(superuser=True), now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(state=State.PUBLISHED, reason_code="", published_at=LATER)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "secret"},
        {"state": State.WITHHELD},
        {"state": State.WITHHELD, "reason_code": "withdrawn"},
        {"state": State.WITHDRAWN, "reason_code": "insult"},
        {"state": State.PUBLISHED, "reason_code": "insult"},
        {"published_at": None},
        {"state": State.PENDING},
        {"erased_at": DURING},
        {"state": State.WITHHELD, "reason_code": "confidential"},
    ],
)
def test_the_database_refuses_states_that_cannot_be(broken):
    comment = CommentFactory(published=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**broken)


def test_authors_withdraw_their_own_and_nobody_else_does():
    author = alice()
    comment = CommentFactory(published=True, user=author)
    for other in (bob(), dan()):
        with pytest.raises(services.RefusedError) as refused:
            services.withdraw(comment, actor=other, now=LATER)
        assert refused.value.refusal == Refusal.NOT_ALLOWED
    services.withdraw(comment, actor=author, now=LATER)
    comment.refresh_from_db()
    assert (comment.state, comment.reason_code, comment.is_public) == (State.WITHDRAWN, "withdrawn", False)
    with pytest.raises(services.RefusedError):
        services.publish(comment, actor=bob(email="bob2@example.org"), now=LATER)


def test_what_was_sent_without_account_belongs_to_the_verified_address_only():
    comment = CommentFactory(published=True, email="alice@example.org")
    unverified = dan(email="ALICE@example.org", confirmed=False)
    with pytest.raises(services.RefusedError):
        services.withdraw(comment, actor=unverified, now=LATER)
    unverified.emailaddress_set.update(verified=True)
    services.withdraw(comment, actor=unverified, now=LATER)


def test_saving_a_public_parent_does_not_publish_its_held_replies():
    parent = CommentFactory(published=True)
    held = CommentFactory(hub_thread=parent.hub_thread, parent=parent, pending=True)
    parent.refresh_from_db()
    parent.save()
    services.review(parent, actor=bob(), now=LATER)
    held.refresh_from_db()
    assert (held.state, held.is_public) == (State.PENDING, False)


def test_hiding_a_parent_leaves_its_replies_public():
    parent = CommentFactory(published=True)
    reply = CommentFactory(hub_thread=parent.hub_thread, parent=parent)
    services.withhold(parent, actor=bob(), reason_code=ReasonCode.HATE, now=LATER)
    reply.refresh_from_db()
    assert (reply.state, reply.is_public) == (State.PUBLISHED, True)


def test_review_keeps_a_published_comment_and_takes_it_off_the_list():
    comment = CommentFactory(published=True)
    services.review(comment, actor=bob(), now=LATER)
    comment.refresh_from_db()
    assert (comment.state, comment.decided_at) == (State.PUBLISHED, LATER)
    with pytest.raises(services.RefusedError):
        services.review(comment, actor=dan(moderator=True), now=LATER)


def test_recount_repairs_counters_and_says_so():
    thread = ThreadFactory()
    CommentFactory(hub_thread=thread, suggestion=True)
    CommentFactory(hub_thread=thread, pending=True)
    right = figures(thread)
    type(thread).objects.filter(pk=thread.pk).update(published_count=99, oppose_count=7, last_published_at=None)
    services.recount(thread, now=LATER)
    assert figures(thread) == right
    assert AuditEntry.objects.filter(action="thread.recounted").count() == 1
    services.recount(thread, now=LATER)
    assert AuditEntry.objects.filter(action="thread.recounted").count() == 1


ACTIONS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["publish", "withhold", "withdraw", "review"])), max_size=12
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_whatever_people_do_the_counters_equal_a_recount(actions):
    with transaction.atomic():
        author = alice(email="author@example.org")
        moderator = bob(email="moderator@example.org")
        thread = ThreadFactory()
        comments = [
            CommentFactory(hub_thread=thread, user=author, pending=True),
            CommentFactory(hub_thread=thread, user=author, suggestion=True, position="oppose"),
            CommentFactory(hub_thread=thread, user=author, position="question"),
            CommentFactory(hub_thread=thread, user=author, confidential=True),
        ]
        for number, (index, verb) in enumerate(actions):
            comment = Comment.objects.get(pk=comments[index].pk)
            before, now = comment.state, DURING + timedelta(minutes=number)
            wanted = {"publish": State.PUBLISHED, "withhold": State.WITHHELD, "withdraw": State.WITHDRAWN}.get(verb)
            try:
                if verb == "withhold":
                    services.withhold(comment, actor=moderator, reason_code=ReasonCode.INSULT, now=now)
                else:
                    actor = author if verb == "withdraw" else moderator
                    getattr(services, verb)(comment, actor=actor, now=now)
            except services.RefusedError:
                comment.refresh_from_db()
                assert comment.state == before
            else:
                comment.refresh_from_db()
                assert wanted is None or (can_become(before, wanted) and comment.state == wanted)
        counted = figures(thread)
        services.recount(thread, now=AFTER)
        assert figures(thread) == counted
        transaction.set_rollback(True)


@given(first=st.sampled_from(list(State)), second=st.sampled_from(list(State)))
def test_transitions(first, second):
    assert can_become(first, second) == (second in TRANSITIONS[first])
    assert not can_become(first, first)  # deciding the same twice is never a new decision
    assert not can_become(State.WITHDRAWN, second)
    assert not can_become(first, State.PENDING)  # nothing that was decided becomes undecided


@pytest.mark.parametrize("decided", ["withheld", "published"])
def test_a_decision_on_a_stale_page_does_not_undo_a_colleagues(decided):
    """Both had the comment before their eyes as waiting; the second one learns that it was decided."""
    comment, queue, late = CommentFactory(**{decided: True}), moderation_queues.get("contributions.waiting"), bob()
    for decide in (
        lambda: queue.approve(comment.reference, actor=late, now=DURING),
        lambda: queue.withhold(comment.reference, actor=late, reason_code="hate", now=DURING),
    ):
        with pytest.raises(services.RefusedError) as refused:
            decide()
        assert refused.value.refusal == Refusal.ALREADY_DECIDED
    comment.refresh_from_db()
    assert comment.state == decided
