"""What an address of the tracker asks for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from hub.core.engine.folding import MAX_QUERY, query_terms
from hub.promises.engine.followed import Followed
from hub.promises.enums import PromiseStatus

# Words of the address, and where a promise holds what they ask for.
NAMES: Mapping[str, str] = {
    "status": "status",
    "kind": "kind",
    "year": "year",
    "district": "district_key",
    "theme": "theme_key",
    "body": "body_key",
}
BEHIND = "late"  # ?late=1
ORDERS = ("news", "newest")
_LONGEST = 80

# What is late stands first, what is over last.
_RANKS = {PromiseStatus.LATE: 0, PromiseStatus.POSTPONED: 1, PromiseStatus.STARTED: 1, PromiseStatus.PLANNED: 1}
_OVER = 2


@dataclass(frozen=True)
class TrackerWish:
    word: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)  # by the words of the address; none is empty
    is_behind: bool = False
    order: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> TrackerWish:
        """Whatever stands in an address; what is not known there finds nothing and breaks nothing."""
        asked = {name: query.get(name, "").replace("\x00", "").strip()[:_LONGEST] for name in NAMES}
        order = query.get("sort", "")
        return cls(
            word=query.get("q", "").replace("\x00", " ").strip()[:MAX_QUERY],
            chosen={name: value for name, value in asked.items() if value},
            is_behind=query.get(BEHIND) == "1",
            order=order if order in ORDERS else "",
        )

    @property
    def narrows(self) -> bool:
        return bool(self.word or self.chosen or self.is_behind)

    def without(self, *names: str) -> TrackerWish:
        return replace(
            self,
            chosen={name: value for name, value in self.chosen.items() if name not in names},
            is_behind=self.is_behind and BEHIND not in names,
        )

    def found(self, rows: Iterable[Followed]) -> list[Followed]:
        terms = query_terms(self.word)
        if self.word and not terms:
            return []  # only signs: no word is like them
        return [
            one
            for one in rows
            if all(str(getattr(one, NAMES[name])) == value for name, value in self.chosen.items())
            and (one.is_behind or not self.is_behind)
            and all(term in one.folded for term in terms)
        ]

    def ordered(self, rows: Iterable[Followed]) -> list[Followed]:
        if self.order == "news":
            return sorted(rows, key=lambda one: (_newest(one.news_at), str(one.uuid)))
        if self.order == "newest":
            return sorted(rows, key=lambda one: (-one.promised_on.toordinal(), str(one.uuid)))
        return sorted(rows, key=_by_due)


def tally(rows: Sequence[Followed], name: str) -> dict[Any, int]:
    """How many of each value of a filter."""
    counts: dict[Any, int] = {}
    for one in rows:
        value = str(getattr(one, NAMES[name]))
        counts[value] = counts.get(value, 0) + 1
    return counts


def _newest(moment: datetime) -> float:
    return -moment.timestamp()


def _by_due(one: Followed) -> tuple[int, int, str]:
    rank = _RANKS.get(one.status, _OVER)
    if rank == _OVER:
        return (rank, -(one.kept_on or one.promised_on).toordinal(), str(one.uuid))
    return (rank, (one.due_on or date.max).toordinal(), str(one.uuid))
