"""A node that is new, or that lost its index, is filled by the clock; the database answers until it is."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from hub.core.health import failing_parts, warnings
from search import tasks
from search.engine.node_client import NodeClient, node_client
from search.engine.wish import SearchWish
from search.models.change import NodeUpdate
from search.models.entry import SearchEntry
from search.selectors.asking import ask
from search.services import database_index
from search.services.node import Difference, begin_if_missing, compare, needs, node_fault, note, send_due
from search.services.rebuilding import rebuild
from tests.search_node.entries import entry
from tests.search_node.fixtures import use_node

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("empty_index")]
ENTRIES = 1100  # more than are left out of a question


@pytest.fixture
def new_node(search_node: str, settings: Any, db: None) -> Iterator[NodeClient]:
    """As a SEARCH_URL that was set a moment ago."""
    use_node(settings, search_node)
    client = node_client()
    yield client
    lose_index(client)


def lose_index(client: NodeClient) -> None:
    for name in client.index.names():
        client.backend.index_class(client.backend, name).delete()


def who_answers() -> tuple[str, bool, int]:
    asked = ask(SearchWish(query="water"), reader="en", now=timezone.now())
    return asked.engine, asked.fell_back, asked.answer.total


def a_city() -> None:
    database_index.write([entry(f"Water {number}") for number in range(ENTRIES)])


def test_the_clock_fills_it(new_node: NodeClient) -> None:
    a_city()
    assert who_answers() == ("database", True, ENTRIES)
    new_node.breaker.answered()
    assert node_fault() == "the search index is missing; a worker makes it within a minute"
    tasks.send_later(timezone.now())
    assert node_fault() is None
    assert compare(timezone.now()) == Difference()
    assert who_answers() == ("node", False, ENTRIES)
    assert not needs(timezone.now())


def test_the_database_answers_until_it_has_all(new_node: NodeClient) -> None:
    a_city()
    assert begin_if_missing(timezone.now()) == ENTRIES
    assert begin_if_missing(timezone.now()) == 0
    now = timezone.now()
    while send_due(now, limit=500):
        left = NodeUpdate.objects.count()
        assert who_answers() == (("database", True, ENTRIES) if left else ("node", False, ENTRIES))
    assert not NodeUpdate.objects.exists()


def test_who_was_killed_before_there_was_an_index_loses_nothing(new_node: NodeClient) -> None:
    some = [entry("Water"), entry("Water too")]
    database_index.write(some)
    note([some[0].pk], timezone.now())
    assert send_due(timezone.now()) == 0, "there is no index to take it"
    later = timezone.now() + timedelta(minutes=1)
    tasks.send_later(later)
    send_due(later)
    assert compare(later) == Difference()
    assert not NodeUpdate.objects.exists()


def test_an_index_that_was_lost_is_made_and_filled_again(node: NodeClient) -> None:
    a_city()
    tasks.send_later(timezone.now())
    lose_index(node)
    tasks.send_later(timezone.now())
    assert compare(timezone.now()) == Difference()
    assert who_answers() == ("node", False, ENTRIES)


def test_several_workers_make_one_index(new_node: NodeClient) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _number: new_node.index.begin(SearchEntry), range(8)))
    assert len(new_node.index.names()) == 1
    assert new_node.index.exists()


def test_an_index_that_lost_its_alias_gets_it_back(new_node: NodeClient) -> None:
    new_node.index.begin(SearchEntry)
    new_node.index.writer.indices.delete_alias(index=new_node.index.names(), name=new_node.index.name)
    database_index.write([entry("Water")])
    tasks.send_later(timezone.now())
    assert who_answers() == ("node", False, 1)


def test_a_node_that_is_away_keeps_everything_and_is_named(settings: Any, capsys: Any) -> None:
    rebuild(now=timezone.now())
    use_node(settings, "http://127.0.0.1:9")
    note([SearchEntry.objects.values_list("pk", flat=True)[0]], timezone.now() - timedelta(hours=1))
    assert warnings()["search node"] == "1 changes wait for the search node; the log says why"
    tasks.send_later(timezone.now())
    assert NodeUpdate.objects.count() == 1
    assert "search" in failing_parts()
    with pytest.raises((SystemExit, CommandError)):
        call_command("search_check")
    said = capsys.readouterr().out
    assert "search node: not reachable; start it and run this again." in said
    assert "Meanwhile the database answers" in said
    assert "could not be looked at" in said
