"""The index that the editor's own search asks: several workers put the same new page into it at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from tests.search.index_tools import page

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, ROUNDS = 4, 10


def test_workers_that_index_the_same_new_page_do_not_fail() -> None:
    new = page("Fountains")
    mine = IndexEntry.objects.filter(object_id=str(new.pk), content_type__model="standardpage")
    together = Barrier(WORKERS)

    def index(_number: int) -> None:
        try:
            together.wait(60)
            get_search_backend("default").add(new)
        finally:
            connections.close_all()

    for _round in range(ROUNDS):
        IndexEntry.objects.all().delete()
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(index, range(WORKERS)))
        assert mine.count() == 1
