"""Lists whose filters are addresses: `?topic=trees&district=harbour&year=2026`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

# Words of the address, in the order in which people narrow.
TOPIC, DISTRICT, YEAR = "topic", "district", "year"
NAMES = (TOPIC, DISTRICT, YEAR)
_LONGEST = 80


@dataclass(frozen=True)
class Listed:
    """What a list needs to know of one row to filter it; the rest is read for one page of the list only."""

    pk: Any
    values: Mapping[str, frozenset[str]]  # by the words of the address


@dataclass(frozen=True)
class ListWish:
    chosen: Mapping[str, str] = field(default_factory=dict)  # by the words of the address; none is empty

    @classmethod
    def read(cls, query: Mapping[str, str], names: Sequence[str] = NAMES) -> ListWish:
        """Whatever stands in an address; what is not known there finds nothing and breaks nothing."""
        asked = {name: query.get(name, "").replace("\x00", "").strip()[:_LONGEST] for name in names}
        return cls({name: value for name, value in asked.items() if value})

    @property
    def narrows(self) -> bool:
        return bool(self.chosen)

    def without(self, *names: str) -> ListWish:
        return replace(self, chosen={name: value for name, value in self.chosen.items() if name not in names})

    def found(self, rows: Iterable[Listed]) -> list[Listed]:
        return [
            row
            for row in rows
            if all(value in row.values.get(name, frozenset()) for name, value in self.chosen.items())
        ]


@dataclass(frozen=True)
class Choice:
    """One value of a filter; `count` under the other filters that are set."""

    value: str
    label: str
    language: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Chosen:
    """A filter that is set, to be taken away again."""

    name: str
    label: str
    language: str
    is_known: bool


@dataclass(frozen=True)
class Filters:
    """`choices` by the words of the address; a filter without anything to choose between is left out."""

    wish: ListWish
    choices: Mapping[str, Sequence[Choice]]
    found: int
    total: int

    @property
    def narrows(self) -> bool:
        return self.wish.narrows

    @property
    def offered(self) -> bool:
        return bool(self.choices) or self.narrows

    @property
    def chosen(self) -> list[Chosen]:
        """Something unknown is named as it was asked for: it can be taken away too."""
        found = []
        for name, value in self.wish.chosen.items():
            known = next((one for one in self.choices.get(name, ()) if one.value == value), None)
            label, language = (known.label, known.language) if known else (value, "")
            found.append(Chosen(name, label, language, known is not None))
        return found


def tally(rows: Iterable[Listed], name: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        for value in row.values.get(name, ()):
            counts[value] = counts.get(value, 0) + 1
    return counts


def narrowed(
    rows: Sequence[Listed], wish: ListWish, labels: Mapping[str, Mapping[str, tuple[str, str]]]
) -> tuple[list[Listed], Filters]:
    """What the filters leave, and the filters. `labels`: by word of the address and value, a label and its language.

    A value that no row has at all is not offered, unless it was asked for.
    """
    found = wish.found(rows)
    choices = {}
    for name, known in labels.items():
        there, counts = tally(rows, name), tally(wish.without(name).found(rows), name)
        chosen = wish.chosen.get(name, "")
        offered = [
            Choice(value, label, language, counts.get(value, 0), value == chosen)
            for value, (label, language) in known.items()
            if value in there or value == chosen
        ]
        if len(offered) > 1 or (offered and chosen):
            choices[name] = offered
    return found, Filters(wish, choices, len(found), len(rows))
