"""All public promises at once: one read for them, and what each kind asks to know its pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from hub.promises.engine.followed import Followed
from hub.promises.engine.sources import promise_sources
from hub.promises.engine.status import status_of
from hub.promises.models.promise import Cancellation, Postponement, Promise

_COMPUTED = ("status", "url")
_COLUMNS = [one.name for one in fields(Followed) if one.name not in _COMPUTED]


def followed(today: date, language: str, **wanted: Any) -> list[Followed]:
    """Those that everybody may read of: published, with a page. A constant number of queries."""
    rows = list(Promise.objects.public().filter(kind__in=_kinds(), **wanted).values(*_COLUMNS))
    urls = urls_of(((row["kind"], row["key"]) for row in rows), language)
    return [
        Followed(**row, status=_status(row, today), url=urls[row["kind"], row["key"]])
        for row in rows
        if (row["kind"], row["key"]) in urls
    ]


def urls_of(pairs: Iterable[tuple[str, str]], language: str) -> dict[tuple[str, str], str]:
    """Paths of public pages by kind and key."""
    return {
        (kind, key): url
        for kind, keys in _by_kind(pairs).items()
        for key, url in promise_sources.get(kind).urls(keys, language).items()
    }


def parents_of(rows: Sequence[Followed], language: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Title and path of what each belongs to."""
    return {
        (kind, key): parent
        for kind, keys in _by_kind((one.kind, one.key) for one in rows).items()
        for key, parent in promise_sources.get(kind).parents(keys, language).items()
    }


def last_reasons(promise_ids: Iterable[UUID]) -> dict[UUID, Mapping[str, str]]:
    """Why each of them was put off the last time; one query."""
    rows = Postponement.objects.filter(promise__in=list(promise_ids)).order_by("promise", "number")
    return dict(rows.values_list("promise_id", "reasons"))


def decisions_of(promise_ids: Iterable[UUID]) -> dict[UUID, Cancellation]:
    """Those that hold; one query."""
    return {one.promise_id: one for one in Cancellation.objects.filter(promise__in=list(promise_ids), ended_at=None)}


def _kinds() -> list[str]:
    return [name for name, _source in promise_sources]


def _by_kind(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = defaultdict(list)
    for kind, key in pairs:
        keys[kind].append(key)
    return keys


def _status(row: Mapping[str, Any], today: date) -> Any:
    return status_of(
        row["state"], first_due_on=row["first_due_on"], due_on=row["due_on"], kept_on=row["kept_on"], today=today
    )
