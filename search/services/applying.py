"""What was noted is told anew: the features are asked, and the index becomes what they say.

One batch is one transaction, so that a worker that dies leaves whole batches, and changes that are still to be applied.
Two workers at once: on PostgreSQL each locks its changes (`skip_locked`), and a key belongs to whoever holds the oldest
change of it. On SQLite, where a transaction that writes keeps out every other writer, the features are asked before it
begins; inside it is looked whether all is as it was.

A change that is noted while its key is told is never lost: its row is younger than those that were taken, so the key
is left hidden and told once more. On PostgreSQL a writer that has not committed yet holds the lock of the entry; that
key is put off. (One instant is left, for something that has no entry yet and is changed twice: the second writer
commits between our last look and our commit. Its own task follows at once, and what is found is told again before it is
shown.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import override

from hub.core.search import SearchDocument, search_kinds
from search.enums import Sweep
from search.models.change import SearchChange
from search.models.entry import SearchEntry
from search.services import database_index, node, vocabulary
from search.services.entries import WRITTEN, entry_of, learn_names
from search.services.noting import LONG_AGO, PAGES, forget_noted
from search.services.sweeping import sweep

log = structlog.get_logger("search.index")

BATCH = 200
# A batch that failed is taken again in smaller parts, in the end one by one: a fault must not hold back its neighbours.
_SMALLER = {0: BATCH, 1: 20}
# Of one key that was noted again and again.
_CHANGES_AT_ONCE = 5000
BUSY = timedelta(seconds=2)
FIRST_RETRY, LAST_RETRY = timedelta(seconds=30), timedelta(hours=1)


@dataclass
class Applied:
    """Figures in keys. `more`: the limit was reached, and there may be changes left that are due."""

    told: int = 0
    put_off: int = 0
    more: bool = False


@dataclass
class _Taken:
    kind: str
    changes: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # by key
    news: set[str] = field(default_factory=set)  # keys that somebody wrote just now; the others were found missing

    @property
    def numbers(self) -> list[int]:
        return [number for numbers in self.changes.values() for number in numbers]


def apply_due(now: datetime, *, limit: int = 10_000) -> Applied:
    """Until nothing is due, or about `limit` keys are told. Holds one batch in memory at a time."""
    applied = Applied()
    while applied.told + applied.put_off < limit:
        if not _apply_batch(now, applied):
            return applied
    applied.more = True
    return applied


def is_due(now: datetime) -> bool:
    return SearchChange.objects.filter(not_before__lte=now).exists()


def _apply_batch(now: datetime, applied: Applied) -> bool:
    """False when nothing is due."""
    forget_noted()
    taken = None
    try:
        with _one_worker_for_a_change():
            taken = _take(now)
            if taken is None:
                return False
            if taken.kind in Sweep.values:
                sweep(Sweep(taken.kind), list(taken.changes), now)
                SearchChange.objects.filter(pk__in=taken.numbers).delete()
                left = 0
            else:
                documents = _tell(taken)
                with transaction.atomic():
                    left = _write(taken, documents, now)
    except Exception as error:
        # Whatever a feature raises: the others' changes go on. What could not be told stays hidden: that it was changed
        # is certain, and what it is now is not known, so to show it as it was would be a guess about somebody's words.
        if taken is None:
            raise
        log.exception("search: a kind could not be told", kind=taken.kind, keys=len(taken.changes))
        _put_off(taken, error, now)
        applied.put_off += len(taken.changes)
    else:
        applied.told += len(taken.changes) - left
        applied.put_off += left
    return True


def _one_worker_for_a_change() -> AbstractContextManager[Any]:
    return transaction.atomic() if connection.features.has_select_for_update_skip_locked else nullcontext()


def _take(now: datetime) -> _Taken | None:
    """The oldest, of one kind; what was only found missing after all that somebody wrote."""
    due = _unlocked(SearchChange.objects.filter(not_before__lte=now)).order_by("not_before", "pk")
    first = due.filter(not_before__gt=LONG_AGO).first() or due.first()
    if first is None:
        return None
    at_once = _SMALLER.get(first.tries, 1)
    keys = list(due.filter(kind=first.kind, tries=first.tries).values_list("key", flat=True)[:at_once])
    taken = _Taken(first.kind)
    # With them all other changes of the same keys: they are settled by the same answer.
    rows = _unlocked(SearchChange.objects.filter(kind=first.kind, key__in=keys)).order_by("pk")
    for number, key, made_at in rows.values_list("pk", "key", "made_at")[:_CHANGES_AT_ONCE]:
        taken.changes[key].add(number)
        if made_at != LONG_AGO:
            taken.news.add(key)
    return taken


def _unlocked(changes: QuerySet[SearchChange]) -> QuerySet[SearchChange]:
    # Databases that lock whole (SQLite) leave this out.
    return changes.select_for_update(skip_locked=True)


def _tell(taken: _Taken) -> list[SearchDocument]:
    if taken.kind not in search_kinds:
        return []  # no feature tells this kind any more: its entries go
    with override(settings.LANGUAGE_CODE):
        documents = search_kinds.get(taken.kind).documents(list(taken.changes), settings.LANGUAGE_CODE)
    return [document for document in documents if document.key in taken.changes]


def _write(taken: _Taken, documents: Sequence[SearchDocument], now: datetime) -> int:
    """Returns how many keys were left to somebody else, or to later."""
    known, being_changed = _entries(taken)
    waiting = defaultdict(set)
    for number, key in _changes_of(taken).values_list("pk", "key"):
        waiting[key].add(number)
    settled: set[str] = set()
    settled_changes: list[int] = []
    later: list[int] = []
    for key, ours in taken.changes.items():
        others = waiting[key] - ours
        if key in being_changed or any(number < max(ours) for number in others):
            later += ours  # a writer, or another worker, holds it
        elif others:
            settled_changes += ours  # younger changes tell it
        elif waiting[key] == ours:
            settled.add(key)
            settled_changes += ours
        # Otherwise another worker told it meanwhile.
    _bring(taken, [document for document in documents if document.key in settled], settled, known, now)
    SearchChange.objects.filter(pk__in=settled_changes).delete()
    SearchChange.objects.filter(pk__in=later).update(not_before=now + BUSY)
    return len(taken.changes) - len(settled)


def _changes_of(taken: _Taken) -> QuerySet[SearchChange]:
    return SearchChange.objects.filter(kind=taken.kind, key__in=list(taken.changes))


def _entries(taken: _Taken) -> tuple[Sequence[Mapping[str, Any]], set[str]]:
    """What the index holds of these keys, locked; and the keys that somebody else holds."""
    entries = SearchEntry.objects.filter(kind=taken.kind, key__in=list(taken.changes)).order_by("pk")
    # Never waiting: a writer may already wait for a row that we have locked.
    ours: list[Any] = list(
        entries.select_for_update(skip_locked=True).values("pk", "key", "language", "fingerprint", "stale_since")
    )
    if not connection.features.has_select_for_update_skip_locked:
        return ours, set()
    numbers = {entry["pk"] for entry in ours}
    return ours, {key for number, key in entries.values_list("pk", "key") if number not in numbers}


def _bring(
    taken: _Taken,
    documents: Sequence[SearchDocument],
    keys: set[str],
    known: Sequence[Mapping[str, Any]],
    now: datetime,
) -> None:
    """The index to what was told about these keys."""
    before = {(entry["key"], entry["language"]): entry for entry in known if entry["key"] in keys}
    told = {(document.key, document.language): document for document in documents}
    changing = _pages_changing(told.values()) if taken.kind != PAGES else set()  # pages are noted by key, too
    written, the_same = [], []
    for place, document in told.items():
        entry = entry_of(taken.kind, document, now=now, first_seen_at=_first_seen(document, taken, now))
        old = before.get(place)
        is_hidden = old is None or bool(old["stale_since"])
        # What its page hid meanwhile was told as it was before: the sweep of the page finds it here, and tells it anew.
        if is_hidden and not changing.isdisjoint((entry.page_key, entry.other_page_key)):
            entry.stale_since = now
        if old and old["fingerprint"] == entry.fingerprint:
            if is_hidden and not entry.stale_since:
                the_same.append(old["pk"])
        else:
            written.append(entry)
    gone = [entry["pk"] for place, entry in before.items() if place not in told]
    if the_same:
        SearchEntry.objects.filter(pk__in=the_same).update(stale_since=None)
    if written:
        SearchEntry.objects.bulk_create(
            written,
            update_conflicts=True,
            unique_fields=["kind", "key", "language"],
            update_fields=WRITTEN,
        )
        database_index.write(written)
        vocabulary.learn(written)
    if gone:
        database_index.remove(gone)
        # Wagtail would be told of each that `delete()` takes.
        SearchEntry.objects.filter(pk__in=gone)._raw_delete(connection.alias)
    learn_names(told.values())
    if written or gone:
        node.note([*(entry.pk for entry in written), *gone], now)


def _pages_changing(documents: Iterable[SearchDocument]) -> set[UUID | None]:
    """Of the pages that these stand on: a change of theirs names no key until it is swept, and may be younger."""
    keys = {str(page) for document in documents for page in document.pages[:2]}
    waiting = SearchChange.objects.filter(kind=Sweep.PAGE, key__in=keys).values_list("key", flat=True)
    return {UUID(key) for key in waiting}


def _first_seen(document: SearchDocument, taken: _Taken, now: datetime) -> datetime:
    """People who saved a search are told of what is new, not of what the index was built anew with."""
    if document.key in taken.news:
        return now
    return min(document.date or LONG_AGO, now)


def _put_off(taken: _Taken, error: Exception, now: datetime) -> None:
    changes = SearchChange.objects.filter(pk__in=taken.numbers)
    tries = max(changes.values_list("tries", flat=True), default=0)
    again_in = min(FIRST_RETRY * 2 ** min(tries, 20), LAST_RETRY)
    changes.update(tries=min(tries + 1, 1000), not_before=now + again_in, last_error=type(error).__name__[:80])
