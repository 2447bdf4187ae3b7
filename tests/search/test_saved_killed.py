"""Whoever looks for new results is killed at each of its writes: every search is told once, none twice."""

from __future__ import annotations

import pytest
from freezegun import freeze_time

from hub.notifications.models.news import News
from search.services import saving
from tests.factories.accounts import alice
from tests.search.killing import everything_killed
from tests.search.test_saved import MINUTE, NOW, QUARTER, published, save
from tests.search.things import Things

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_index")]


def test_each_search_is_told_once_whenever_a_worker_dies(leaflets: Things) -> None:
    """The mark and the news are one transaction: what was told is not told again, what was not is."""
    queries = ("water", "prices", "pipes")
    rows = {str(save(alice(email=f"{query}@example.org"), query).pk) for query in queries}
    with freeze_time(NOW + MINUTE):  # the worker that indexes it begins with the commit
        published(leaflets, "1", "Water prices of pipes", NOW + MINUTE)

    def told() -> list[str]:
        return [news.payload["saved"] for news in News.objects.all()]

    def holds() -> None:
        assert len(told()) == len(set(told()))

    assert everything_killed(lambda: saving.tell_new_results(NOW + QUARTER), holds) > 3
    assert set(told()) == rows
    assert saving.tell_new_results(NOW + 2 * QUARTER).with_news == 0
