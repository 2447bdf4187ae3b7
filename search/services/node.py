"""The search node is told what changed, through an outbox: nothing is forgotten while it is away.

A row of `NodeUpdate` is written in the transaction of whoever writes the entry, and goes when the node has the entry as
it was with that row. Until then the entry is left out of what the node answers (`search.selectors.node`).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from django.db import connection, transaction
from elastic_transport import TransportError
from elasticsearch import ApiError

from search.engine.elastic import index_fault as node_fault
from search.engine.node_backend import CONFLICT, FILLED, EntryIndex, Rebuilder, Write, Written
from search.engine.node_client import node_client, node_configured
from search.models.change import LAGS_AFTER, UNREACHED, NodeUpdate
from search.models.entry import SearchEntry

__all__ = [
    "Difference",
    "begin_if_missing",
    "compare",
    "needs",
    "node_configured",
    "node_fault",
    "note",
    "rebuild_node",
    "send_due",
]

AT_ONCE = 500
LONGEST_PAUSE = 30  # seconds; a node that is back has all soon
MANY_TRIES = 1000  # more are not counted
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CHANGES = 1024  # of one row that are told apart

log = structlog.get_logger("search.node")


@dataclass(frozen=True)
class Difference:
    """Numbers of entries that the node has not, has though they are gone, and has in another form."""

    missing: tuple[int, ...] = ()
    surplus: tuple[int, ...] = ()
    different: tuple[int, ...] = ()

    @property
    def all(self) -> tuple[int, ...]:
        return (*self.missing, *self.surplus, *self.different)


def note(entry_ids: Iterable[int], now: datetime) -> None:
    """These entries were written or deleted. In the writer's transaction; nothing where no node is configured."""
    if not node_configured():
        return
    moment = connection.ops.adapt_datetimefield_value(now)
    table = connection.ops.quote_name(NodeUpdate._meta.db_table)
    # In one order, so that two writers wait for each other and do not lock each other out.
    for entries in _slices(sorted(set(entry_ids)), 250):
        rows = ", ".join(["(%s, %s, %s, 0, %s, '')"] * len(entries))
        values = [value for entry in entries for value in (entry, _first_version(), moment, moment)]
        # On a conflict Django writes what the new row says, it cannot write "one more than the old one". And a row that
        # is read, settled by somebody and only then written would take this change along.
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (entry, version, made_at, tries, not_before, last_error) VALUES {rows} "  # noqa: S608
                f"ON CONFLICT (entry) DO UPDATE SET version = {table}.version + 1, made_at = excluded.made_at, "
                "tries = 0, not_before = excluded.not_before, last_error = ''",
                values,
            )


def send_due(now: datetime, *, limit: int = AT_ONCE) -> int:
    """Brings what is due to the node; gives how many entries it has now. Call again while it gives `limit`.

    When the node fails, all stays and is due again a little later. Any number of workers may send at the same time.
    """
    if not node_configured():
        return 0
    rows = NodeUpdate.objects.filter(not_before__lte=now).order_by("not_before", "entry")[:limit]
    done, refused = _send(list(rows), now)
    if refused:
        # Two changes of one moment, or clocks that differ: once more, with versions that are higher now.
        done += _send(list(NodeUpdate.objects.filter(entry__in=refused, not_before__lte=now)), now)[0]
    return done


def _send(rows: Sequence[NodeUpdate], now: datetime) -> tuple[int, list[int]]:
    """How many are settled, and which the node refused for their version. The rows were read before the entries are:
    what is sent is at least as new as the row says.
    """
    if not rows:
        return 0, []
    entries = SearchEntry.objects.in_bulk([row.entry for row in rows])
    writes = [Write(row.entry, _version(row), entries.get(row.entry)) for row in rows]
    client = node_client()
    try:
        written = client.index.write(writes)
    except (ApiError, TransportError) as error:
        client.breaker.failed()
        log.warning("search node takes no updates", error=type(error).__name__, waiting=len(rows))
        written = [Written(row.entry, f"{UNREACHED}{type(error).__name__}") for row in rows]
    else:
        client.breaker.answered()
    done = _settle({row.entry: row.version for row in rows}, written, now)
    return done, [one.entry for one in written if one.fault == CONFLICT]


def needs(now: datetime) -> bool:
    """Something is due to be sent, or there is no index to send it to. Raises what the client raises."""
    if not node_configured():
        return False
    return NodeUpdate.objects.filter(not_before__lte=now).exists() or not node_client().index.exists()


def begin_if_missing(now: datetime) -> int:
    """For a node that is new or lost its index: an empty one, and all entries in the outbox; gives how many.

    While they are sent the node lags behind, so that the database answers. Any number of workers may send, and be
    killed; whoever is killed here leaves no index, and the next call begins again. Raises what the client raises.
    """
    if not node_configured() or node_client().index.exists():
        return 0
    noted = 0
    for ids in _all_ids():
        with transaction.atomic():
            # Long enough ago that nobody asks the node before it has them.
            note(ids, now - 2 * LAGS_AFTER)
        noted += len(ids)
    # Last: with an index and nothing noted the node would answer that there is nothing.
    node_client().index.begin(SearchEntry)
    log.info("search node begins with an empty index", waiting=noted)
    return noted


