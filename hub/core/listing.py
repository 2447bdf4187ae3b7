"""Filters that the lists of documents, consultations, reports and budgets share: topic, district, year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hub.core.engine.narrowing import DISTRICT, TOPIC, YEAR, Filters, Listed, ListWish, narrowed, tally
from hub.core.headings import Headings, headings

GROUP = "group"


@dataclass(frozen=True)
class ListRow:
    """`page` is the translation key of its page; `group` what the list is split by besides, such as the phase."""

    pk: Any
    page: UUID
    year: int
    group: str = ""


@dataclass(frozen=True)
class FoundList:
    """Keys of what the address asks for, in the order of the rows; `groups` counts what each group would show."""

    keys: Sequence[Any]
    filters: Filters
    groups: Mapping[str, int]


def filtered(rows: Iterable[ListRow], query: Mapping[str, str], language: str, *, group: str = "") -> FoundList:
    """Three queries. `group`: only this one; "" is all."""
    known = headings(language)
    everything = [
        Listed(
            row.pk,
            {
                **heading_values(known, row.page),
                YEAR: frozenset({str(row.year)}),
                GROUP: frozenset({row.group}),
            },
        )
        for row in rows
    ]
    wish = ListWish.read(query)
    listed = [one for one in everything if group in one.values[GROUP]] if group else everything
    years = sorted({value for one in everything for value in one.values[YEAR]}, reverse=True)
    found, filters = narrowed(listed, wish, {**heading_labels(known), YEAR: {year: (year, "") for year in years}})
    return FoundList([one.pk for one in found], filters, tally(wish.found(everything), GROUP))


def heading_values(known: Headings, page: UUID) -> dict[str, frozenset[str]]:
    """Under which topics and districts this page stands."""
    return {
        kind: frozenset(one.key for one in known.of_kind(kind) if page in known.under(kind, one.key))
        for kind in (TOPIC, DISTRICT)
    }


def heading_labels(known: Headings) -> dict[str, dict[str, tuple[str, str]]]:
    return {kind: {one.key: (one.name, one.language) for one in known.of_kind(kind)} for kind in (TOPIC, DISTRICT)}
