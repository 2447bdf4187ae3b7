"""A worker is killed with SIGKILL before each single thing that it writes. Whatever it was about to do, nobody finds
what was taken down, what is public stays found, and the next worker brings the index in step.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone

from search.models.change import SearchChange
from search.services import noting
from search.services.checking import check
from search.services.rebuilding import rebuild
from tests.search.index_tools import again, apply, page, published, titles
from tests.search.killing import everything_killed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_worker")]


@pytest.fixture
def no_worker() -> Iterator[None]:
    before = list(noting._wakers)
    noting.call_on_change(lambda: None)
    yield
    noting._wakers[:] = before


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
