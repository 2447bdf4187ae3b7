"""A worker is killed with SIGKILL before each single thing that it writes. Whatever it was about to do, nobody finds
what was taken down, what is public stays found, and the next worker brings the index in step.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from search.models.change import SearchChange
from search.services import noting
from search.services.checking import check
from search.services.rebuilding import rebuild
from tests.search.index_tools import again, apply, page, published, titles

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_worker")]
MOST_WRITES = 200


@pytest.fixture
def no_worker() -> Iterator[None]:
    before = list(noting._wakers)
    noting.call_on_change(lambda: None)
    yield
    noting._wakers[:] = before


def killed_before(number: int, work: Callable[[], object]) -> bool:
    """Does `work` in a process of its own, which dies before its write of this number. Was there one?"""
    connections.close_all()
    worker = os.fork()
    if not worker:
        writes = 0

        def strike(execute: Any, sql: str, *others: Any) -> Any:
            nonlocal writes
            if sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
                writes += 1
                if writes == number:
                    os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, *others)

        try:
            with connection.execute_wrapper(strike):
                work()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(worker, 0)
    return os.WIFSIGNALED(status)


def everything_killed(work: Callable[[], object], holds: Callable[[], None]) -> int:
    """How often a worker was killed until one came through."""
    for number in range(1, MOST_WRITES):
        died = killed_before(number, work)
        holds()
        if not died:
            return number - 1
    raise AssertionError("the work does not end")


def test_nothing_hidden_is_found_and_nothing_is_lost_whenever_a_worker_dies() -> None:
    stays, changes, goes = page("It stays"), page("Old words"), page("It goes")
    rebuild(now=timezone.now())
    changes.title = "New words"
    published(changes)
    again(goes).unpublish()
    new = page("It is new")

    def holds() -> None:
        found = titles()
        assert "It stays" in found
        assert not {"It goes", "Old words"} & set(found)

    holds()
    assert everything_killed(apply, holds) > 3
    assert {"It stays", "New words", "It is new"} <= set(titles())
    assert not SearchChange.objects.exists()
    assert stays.pk != new.pk
    report = check(repair=False, now=timezone.now())
    assert report.ok, report


def test_a_rebuild_that_dies_leaves_an_index_that_can_be_asked() -> None:
    page("It stays")
    rebuild(now=timezone.now())
    before = sorted(titles())

    def holds() -> None:
        assert sorted(titles()) == before

    def work() -> None:
        rebuild(now=timezone.now())

    everything_killed(work, holds)
    work()
    holds()
    assert check(repair=False, now=timezone.now()).ok
