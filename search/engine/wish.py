"""What a reader asks for, as it stands in the address: `search/?q=water&kind=clause&kind=comment&sort=newest`.

An address is a filter: every link of the page is one. Whatever is unknown in it is left out, so that an old link or a
hostile one still answers. `canonical` gives the same question the same address, whatever the order it was typed in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from hub.core.engine.folding import MAX_QUERY
from search.enums import Facet, Sort

MAX_PAGE = 50  # of PER_PAGE each: nobody reads further, and deep pages cost the most
PER_PAGE = 20
MAX_VALUES = 20  # of one facet
_KEY = re.compile(r"[\w\-:.]{1,80}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class SearchWish:
    """`chosen`: values by facet, sorted, each once. `since` and `until` are days, both included."""

    query: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen or self.since or self.until)

    @property
    def is_empty(self) -> bool:
        """Nothing was asked at all: the page shows its box alone."""
        return not (self.query or self.is_narrowed)

    def values(self, facet: Facet) -> tuple[str, ...]:
        return self.chosen.get(facet, ())

    def toggled(self, facet: Facet, value: str) -> SearchWish:
        """With this value if it was not chosen, without it if it was; back to the first page."""
        now = set(self.values(facet)) ^ {value}
        chosen = {**self.chosen, facet: tuple(sorted(now))}
        return replace(self, chosen={each: values for each, values in chosen.items() if values}, page=1)

    def canonical(self, *, page: bool = True) -> str:
        """The query string: "" when nothing was asked."""
        pairs: list[tuple[str, str]] = [("q", self.query)] if self.query else []
        pairs += [(facet.value, value) for facet in Facet for value in self.values(facet)]
        pairs += [(name, day.isoformat()) for name, day in (("since", self.since), ("until", self.until)) if day]
        if self.sort is not Sort.RELEVANCE:
            pairs.append(("sort", self.sort.value))
        if page and self.page > 1:
            pairs.append(("page", str(self.page)))
        return urlencode(pairs)


def wish_of(given: Mapping[str, list[str]]) -> SearchWish:
    """From the lists of an address (`dict(request.GET.lists())`)."""

    def first(name: str) -> str:
        return (given.get(name) or [""])[0]

    chosen = {}
    for facet in Facet:
        values = {value for value in given.get(facet.value, []) if _KEY.fullmatch(value)}
        if values:
            chosen[facet] = tuple(sorted(values)[:MAX_VALUES])
    page = first("page")
    return SearchWish(
        query=" ".join(first("q").replace("\x00", " ").split())[:MAX_QUERY].strip(),
        chosen=chosen,
        since=_day(first("since")),
        until=_day(first("until")),
        sort=Sort(first("sort")) if first("sort") in Sort.values else Sort.RELEVANCE,
        page=min(max(int(page), 1), MAX_PAGE) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
