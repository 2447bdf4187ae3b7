"""A search node, where one can be had; two kinds of things beside those of the features, and a process of theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub.core.search import process_phases, search_kinds
from search.models.change import NodeUpdate, SearchChange
from search.models.entry import FacetName, SearchEntry
from search.models.vocabulary import SearchWord
from search.services import database_index
from tests.search.things import PHASES, Things, phases
from tests.search_node.fixtures import killable, node, search_node, shared_name, shared_node  # noqa: F401


@pytest.fixture
def leaflets() -> Iterator[Things]:
    yield from _registered(Things("leaflet", "Leaflets", "Leaflet", 11))


@pytest.fixture
def notes() -> Iterator[Things]:
    yield from _registered(Things("note", "Notes", "Note", 41))


def _registered(things: Things) -> Iterator[Things]:
    search_kinds.register(things.name, things)
    process_phases.register(things.name, phases)
    yield things
    PHASES.clear()
    del search_kinds._items[things.name]
    del process_phases._items[things.name]


@pytest.fixture
def empty_index(db: None) -> None:
    """Without the pages that migrations make, for tests that count what is found."""
    entries = list(SearchEntry.objects.values_list("pk", flat=True))
    database_index.remove(entries)
    SearchEntry.objects.filter(pk__in=entries).delete()
    for left in (SearchChange, NodeUpdate, SearchWord, FacetName):
        left.objects.all().delete()