def rebuild_node(now: datetime) -> int:
    """Fills a new index with all entries while the old one answers, then swaps them; gives how many entries it has.

    Changes that are made meanwhile go to both. Raises what the client raises, or RuntimeError; then the old one stays.
    """
    index = node_client().index
    rebuilder = Rebuilder(index)
    made = rebuilder.start()
    known: dict[int, int] = {}
    filled = 0
    try:
        made.add_model(SearchEntry)
        for ids in _all_ids():
            # The rows before the entries, as above.
            waiting = dict(NodeUpdate.objects.filter(entry__in=ids).values_list("entry", "version"))
            entries = SearchEntry.objects.in_bulk(ids).values()
            newer = made.fill([Write(entry.pk, FILLED, entry) for entry in entries])
            there = {entry.pk for entry in entries} - newer
            known |= {entry: version for entry, version in waiting.items() if entry in there}
            filled += len(entries)
        rebuilder.finish()
    except BaseException:
        with suppress(ApiError, TransportError):
            rebuilder.abandon()
        raise
    # Deleted entries are not among them: their rows stay until the node was told, so that a late write dies as well.
    for some in _slices(sorted(known), AT_ONCE):
        _settle({entry: known[entry] for entry in some}, [Written(entry) for entry in some], now)
    log.info("search node rebuilt", entries=filled)
    return filled


def compare(now: datetime, *, repair: bool = False) -> Difference:
    """What the node has against the entries, without what waits to be sent. `repair` notes all that differs.

    Raises what the client raises.
    """
    index = node_client().index
    there = dict(index.known())
    here = dict(SearchEntry.objects.values_list("pk", "fingerprint").iterator())
    found = {entry for entry in there.keys() | here.keys() if there.get(entry) != here.get(entry)}
    difference = Difference()
    for some in _slices(sorted(found), AT_ONCE):
        difference = _added(difference, _difference(index, some))
    if repair:
        with transaction.atomic():
            note(difference.all, now)
    return difference


def _difference(index: EntryIndex, entries: Sequence[int]) -> Difference:
    """Looked at once more: entries that were written while all were being read differ no longer."""
    there = dict(index.known(entries))
    waiting = set(NodeUpdate.objects.filter(entry__in=entries).values_list("entry", flat=True))
    here = dict(SearchEntry.objects.filter(pk__in=entries).values_list("pk", "fingerprint"))
    told = [entry for entry in entries if entry not in waiting]
    return Difference(
        missing=tuple(entry for entry in told if entry in here and entry not in there),
        surplus=tuple(entry for entry in told if entry in there and entry not in here),
        different=tuple(entry for entry in told if entry in here and entry in there and here[entry] != there[entry]),
    )


def _added(one: Difference, other: Difference) -> Difference:
    return Difference(one.missing + other.missing, one.surplus + other.surplus, one.different + other.different)


def _first_version() -> int:
    """Never that of a row of this entry that was settled before: a slow worker may be about to settle it too."""
    return secrets.randbits(20) * _CHANGES + 1


def _version(row: NodeUpdate) -> int:
    """For the node: the moment, and for those of one moment their number."""
    return (row.made_at - _EPOCH) // _MICROSECOND + row.version % _CHANGES


def _settle(versions: Mapping[int, int], written: Iterable[Written], now: datetime) -> int:
    """Gives how many are settled. Rows that a writer holds or has changed since stay: they stand for a newer form."""
    told = {one.entry: one for one in written}
    with transaction.atomic():
        rows = NodeUpdate.objects.filter(entry__in=list(versions)).order_by("entry")
        # Never waiting for a lock while holding others: the writer may be waiting for ours.
        same = [row for row in rows.select_for_update(skip_locked=True) if row.version == versions[row.entry]]
        done = [row.entry for row in same if not told[row.entry].fault]
        NodeUpdate.objects.filter(entry__in=done).delete()
        later = [row for row in same if told[row.entry].fault]
        for row in later:
            _put_off(row, told[row.entry], now)
        NodeUpdate.objects.bulk_update(later, ["made_at", "tries", "not_before", "last_error"], batch_size=100)
    return len(done)


def _put_off(row: NodeUpdate, written: Written, now: datetime) -> None:
    row.last_error = written.fault[:80]
    if written.fault == CONFLICT:
        # Whoever wrote last had a clock ahead of ours, or did not come to settle it. What stands in the database wins.
        row.made_at = max(row.made_at, _EPOCH + (written.newest + 1) * _MICROSECOND)
        return
    row.tries = min(row.tries + 1, MANY_TRIES)
    row.not_before = now + timedelta(seconds=min(2 ** min(row.tries, 10), LONGEST_PAUSE))


def _all_ids() -> Iterator[list[int]]:
    last = 0
    while ids := list(SearchEntry.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield ids
        last = ids[-1]


def _slices(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (items[start : start + size] for start in range(0, len(items), size))
