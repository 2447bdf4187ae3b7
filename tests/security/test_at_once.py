"""Thirty-two people at the same moment, each doing something else; afterwards every figure and every hash is right."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from hub.audit.models.entry import AuditEntry
from hub.contributions import services
from hub.contributions.engine.confirmation import link_token
from hub.contributions.engine.draft import Draft
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.models.reference_counter import ReferenceCounter
from hub.contributions.models.thread import Thread
from hub.contributions.services.confirmation import code_of
from hub.contributions.services.threads import COUNTERS
from hub.core.registries import moderation_queues
from tests.factories.accounts import UserFactory, bob
from tests.factories.contributions import DURING, CommentFactory, ThreadFactory, subject_at

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 32


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return call()
        except services.RefusedError as refused:
            return refused.refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def submit(thread: Thread, body: str, *, user: Any = None, email: str = "", **values: Any) -> Any:
    draft = Draft(body=body, publish_as="anonymous", position="support", **values)
    return services.submit(thread, draft=draft, user=user, email=email, subject=subject_at(thread, DURING), now=DURING)


def assert_all_is_well(tmp_path: Path) -> None:
    numbers = sorted(int(reference[-6:]) for reference in Comment.objects.values_list("reference", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert ReferenceCounter.objects.get().last == len(numbers)
    for thread in Thread.objects.all():
        kept = {name: getattr(thread, name) for name in (*COUNTERS, "last_published_at")}
        recounted = services.recount(thread)
        assert {name: getattr(recounted, name) for name in kept} == kept
    assert not AuditEntry.objects.filter(action="thread.recounted").exists()
    sequence = list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequence == list(range(1, len(sequence) + 1))
    exported, answer = tmp_path / "audit.jsonl", StringIO()
    call_command("export_audit", out=exported, json=True, stdout=StringIO())
    call_command("verify", str(exported), json=True, stdout=answer)
    assert json.loads(answer.getvalue())["ok"] is True


def test_people_who_are_signed_in_send_at_once(tmp_path: Path) -> None:
    threads = [ThreadFactory(), ThreadFactory(premoderated=True)]
    people = [UserFactory() for _ in range(AT_ONCE)]
    made = at_once([lambda n=n, p=p: submit(threads[n % 2], f"By {n}", user=p) for n, p in enumerate(people)])
    assert len({comment.pk for comment in made}) == AT_ONCE
    assert_all_is_well(tmp_path)


def test_many_confirm_at_once_each_by_both_ways(tmp_path: Path) -> None:
    thread = ThreadFactory()
    waiting = [submit(thread, f"Text {n}", email=f"p{n}@example.org") for n in range(AT_ONCE // 2)]
    by_code = [lambda p=p: services.confirm_by_code(p, code_of(p), DURING) for p in waiting]
    by_link = [lambda p=p: services.confirm_by_token(link_token(p.pk), DURING) for p in waiting]
    results = at_once([*by_code, *by_link])
    assert Counter(comment.pk for comment in results) == dict.fromkeys({c.pk for c in results}, 2)
    assert Comment.objects.count() == len(waiting)
    assert not PendingSubmission.objects.filter(comment=None).exists()
    assert_all_is_well(tmp_path)


def test_decisions_withdrawals_and_new_texts_at_once(tmp_path: Path) -> None:
    thread, moderators = ThreadFactory(premoderated=True), [bob(), bob(email="bob2@example.org")]
    authors = [UserFactory() for _ in range(8)]
    held = [CommentFactory(hub_thread=thread, user=author, pending=True) for author in authors]
    queue = moderation_queues.get("contributions.waiting")
    calls: list[Callable[[], Any]] = []
    for comment, author in zip(held, authors, strict=True):
        calls += [
            lambda c=comment: queue.approve(c.reference, actor=moderators[0], now=DURING),
            lambda c=comment: queue.withhold(c.reference, actor=moderators[1], reason_code="hate", now=DURING),
            lambda c=comment, a=author: services.withdraw(c, actor=a, now=DURING),
            lambda c=comment, a=author: submit(thread, f"Another of {a.pk}", user=a),
        ]
    at_once(calls)
    for comment in held:
        taken = AuditEntry.objects.about("contribution", comment.reference).exclude(action="contribution.received")
        # Withdrawing may follow a moderator's decision; a second moderator's decision never follows the first.
        by_moderators = taken.filter(action__in=["contribution.published", "contribution.withheld"])
        assert by_moderators.count() <= 1
        comment.refresh_from_db()
        assert comment.state == "withdrawn"
    assert_all_is_well(tmp_path)


def test_leaving_while_one_is_being_moderated(tmp_path: Path) -> None:
    moderator = bob()
    threads = [ThreadFactory() for _ in range(4)]
    people = [UserFactory() for _ in range(8)]
    for person in people:
        for thread in threads:
            CommentFactory(hub_thread=thread, user=person, body=f"Of {person.pk}")
    calls: list[Callable[[], Any]] = [lambda p=p: services.erase_author(p, now=DURING) for p in people]
    calls += [
        lambda c=c: services.withhold(c, actor=moderator, reason_code="insult", now=DURING)
        for c in Comment.objects.all()[: AT_ONCE - len(calls)]
    ]
    at_once(calls)
    assert not Comment.objects.exclude(comment="").exists()
    assert not Comment.objects.published().exists()
    assert_all_is_well(tmp_path)
