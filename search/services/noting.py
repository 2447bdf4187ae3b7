"""Something public was written: nobody finds it from now on, until it is told anew.

Both happen in the transaction of the writer, so that neither is without the other: its entries are marked stale, and a
`SearchChange` says what to tell. Only after the commit a task is asked for, one a transaction. Whoever writes without a
transaction has a moment between the two; what is found is told again before it is shown, and the nightly check finds
the rest.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from wagtail.models import Page

from search.enums import Sweep
from search.models.change import SearchChange
from search.models.entry import SearchEntry

T = TypeVar("T")

BATCH = 500
# Of what was not changed but found missing nobody knows when it became public; it is no news to anybody.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# The clock of the machine that applies may be behind the one of the machine that wrote.
CLOCKS_DIFFER_BY = timedelta(minutes=1)
_REMEMBERED = 20_000
PAGES = "page"  # the kind of pages that no feature tells

# Set by the app when it is ready: services stand below tasks and cannot name them.
_wakers: list[Callable[[], None]] = []


def call_on_change(waker: Callable[[], None]) -> None:
    _wakers[:] = [waker]


@transaction.atomic(savepoint=False)
def changed(kind: str, keys: Iterable[str], now: datetime) -> None:
    """Two queries a batch of keys. The same key twice in one transaction is noted once."""
    for batch in _batches(_not_yet_noted(kind, keys, hidden=True)):
        _hide(SearchEntry.objects.filter(kind=kind, key__in=batch), now)
        _write(kind, batch, now)


@transaction.atomic(savepoint=False)
def tell_again(kind: str, keys: Iterable[str], now: datetime) -> None:
    """As `changed`, but meanwhile it is found as it was: for what is still public and may only have new surroundings.

    `now` may be LONG_AGO.
    """
    for batch in _batches(_not_yet_noted(kind, keys, hidden=False)):
        _write(kind, batch, now)


def page_published(page: Page, now: datetime) -> None:
    """Its own words are new. What else stands on it (clauses, comments) its feature knows; it is told again, unhidden:
    else each new version would take everybody's comments out of the search for a while.
    """
    key = str(page.translation_key)
    changed(PAGES, [key], now)
    tell_again(Sweep.PAGE, [key], now)
    # It was away and is back: what stood on it has no entries any more by which it could be known.
    if page.first_published_at != page.last_published_at and not _standing_on([page.translation_key]).exists():
        find_missing(now)


def pages_changed(page: Page, now: datetime) -> None:
    """It and all below it is perhaps not public any more: un-published, moved, restricted."""
    keys = Page.objects.descendant_of(page, inclusive=True).values_list("translation_key", flat=True)
    _pages_gone(keys.order_by("pk").iterator(), now)


def page_deleted(page: Page, now: datetime) -> None:
    """While its row is still there. Pages below it are deleted one by one."""
    _pages_gone([page.translation_key], now)


def page_may_be_back(page: Page, now: datetime) -> None:
    """Moved, or not restricted any more: it and what is below it may have become public."""
    pages_changed(page, now)
    find_missing(now)


def find_missing(now: datetime) -> None:
    """Everything that may be public and has no entry is told; the worker looks it up."""
    tell_again(Sweep.MISSING, [""], now)


def begin_if_empty(now: datetime) -> None:
    """A hub that was filled before it had an index, or that was restored."""
    if not SearchEntry.objects.exists() and not SearchChange.objects.exists():
        find_missing(now)


def forget_noted() -> None:
    """After changes were applied: what was noted before in this transaction counts no longer."""
    _remembered.hook = None


@transaction.atomic(savepoint=False)
def _pages_gone(translation_keys: Iterable[UUID], now: datetime) -> None:
    for batch in _batches(translation_keys):
        _hide(_standing_on(batch), now)
        keys = [str(key) for key in batch]
        changed(PAGES, keys, now)
        tell_again(Sweep.PAGE, keys, now)


def _standing_on(translation_keys: Sequence[UUID]) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(Q(page_key__in=translation_keys) | Q(other_page_key__in=translation_keys))


def _hide(entries: QuerySet[SearchEntry], now: datetime) -> None:
    """Those already hidden too: the lock on the row tells `applying` that somebody is about to change it again."""
    if connection.features.has_select_for_update:
        # Two writers that lock the same rows in the same order never wait for each other.
        numbers = list(entries.order_by("pk").select_for_update().values_list("pk", flat=True))
        entries = SearchEntry.objects.filter(pk__in=numbers)
    entries.update(stale_since=now)


def _write(kind: str, keys: Sequence[str], now: datetime) -> None:
    not_before = now if now == LONG_AGO else now - CLOCKS_DIFFER_BY
    SearchChange.objects.bulk_create(
        SearchChange(kind=kind, key=key, made_at=now, not_before=not_before) for key in keys
    )


def _batches(keys: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(keys)
    while batch := list(islice(iterator, BATCH)):
        yield batch


# --- one task a transaction -------------------------------------------------------------------------------------------


@dataclass(eq=False)
class _Task:
    """The one that a transaction asks for, however many changes and savepoints it has."""

    asked_for: bool = False


@dataclass(eq=False)
class _AfterCommit:
    """What is called after the commit, and what was noted so far. It goes with the savepoint that it was made in."""

    task: _Task
    noted: set[tuple[str, str]] = field(default_factory=set)

    def __call__(self) -> None:
        if not self.task.asked_for:
            self.task.asked_for = True
            for waker in _wakers:
                waker()


class _Remembered(threading.local):
    hook: _AfterCommit | None = None
    place: int = 0


_remembered = _Remembered()


def _not_yet_noted(kind: str, keys: Iterable[str], *, hidden: bool) -> list[str]:
    hook = _hook()
    if len(hook.noted) > _REMEMBERED:
        hook.noted.clear()
    fresh = []
    for key in keys:
        # Told again after it was hidden is noted; hidden after it was only told again is not.
        if (kind, key) not in hook.noted and (hidden or (f"{kind} again", key) not in hook.noted):
            hook.noted.add((kind if hidden else f"{kind} again", key))
            fresh.append(key)
    return fresh


def _hook() -> _AfterCommit:
    """Django forgets what a savepoint asked for when it is rolled back. So there is one hook for each savepoint in
    which something was noted, and they share a task. An import of 10,000 rows looks here 10,000 times: no search in a
    list.
    """
    known, place = _remembered.hook, _remembered.place
    if known and not known.task.asked_for and place < len(connection.run_on_commit):
        savepoints, function = connection.run_on_commit[place][:2]
        if function is known and set(connection.savepoint_ids) - {None} <= savepoints:
            return known
    task = known.task if known and not known.task.asked_for else _Task()
    _remembered.hook = hook = _AfterCommit(task)
    _remembered.place = len(connection.run_on_commit)
    # robust: should waking fail, the changes wait and the clock takes them.
    transaction.on_commit(hook, robust=True)
    return hook
