"""The engines that the same tests are run against. One more is one more line of `ENGINES`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from search.engine.question import SearchEngine
from search.models.entry import SearchEntry
from search.selectors.database import DatabaseEngine
from search.selectors.node import SearchNode
from search.services import database_index
from tests.search_node.fixtures import told_to_node


def _database() -> SearchEngine:
    return DatabaseEngine()


# By name, what makes it ready to be asked; a factory may skip the test where its engine cannot be had.
ENGINES: dict[str, Callable[[], SearchEngine]] = {"database": _database, "node": SearchNode}
# By name, what brings entries that are saved into the index; `None` as the entry of a number: it is deleted.
INDEXED: dict[str, Callable[[Sequence[SearchEntry]], None]] = {"node": told_to_node}


def filled(engine: SearchEngine, entries: Sequence[SearchEntry]) -> Sequence[SearchEntry]:
    """Saves the entries and has them found; gives them with their numbers. Entries that are saved are written anew."""
    new = [entry for entry in entries if entry.pk is None]
    SearchEntry.objects.bulk_create(new)
    known = [entry for entry in entries if entry not in new]
    if known:
        names = [field.name for field in SearchEntry._meta.concrete_fields if not field.primary_key]
        SearchEntry.objects.bulk_update(known, names)
    # Always: the database is what is asked when another engine is down.
    database_index.write(entries)
    if engine.name in INDEXED:
        INDEXED[engine.name](entries)
    return entries
