"""Rows of the staff's list of promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hub.promises.engine.sources import promise_sources
from hub.promises.engine.words import said_in
from hub.promises.models.promise import Promise
from hub.promises.reports.one import Standing, standing_of
from hub.promises.selectors.public import by_kind


@dataclass(frozen=True)
class DeskRow:
    promise: Promise
    title: str
    language: str
    kind: str
    parent: str
    body: str
    standing: Standing
    owner: str


def desk_rows(promises: Iterable[Promise], language: str, now: datetime) -> list[DeskRow]:
    """In the order given; a constant number of queries for each kind."""
    rows = list(promises)
    parents = {
        (kind, key): parent
        for kind, found in by_kind(rows).items()
        for key, parent in promise_sources.get(kind).parents([one.key for one in found], language).items()
    }
    return [_row(one, parents.get((one.kind, one.key), ("", ""))[0], language, now) for one in rows]


def _row(one: Promise, parent: str, language: str, now: datetime) -> DeskRow:
    title, code = said_in(one.titles, language)
    return DeskRow(
        promise=one,
        title=title,
        language="" if code == language else code,
        kind=str(promise_sources.get(one.kind).label) if one.kind in promise_sources else one.kind,
        parent=parent,
        body=said_in(one.body_names, language)[0],
        standing=standing_of(one, now),
        owner=one.owner.public_name if one.owner else "",
    )
