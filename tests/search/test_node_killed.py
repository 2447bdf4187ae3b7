"""The search node is killed while people ask and things change: nobody meets an error, and no change is lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from search.engine.node_client import node_client
from search.engine.wish import SearchWish
from search.enums import Facet
from search.models.change import NodeUpdate
from search.models.entry import SearchEntry
from search.selectors.asking import Asked, ask
from search.services import database_index
from search.services.node import Difference, compare, note, rebuild_node, send_due
from tests.search_node import Node
from tests.search_node.entries import entry, say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
ENTRIES = 120
ASKING, WRITING = 3, 2
PATIENCE = 120  # seconds, on a busy machine


class Town:
    """People who ask and services that write, until `quiet`."""

    def __init__(self) -> None:
        self.entries = [entry(f"Water {number}") for number in range(ENTRIES)]
        database_index.write(self.entries)
        rebuild_node(timezone.now())
        self.quiet = Event()
        self.answers: list[Asked] = []
        self.writes = 0

    def asks(self, _number: int) -> None:
        while not self.quiet.is_set():
            wish = SearchWish(query="water")
            self.answers.append(ask(wish, reader="en", now=timezone.now(), facets=[Facet.KIND]))

    def writes_and_sends(self, number: int) -> None:
        while not self.quiet.is_set():
            for one in self.entries[number::WRITING]:
                if self.quiet.is_set():
                    return
                self.writes += 1
                say(one, f"Water {self.writes}", f"written by {number}")
                with transaction.atomic():
                    SearchEntry.objects.bulk_update(
                        [one], ["title", "body", "title_terms", "body_terms", "fingerprint"]
                    )
                    database_index.write([one])
                    note([one.pk], timezone.now())
                send_due(timezone.now())

    def waits_for(self, what: Callable[[Asked], bool], times: int = 20) -> None:
        """Until so many new answers were so; raises what a thread raised."""
        start, patience = len(self.answers), time.monotonic() + PATIENCE
        while sum(map(what, self.answers[start:])) < times:
            for thread in self.threads:
                if thread.done():
                    thread.result()
            assert time.monotonic() < patience, f"only {self.answers[start:][-3:]}"
            time.sleep(0.05)

    def lives(self, while_it: Callable[[Town], None]) -> None:
        def run(work: Callable[[int], None], number: int) -> None:
            try:
                work(number)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(ASKING + WRITING) as pool:
            self.threads = [pool.submit(run, self.asks, number) for number in range(ASKING)]
            self.threads += [pool.submit(run, self.writes_and_sends, number) for number in range(WRITING)]
            try:
                while_it(self)
            finally:
                self.quiet.set()
            for thread in self.threads:
                thread.result()


def by_node(answer: Asked) -> bool:
    return answer.engine == "node" and not answer.fell_back


def by_database(answer: Asked) -> bool:
    return answer.engine == "database" and answer.fell_back


def test_a_node_that_is_killed_under_load_is_missed_by_nobody(killable: Node) -> None:
    town = Town()

    def life(town: Town) -> None:
        town.waits_for(by_node)
        killable.kill()
        town.waits_for(by_database)
        written = town.writes
        while town.writes < written + 20:
            time.sleep(0.05)
        assert NodeUpdate.objects.exists(), "what was written meanwhile waits"
        killable.restart()
        town.waits_for(by_node)

    town.lives(life)
    later = timezone.now()
    while NodeUpdate.objects.exists():
        later += timedelta(minutes=5)
        send_due(later)
    assert compare(later) == Difference()
    assert dict(node_client().index.known()) == dict(SearchEntry.objects.values_list("pk", "fingerprint"))
    assert {answer.answer.total for answer in town.answers if by_database(answer)} == {ENTRIES}
    assert all(by_node(answer) or by_database(answer) for answer in town.answers)
    answer = ask(SearchWish(query="water"), reader="en", now=later)
    assert (answer.engine, answer.answer.total) == ("node", ENTRIES)


def test_a_node_that_is_killed_during_a_rebuild_comes_back_with_the_old_index(
    killable: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town()
    index = node_client().index
    fill = type(index).fill

    def killed(*given: Any) -> Any:
        killable.kill()
        return fill(*given)

    monkeypatch.setattr(type(index), "fill", killed)
    with pytest.raises(Exception, match="Connection"):
        rebuild_node(timezone.now())
    monkeypatch.undo()
    killable.restart()
    assert len(dict(index.known())) == ENTRIES
    say(town.entries[0], "Trees")
    SearchEntry.objects.bulk_update(town.entries[:1], ["title", "title_terms", "fingerprint"])
    note([town.entries[0].pk], timezone.now())
    send_due(timezone.now())
    # The half of an index that was left is swept away by the next rebuild.
    assert rebuild_node(timezone.now()) == ENTRIES
    assert len(index.names()) == 1
    assert compare(timezone.now()) == Difference()
