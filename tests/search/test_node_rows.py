"""The outbox of a node that is away: on both databases, no node is needed for it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from hub.settings.search_settings import search_backends
from search.models.change import NodeUpdate
from search.services.node import note, send_due
from tests.search_node.entries import NOW, entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def away(settings: Any) -> None:
    settings.WAGTAILSEARCH_BACKENDS = search_backends("opensearch+http://127.0.0.1:9/away")


def versions() -> dict[int, int]:
    return dict(NodeUpdate.objects.values_list("entry", "version"))


def test_each_change_is_one_more(django_assert_num_queries: Any) -> None:
    note([7, 8, 8], NOW)
    first = versions()
    assert set(first) == {7, 8}
    with django_assert_num_queries(1):
        note(range(1, 51), NOW + timedelta(seconds=1))
    second = versions()
    assert {entry: second[entry] - first[entry] for entry in first} == {7: 1, 8: 1}
    assert len(second) == 50
    assert NodeUpdate.objects.get(entry=7).made_at == NOW + timedelta(seconds=1)


def test_what_cannot_be_sent_is_kept_and_due_again_a_little_later() -> None:
    note([entry().pk, 12_345], NOW)
    assert send_due(NOW) == 0
    assert set(NodeUpdate.objects.values_list("tries", "last_error")) == {(1, "unreached: ConnectionError")}
    assert {row.not_before for row in NodeUpdate.objects.all()} == {NOW + timedelta(seconds=2)}
    for tries in range(2, 12):
        send_due(NOW + timedelta(minutes=tries))
    last = NOW + timedelta(minutes=11)
    assert {row.not_before for row in NodeUpdate.objects.all()} == {last + timedelta(seconds=30)}
    note([12_345], last)
    assert NodeUpdate.objects.filter(not_before__lte=last).count() == 1, "a new change is tried at once"


def test_a_change_that_is_rolled_back_is_not_noted() -> None:
    with transaction.atomic():
        note([7], NOW)
        transaction.set_rollback(True)
    assert not NodeUpdate.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_writers_and_senders_do_not_lock_each_other_out() -> None:
    def work(number: int) -> None:
        try:
            for round_ in range(10):
                with transaction.atomic():
                    note(range(1, 40) if number % 2 else range(40, 0, -1), NOW)
                send_due(NOW + timedelta(hours=round_))
        finally:
            connections.close_all()

    note(range(1, 41), NOW)
    before = versions()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert {entry: version - before[entry] for entry, version in versions().items()} == {
        entry: 40 if entry < 40 else 20 for entry in range(1, 41)
    }
