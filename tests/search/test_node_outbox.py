"""Changes reach the node once, in their newest form, whoever sends them and whatever is rebuilt meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from search.engine.elastic import NodeEngine
from search.engine.node_backend import CONFLICT, Rebuilder, Write
from search.engine.question import Narrowed, Question
from search.models.change import NodeUpdate
from search.models.entry import SearchEntry
from search.services.node import Difference, compare, node_configured, note, rebuild_node, send_due
from tests.search_node.entries import NOW, asks, entry, say

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("empty_index")]
LATER = NOW + timedelta(hours=1)


def count(*words: str) -> int:
    return NodeEngine().count(asks(*words), Narrowed())


def rewrite(one: SearchEntry, title: str, now: Any = LATER) -> None:
    say(one, title)
    SearchEntry.objects.bulk_update([one], ["title", "body", "title_terms", "body_terms", "title_words", "fingerprint"])
    note([one.pk], now)


def test_without_a_node_nothing_is_noted() -> None:
    assert not node_configured()
    note([1, 2], NOW)
    assert not NodeUpdate.objects.exists()
    assert send_due(NOW) == 0


def test_what_is_written_changed_and_deleted_is_found_so_at_once(node: Any) -> None:
    one = entry("Water")
    note([one.pk], NOW)
    assert send_due(NOW) == 1
    assert count("water") == 1
    rewrite(one, "Trees")
    assert send_due(LATER) == 1
    assert (count("water"), count("trees")) == (0, 1)
    number = one.pk
    one.delete()
    note([number], LATER)
    assert send_due(LATER) == 1
    assert NodeEngine().count(Question(), Narrowed()) == 0
    assert not NodeUpdate.objects.exists()


def test_only_as_many_are_sent_as_asked_and_not_before_their_time(node: Any) -> None:
    note([entry().pk for _ in range(5)], NOW)
    assert send_due(NOW - timedelta(seconds=1)) == 0
    assert [send_due(NOW, limit=3) for _ in range(3)] == [3, 2, 0]


def test_a_change_after_the_sending_is_not_settled_by_it(node: Any, monkeypatch: Any) -> None:
    one = entry("Water")
    note([one.pk], NOW)
    write = type(node.index).write

    def slow(index: Any, writes: Any) -> Any:
        written = write(index, writes)
        monkeypatch.undo()
        rewrite(one, "Trees")
        return written

    monkeypatch.setattr(type(node.index), "write", slow)
    assert send_due(NOW) == 0
    assert send_due(LATER) == 1
    assert (count("water"), count("trees")) == (0, 1)


def test_a_slow_worker_does_not_settle_a_change_that_came_after_another_had_settled_its_own(
    node: Any, monkeypatch: Any
) -> None:
    """Also where both changes were made at the same moment."""
    one = entry("Water")
    note([one.pk], NOW)
    write = type(node.index).write

    def slow(index: Any, writes: Any) -> Any:
        monkeypatch.undo()
        assert send_due(NOW) == 1
        rewrite(one, "Trees", now=NOW)
        return write(index, writes)

    monkeypatch.setattr(type(node.index), "write", slow)
    assert send_due(NOW) == 0
    while NodeUpdate.objects.exists():
        send_due(LATER)
    assert (count("water"), count("trees")) == (0, 1)


def test_a_late_write_does_not_overwrite_a_newer_one_nor_bring_back_what_was_deleted(node: Any) -> None:
    one = entry("Water")
    note([one.pk], LATER)
    assert send_due(LATER) == 1
    [late] = node.index.write([Write(one.pk, 5, one)])
    assert late.fault == CONFLICT
    number = one.pk
    one.delete()
    note([number], LATER + timedelta(seconds=1))
    assert send_due(LATER + timedelta(seconds=1)) == 1
    one.pk = number
    [late] = node.index.write([Write(number, 5, one)])
    assert late.fault == CONFLICT
    assert NodeEngine().count(Question(), Narrowed()) == 0


def test_a_clock_that_is_behind_loses_no_change(node: Any) -> None:
    one = entry("Water")
    note([one.pk], LATER)
    assert send_due(LATER) == 1
    rewrite(one, "Trees", now=NOW)
    assert send_due(NOW) == 1
    assert (count("water"), count("trees")) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_the_same_at_the_same_time(node: Any) -> None:
    entries = [entry(f"Water {number}") for number in range(60)]
    note([one.pk for one in entries], NOW)
    done = Event()

    def work(_number: int) -> None:
        try:
            while not done.is_set():
                send_due(LATER + timedelta(days=1), limit=20)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        workers = [pool.submit(work, number) for number in range(3)]
        for round_ in range(4):
            for one in entries[:: round_ + 1]:
                rewrite(one, f"Trees {round_}", now=LATER + timedelta(seconds=round_))
        done.set()
        for worker in workers:
            worker.result()
    while NodeUpdate.objects.exists():
        send_due(LATER + timedelta(days=2))
    assert compare(LATER) == Difference()


def test_changes_during_a_rebuild_are_in_the_new_index(node: Any) -> None:
    kept, changed, deleted = (entry(title) for title in ("Water", "Roads", "Walls"))
    rebuild_node(NOW)
    rebuilder = Rebuilder(node.index)
    made = rebuilder.start()
    made.add_model(SearchEntry)
    read = list(SearchEntry.objects.all())  # and while they are on their way:
    rewrite(changed, "Trees")
    number = deleted.pk
    deleted.delete()
    added = entry("Bridges")
    note([number, added.pk], LATER)
    assert send_due(LATER) == 3
    assert (count("trees"), count("walls"), count("bridges")) == (1, 0, 1), "the old index answers meanwhile"
    made.add_items(SearchEntry, read)
    rebuilder.finish()
    assert [count(word) for word in ("water", "roads", "trees", "walls", "bridges")] == [1, 0, 1, 0, 1]
    assert compare(LATER) == Difference()
    assert len(node.index.names()) == 1
    assert kept.pk


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_while_others_write_and_send_loses_nothing(node: Any) -> None:
    entries = [entry(f"Water {number}") for number in range(40)]
    done = Event()

    def write() -> None:
        try:
            for round_ in range(6):
                for one in entries[round_::3]:
                    rewrite(one, f"Trees {round_}", now=LATER + timedelta(seconds=round_))
        finally:
            done.set()
            connections.close_all()

    def send() -> None:
        try:
            while not done.is_set():
                send_due(LATER + timedelta(days=1), limit=7)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(write), pool.submit(send)]
        while not done.is_set():
            assert rebuild_node(LATER) == 40
        for one in running:
            one.result()
    while NodeUpdate.objects.exists():
        send_due(LATER + timedelta(days=2))
    assert compare(LATER) == Difference()
    assert NodeEngine().count(Question(), Narrowed()) == 40


def test_a_rebuild_settles_what_it_brought_along(node: Any) -> None:
    note([entry().pk for _ in range(3)], NOW)
    note([99_999], NOW)
    assert rebuild_node(NOW) == 3
    assert list(NodeUpdate.objects.values_list("entry", flat=True)) == [99_999]


def test_a_rebuild_that_fails_leaves_the_old_index_and_no_other(node: Any, monkeypatch: Any) -> None:
    entry("Water")
    rebuild_node(NOW)

    def broken(*_given: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(type(node.index), "fill", broken)
    with pytest.raises(RuntimeError):
        rebuild_node(NOW)
    assert count("water") == 1
    assert len(node.index.names()) == 1


def test_wagtails_own_command_rebuilds_it_and_puts_no_pages_in(node: Any) -> None:
    one = entry("Water")
    call_command("update_index", backend_name="node", verbosity=0)
    assert dict(node.index.known()) == {one.pk: one.fingerprint}
    indexes = node.backend.es.indices.get_alias(index=f"{node.backend.index_prefix}*")
    assert list(indexes) == node.index.names()


def test_differences_are_found_and_repaired(node: Any) -> None:
    same, missing, changed, surplus = (entry(title) for title in ("Same", "Missing", "Changed", "Surplus"))
    SearchEntry.objects.filter(pk=missing.pk).update(fingerprint="left out")
    rebuild_node(NOW)
    node.index.write([Write(missing.pk, 2, None)])
    SearchEntry.objects.filter(pk=changed.pk).update(fingerprint="other")
    gone = surplus.pk
    SearchEntry.objects.filter(pk=gone).delete()
    found = compare(NOW, repair=True)
    assert found == Difference(missing=(missing.pk,), surplus=(gone,), different=(changed.pk,))
    assert compare(NOW) == Difference(), "what waits to be sent is known to differ"
    assert send_due(NOW) == 3
    assert compare(NOW) == Difference()
    assert dict(node.index.known())[same.pk] == same.fingerprint


def test_an_entry_that_the_node_refuses_waits_and_does_not_stop_the_others(node: Any) -> None:
    good, bad = entry("Water"), entry("Trees", process="longer than the node takes " * 2000)
    note([good.pk, bad.pk], NOW)
    assert send_due(NOW) == 1
    waiting = NodeUpdate.objects.get()
    assert (waiting.entry, waiting.tries, waiting.last_error) == (bad.pk, 1, "illegal_argument_exception")
    assert waiting.not_before > NOW
    SearchEntry.objects.filter(pk=bad.pk).update(process="short")
    note([bad.pk], NOW)
    assert send_due(NOW) == 1
