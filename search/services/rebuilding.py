"""The index from nothing, or over what is there: through the same code that applies each change.

Nothing is emptied: readers find what was there until it is replaced. What is to be told stands in the outbox, so that
whoever is killed in the middle leaves a usable index, and either the worker or the next run comes to the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from hub.core.search import search_kinds
from search.models.change import SearchChange
from search.models.entry import SearchEntry
from search.services import applying
from search.services.entries import forget_names
from search.services.noting import LONG_AGO, tell_again
from search.services.sweeping import known_keys, missing_keys


@dataclass
class Rebuilt:
    """How many entries each kind has now; `put_off`: keys that could not be told."""

    entries: dict[str, int] = field(default_factory=dict)
    put_off: int = 0


def rebuild(kinds: Sequence[str] | None = None, *, now: datetime) -> Rebuilt:
    """All kinds, also those that no feature tells any more; raises LookupError for one that is not known."""
    for kind in kinds or ():
        search_kinds.get(kind)
    registered = [kind for kind, _teller in search_kinds]
    left_over = SearchEntry.objects.exclude(kind__in=registered).order_by("kind").values_list("kind", flat=True)
    chosen = list(kinds or [*registered, *left_over.distinct()])
    for kind in chosen:
        newest = SearchEntry.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True).last() or 0
        if kind in search_kinds:
            _tell(kind, missing_keys(kind), now)
        _tell(kind, _written_anew(kind, known_keys(kind, until=newest)), now)
    forget_names()
    counted = {kind: SearchEntry.objects.filter(kind=kind).count() for kind in chosen}
    return Rebuilt(counted, SearchChange.objects.filter(kind__in=chosen).count())


def _tell(kind: str, batches: Iterable[list[str]], now: datetime) -> None:
    for keys in batches:
        tell_again(kind, keys, LONG_AGO)
        applying.apply_due(now)


def _written_anew(kind: str, batches: Iterator[list[str]]) -> Iterator[list[str]]:
    for keys in batches:
        write_anew(kind, keys)
        yield keys


@transaction.atomic
def write_anew(kind: str, keys: Sequence[str]) -> None:
    """When they are told next, also where their words are the same: what the engines made of them may be gone."""
    entries = SearchEntry.objects.filter(kind=kind, key__in=keys)
    # Those that a writer holds are about to change anyway, and he must not wait for us while we wait for him.
    numbers = list(entries.select_for_update(skip_locked=True).values_list("pk", flat=True))
    SearchEntry.objects.filter(pk__in=numbers).update(fingerprint="")
