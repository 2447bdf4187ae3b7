"""Does the index say what the database says? Each thing is asked of its feature once, in batches.

What waits in the outbox is no fault: it is hidden, or about to be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import override
from elastic_transport import TransportError
from elasticsearch import ApiError
from wagtail.search.models import IndexEntry

from hub.core.search import SearchDocument, search_kinds
from search.enums import Sweep
from search.models.change import SearchChange
from search.models.entry import SearchEntry
from search.services import applying, database_index, node
from search.services.entries import entry_of
from search.services.noting import changed, tell_again
from search.services.rebuilding import write_anew
from search.services.sweeping import known_keys, missing_keys, parts

log = structlog.get_logger("search.index")


@dataclass
class CheckReport:
    """Figures in entries; `checked` by kind. `repaired`: what a repair put right, `left`: what it could not."""

    checked: dict[str, int] = field(default_factory=dict)
    missing: int = 0
    outdated: int = 0
    not_public: int = 0
    node: dict[str, int] | None = None
    repaired: int = 0
    left: int = 0

    @property
    def ok(self) -> bool:
        return not (self.missing or self.outdated or self.not_public or any((self.node or {}).values()))

    def figures(self) -> dict[str, Any]:
        figures = asdict(self)
        del figures["left"]
        return {"ok": self.ok, **figures}


@dataclass
class _Faults:
    """Of one batch: entries by what is wrong with them, and the keys to tell again."""

    missing: int = 0
    outdated: int = 0
    not_public: int = 0
    hide: set[str] = field(default_factory=set)  # wrong in what readers find
    again: set[str] = field(default_factory=set)  # only not found

    @property
    def count(self) -> int:
        return self.missing + self.outdated + self.not_public


def check(*, repair: bool, now: datetime) -> CheckReport:
    """With `repair` what is wrong is hidden at once and told anew. Memory does not grow with the hub."""
    report = CheckReport()
    if repair:
        applying.apply_due(now)
    registered = [kind for kind, _teller in search_kinds]
    for kind in registered:
        newest = SearchEntry.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True).last() or 0
        report.checked[kind] = 0
        for keys in parts(known_keys(kind, until=newest), applying.BATCH):
            _compare(kind, keys, report, repair, now)
        for keys in parts(missing_keys(kind), applying.BATCH):
            _compare(kind, keys, report, repair, now)
    untold = SearchEntry.objects.exclude(kind__in=registered).order_by("kind").values_list("kind", flat=True).distinct()
    for kind in list(untold):
        report.checked[kind] = 0
        for keys in parts(known_keys(kind), applying.BATCH):
            _compare(kind, keys, report, repair, now)
    _take_out_left_overs(report, repair)
    _compare_node(report, repair, now)
    return report


def _compare(kind: str, keys: Sequence[str], report: CheckReport, repair: bool, now: datetime) -> None:
    entries = SearchEntry.objects.filter(kind=kind, key__in=keys)
    before = {entry["pk"] for entry in entries.values("pk")}
    try:
        documents = _told(kind, keys)
    except Exception:
        # The others are compared all the same. Nobody knows whether these are right.
        log.exception("search: a kind could not be told", kind=kind, keys=len(keys))
        report.checked[kind] += len(before)
        report.outdated += len(before) or 1
        report.left += len(before) or 1
        return
    told = {(document.key, document.language): document for document in documents}
    rows = list(entries.values("pk", "key", "language", "fingerprint", "stale_since"))
    in_index = _in_index([row["pk"] for row in rows])
    # After all was read: whatever was written meanwhile is noted here.
    waiting = _waiting(kind, keys)
    report.checked[kind] += len(rows)
    faults = _faults(kind, told, [row for row in rows if row["key"] not in waiting], in_index, now)
    known = {(row["key"], row["language"]) for row in rows}
    for place in told:
        if place not in known and place[0] not in waiting:
            faults.missing += 1
            faults.again.add(place[0])
    report.missing += faults.missing
    report.outdated += faults.outdated
    report.not_public += faults.not_public
    if repair and faults.count:
        _repair(kind, faults, report, now)


def _told(kind: str, keys: Sequence[str]) -> Sequence[SearchDocument]:
    if kind not in search_kinds:
        return []
    with override(settings.LANGUAGE_CODE):
        return [one for one in search_kinds.get(kind).documents(keys, settings.LANGUAGE_CODE) if one.key in set(keys)]


def _faults(
    kind: str,
    told: Mapping[tuple[str, str], SearchDocument],
    rows: Iterable[Mapping[str, Any]],
    in_index: set[int],
    now: datetime,
) -> _Faults:
    faults = _Faults()
    for row in rows:
        document = told.get((row["key"], row["language"]))
        if document is None:
            faults.not_public += 1
            faults.hide.add(row["key"])
        elif entry_of(kind, document, now=now, first_seen_at=now).fingerprint != row["fingerprint"]:
            faults.outdated += 1
            faults.hide.add(row["key"])
        elif row["stale_since"]:  # hidden, and nothing waits that would show it again
            faults.outdated += 1
            faults.again.add(row["key"])
        elif row["pk"] not in in_index:
            faults.missing += 1
            faults.again.add(row["key"])
    return faults


def _repair(kind: str, faults: _Faults, report: CheckReport, now: datetime) -> None:
    changed(kind, sorted(faults.hide), now)
    write_anew(kind, sorted(faults.again))
    tell_again(kind, sorted(faults.again - faults.hide), now)
    applying.apply_due(now)
    left = set(SearchChange.objects.filter(kind=kind, key__in=faults.hide | faults.again).values_list("key", flat=True))
    report.left += len(left)
    report.repaired += max(faults.count - len(left), 0)


def _in_index(entries: Sequence[int]) -> set[int]:
    rows = _index_rows().filter(object_id__in=[str(number) for number in entries])
    return {int(number) for number in rows.values_list("object_id", flat=True)}


def _index_rows() -> QuerySet[IndexEntry]:
    return IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(SearchEntry))


def _waiting(kind: str, keys: Sequence[str]) -> set[str]:
    # A sweep may mean any of them; one that fails again and again must not make the check blind.
    if SearchChange.objects.filter(kind__in=Sweep.values, tries=0).exists():
        return set(keys)
    return set(SearchChange.objects.filter(kind=kind, key__in=keys).values_list("key", flat=True))


def _take_out_left_overs(report: CheckReport, repair: bool) -> None:
    """Words in the database's index of entries that are gone."""
    entries = SearchEntry.objects.filter(pk=OuterRef("number"))
    rows = _index_rows().annotate(number=Cast("object_id", BigIntegerField())).filter(~Exists(entries))
    numbers = list(rows.values_list("number", flat=True))
    report.not_public += len(numbers)
    if repair and numbers:
        database_index.remove(numbers)
        report.repaired += len(numbers)


def _compare_node(report: CheckReport, repair: bool, now: datetime) -> None:
    if not node.node_configured():
        return
    try:
        found = node.compare(now, repair=repair)
    except (ApiError, TransportError):
        report.node = {"missing": 0, "surplus": 0, "different": 0, "unreachable": 1}
        report.left += 1
        return
    report.node = {
        "missing": len(found.missing),
        "surplus": len(found.surplus),
        "different": len(found.different),
        "unreachable": 0,
    }
    if repair:
        # They are noted, and sent as every change is.
        report.repaired += sum(report.node.values())
