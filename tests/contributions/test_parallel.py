"""Several people at the same moment: references without gaps, one comment per confirmation, one letter per message."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.db import connections

from hub.contributions import services
from hub.contributions.engine.confirmation import link_token
from hub.contributions.enums import Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.models.reference_counter import ReferenceCounter
from hub.contributions.models.thread import Thread
from hub.contributions.services.confirmation import code_of
from hub.contributions.services.messages import RECEIPT
from hub.notifications.models.outbox import Outbox
from hub.notifications.services import deliver_due, enqueue
from tests.contributions.test_submission import send
from tests.factories.accounts import UserFactory, bob
from tests.factories.contributions import DURING, CommentFactory, ThreadFactory

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=20)
            return call()
        except services.RefusedError as refused:
            return refused.refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_references_are_unique_and_have_no_gap():
    thread, people = ThreadFactory(), [UserFactory() for _ in range(AT_ONCE)]
    comments = at_once([lambda p=p: send(thread, user=p, body=f"From {p.pk}") for p in people])
    numbers = sorted(int(comment.reference[-6:]) for comment in comments)
    assert numbers == list(range(1, AT_ONCE + 1))
    assert ReferenceCounter.objects.get().last == AT_ONCE
    thread.refresh_from_db()
    assert thread.published_count == thread.support_count == AT_ONCE


def test_a_refused_submission_takes_no_number():
    thread, author = ThreadFactory(), UserFactory()
    with pytest.raises(services.RefusedError):
        send(thread, user=author, parent_id=12345)
    assert send(thread, user=author).reference.endswith("000001")


def test_confirming_in_two_windows_at_once_is_one_comment():
    pending = send(ThreadFactory())
    code, token = code_of(pending), link_token(pending.pk)
    results = at_once(
        [lambda: services.confirm_by_code(pending, code, DURING), lambda: services.confirm_by_token(token, DURING)] * 2
    )
    assert len({comment.pk for comment in results}) == 1
    assert Comment.objects.count() == 1
    assert Outbox.objects.filter(kind="contribution.receipt").count() == 1


def test_a_double_click_at_the_same_instant_is_one_comment():
    thread, author = ThreadFactory(), UserFactory()
    results = at_once([lambda: send(thread, user=author, submission_key="f" * 32)] * 4)
    assert len({comment.pk for comment in results}) == 1


def test_guessing_in_parallel_gives_no_more_tries():
    pending = send(ThreadFactory())
    wrong = f"{(int(code_of(pending)) + 1) % 1_000_000:06d}"
    at_once([lambda: services.confirm_by_code(pending, wrong, DURING)] * AT_ONCE)
    pending.refresh_from_db()
    assert pending.code_tries == 5
    with pytest.raises(services.RefusedError) as refused:
        services.confirm_by_code(pending, code_of(pending), DURING)
    assert refused.value.refusal == Refusal.CODE_LOCKED


def test_two_moderators_at_once_decide_once():
    comment = CommentFactory(pending=True)
    moderators = [bob(), bob(email="bob2@example.org")]
    results = at_once([lambda m=m: services.publish(comment, actor=m, now=DURING) for m in moderators])
    assert sorted(str(result) for result in results).count(Refusal.ALREADY_DECIDED.value) == 1
    thread = Thread.objects.get(pk=comment.hub_thread_id)
    assert (thread.published_count, thread.pending_count) == (1, 0)


def test_replies_at_once_are_all_there_in_order():
    parent, people = CommentFactory(), [UserFactory() for _ in range(AT_ONCE)]
    at_once([lambda p=p: send(parent.hub_thread, user=p, parent_id=parent.pk, body=f"Reply {p.pk}") for p in people])
    replies = list(Comment.objects.filter(hub_parent=parent))
    assert len(replies) == AT_ONCE
    assert len({reply.order for reply in replies}) == AT_ONCE


def test_many_workers_send_each_letter_once():
    comments = [CommentFactory() for _ in range(6)]
    for comment in comments:
        enqueue(
            RECEIPT,
            to=comment.user_email,
            language="en",
            payload={"comment": comment.pk},
            dedupe_key=f"again:{comment.pk}",
            now=DURING,
            at_once=False,
        )
    results = at_once([lambda: deliver_due(DURING)] * 4)
    assert sum(result.sent for result in results) == len(mail.outbox) == 6
    assert {letter.to[0] for letter in mail.outbox} == {comment.user_email for comment in comments}
