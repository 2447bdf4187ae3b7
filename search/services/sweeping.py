"""Changes that name no key (`search.enums.Sweep`): the worker looks up which keys they mean, and notes these.

In steps of a few hundred, by number or as a feature streams them: nothing grows with the size of the hub but the table
of changes. Interrupted, it is begun again; a key that is noted twice is told once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db.models import Q, QuerySet

from hub.core.search import search_kinds
from search.enums import Sweep
from search.models.entry import SearchEntry
from search.services.noting import BATCH, LONG_AGO, tell_again


def sweep(what: Sweep, keys: Sequence[str], now: datetime) -> None:
    match what:
        case Sweep.PAGE:
            _note_entries(Q(page_key__in=keys) | Q(other_page_key__in=keys), now)
        case Sweep.HEADING:
            for key in keys:
                _note_entries(Q(theme_keys__contains=f"|{key}|") | Q(district_key=key), now)
        case Sweep.MISSING:
            for kind, _teller in search_kinds:
                for missing in missing_keys(kind):
                    tell_again(kind, missing, LONG_AGO)


def missing_keys(kind: str) -> Iterator[list[str]]:
    """Of all that may be public those that have no entry; most of them are not public."""
    keys = iter(search_kinds.get(kind).keys())
    while batch := list(islice(keys, BATCH)):
        known = set(SearchEntry.objects.filter(kind=kind, key__in=batch).values_list("key", flat=True))
        if missing := [key for key in dict.fromkeys(batch) if key not in known]:
            yield missing


def known_keys(kind: str, *, until: int | None = None) -> Iterator[list[str]]:
    """Of all entries with a number up to this one; a key that has several languages comes once, or a few times."""
    entries = SearchEntry.objects.filter(kind=kind)
    if until is not None:
        entries = entries.filter(pk__lte=until)
    for batch in _in_steps(entries):
        yield list(dict.fromkeys(key for _number, _kind, key in batch))


def parts(batches: Iterable[list[str]], size: int) -> Iterator[list[str]]:
    """The same keys in batches of at most this size."""
    for batch in batches:
        for start in range(0, len(batch), size):
            yield batch[start : start + size]


def _note_entries(which: Q, now: datetime) -> None:
    for batch in _in_steps(SearchEntry.objects.filter(which)):
        for kind in dict.fromkeys(kind for _number, kind, _key in batch):
            tell_again(kind, [key for _number, its, key in batch if its == kind], now)


def _in_steps(entries: QuerySet[SearchEntry]) -> Iterator[list[tuple[int, str, str]]]:
    last = 0
    while batch := list(entries.filter(pk__gt=last).order_by("pk").values_list("pk", "kind", "key")[:BATCH]):
        yield batch
        last = batch[-1][0]
