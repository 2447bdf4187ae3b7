"""The search engine that every hub has: the database's own full text, through Wagtail's index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from search.engine.question import Answer, Narrowed, Question
from search.enums import Facet, Sort
from search.models.entry import SearchEntry
from search.selectors.matching import beginning, matching

_COLUMNS = {
    Facet.KIND: "kind",
    Facet.PHASE: "process",
    Facet.THEME: "theme_keys",
    Facet.DISTRICT: "district_key",
    Facet.LANGUAGE: "language",
    Facet.YEAR: "year",
    Facet.BODY: "body_key",
}
_BY_DATE = {
    Sort.NEWEST: (F("date").desc(nulls_last=True), "-pk"),
    Sort.OLDEST: (F("date").asc(nulls_last=True), "pk"),
}


class DatabaseEngine:
    """A `SearchEngine`. What it asks of the database grows with the facets that are chosen, not with what is found."""

    name = "database"

    def ask(
        self, question: Question, narrowed: Narrowed, *, sort: Sort, start: int, stop: int, facets: Sequence[Facet] = ()
    ) -> Answer:
        entries = _found(question, narrowed)
        if sort is Sort.RELEVANCE and not question.is_empty:
            hits = _hits(matching(question), narrowed).values_list("entry", flat=True)
        else:
            hits = entries.order_by(*_BY_DATE.get(sort, _BY_DATE[Sort.NEWEST])).values_list("pk", flat=True)
        ids = list(hits[start:stop])
        total = self.count(question, narrowed)
        return Answer(ids, total, _facets(question, narrowed, facets))

    def count(self, question: Question, narrowed: Narrowed) -> int:
        return _found(question, narrowed).count()

    def suggest(self, words: Sequence[str], narrowed: Narrowed, *, limit: int) -> Sequence[int]:
        if not words:
            return []
        return list(_hits(beginning(words), narrowed).values_list("entry", flat=True)[:limit])


def without(narrowed: Narrowed, facet: Facet) -> Narrowed:
    """As if this facet were not chosen. A chosen language lets a reader see what is in others, so does each of them."""
    freed: dict[Facet, dict[str, Any]] = {
        Facet.KIND: {"kinds": ()},
        Facet.PHASE: {"processes": None},
        Facet.THEME: {"themes": ()},
        Facet.DISTRICT: {"districts": ()},
        Facet.LANGUAGE: {"languages": (), "reader": ""},
        Facet.YEAR: {"years": ()},
        Facet.BODY: {"bodies": ()},
    }
    return replace(narrowed, **freed[facet])


def within(narrowed: Narrowed) -> QuerySet[SearchEntry]:
    """The entries that are left, stale ones never."""
    entries = SearchEntry.objects.filter(stale_since__isnull=True)
    if narrowed.reader:
        entries = entries.filter(readers__contains=f"|{narrowed.reader}|")
    if narrowed.processes is not None:
        entries = entries.filter(process__in=narrowed.processes)
    for name, values in (
        ("kind", narrowed.kinds),
        ("language", narrowed.languages),
        ("district_key", narrowed.districts),
        ("body_key", narrowed.bodies),
        ("year", narrowed.years),
    ):
        if values:
            entries = entries.filter(**{f"{name}__in": values})
    if narrowed.themes:
        entries = entries.filter(_any(Q(theme_keys__contains=f"|{key}|") for key in narrowed.themes))
    if narrowed.since:
        entries = entries.filter(date__gte=narrowed.since)
    if narrowed.until:
        entries = entries.filter(date__lt=narrowed.until)
    if narrowed.first_seen_after:
        entries = entries.filter(first_seen_at__gt=narrowed.first_seen_after)
    return entries


def _any(conditions: Iterable[Q]) -> Q:
    either = Q()
    for condition in conditions:
        either |= condition
    return either


def _found(question: Question, narrowed: Narrowed) -> QuerySet[SearchEntry]:
    entries = within(narrowed)
    return entries if question.is_empty else entries.filter(pk__in=matching(question).values("entry"))


def _hits(matches: QuerySet[Any], narrowed: Narrowed) -> QuerySet[Any]:
    # One look at the entry of each match; listing all entries first would cost more the more there are.
    return matches.filter(Exists(within(narrowed).filter(pk=OuterRef("entry")))).order_by("score", "-entry")


def _facets(question: Question, narrowed: Narrowed, facets: Sequence[Facet]) -> Mapping[Facet, Mapping[str, int]]:
    """One query for all facets that nobody chose, and one for each that somebody did."""
    together: dict[Narrowed, list[Facet]] = {}
    for facet in facets:
        together.setdefault(without(narrowed, facet), []).append(facet)
    counted: dict[Facet, Counter[str]] = {facet: Counter() for facet in facets}
    for freed, of_these in together.items():
        for values, count in _tally(_found(question, freed), [_COLUMNS[facet] for facet in of_these]):
            for facet, value in zip(of_these, values, strict=True):
                for each in _values(facet, value):
                    counted[facet][each] += count
    return counted


def _tally(entries: QuerySet[SearchEntry], columns: Sequence[str]) -> Iterable[tuple[tuple[Any, ...], int]]:
    """How often these values occur together."""
    rows = entries.order_by().values_list(*columns)
    if connection.vendor == "sqlite":
        # It lives in our process, and hands rows over several times faster than it sorts them into groups.
        return Counter(rows.iterator()).items()
    return ((row[:-1], row[-1]) for row in rows.annotate(count=Count("pk")).iterator())


def _values(facet: Facet, value: Any) -> Sequence[str]:
    if not value:
        return ()
    return [key for key in value.split("|") if key] if facet is Facet.THEME else (str(value),)
