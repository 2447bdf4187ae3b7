"""All topics and districts that people can look under: what the desk has named, and what promises and budgets have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from wagtail.models import Page

from hub.core.headings import Headings, headings
from hub.core.models.topic import TopicKind
from hub.promises.engine.words import said_in
from hub.promises.selectors.headed import promise_headings
from participatory_budget.selectors.headed import BudgetPart, budget_parts

# By kind: the addresses of the list and of one heading.
ROUTES: Mapping[str, tuple[str, str]] = {
    TopicKind.TOPIC: ("topics", "topic"),
    TopicKind.DISTRICT: ("districts", "district"),
}


@dataclass(frozen=True)
class HeadingLine:
    """One heading in a list; `count` is of what everybody may read under it."""

    kind: str
    key: str
    name: str
    language: str
    url: str
    count: int


@dataclass(frozen=True)
class AllHeadings:
    lines: Sequence[HeadingLine]  # in the order of their names
    named: Headings
    parts: Sequence[BudgetPart]

    def of_kind(self, kind: str) -> list[HeadingLine]:
        return [one for one in self.lines if one.kind == kind]

    def line(self, kind: str, key: str) -> HeadingLine | None:
        return next((one for one in self.lines if one.kind == kind and one.key == key), None)

    def parts_of(self, kind: str, key: str) -> list[BudgetPart]:
        """Districts and subjects of budgets that are this heading, those of the newest budget first."""
        return [one for one in self.parts if one.kind == kind and one.key == key]


def all_headings(language: str) -> AllHeadings:
    """A constant number of queries, however many headings, pages and promises."""
    named, parts = headings(language), budget_parts()
    names: dict[tuple[str, str], tuple[str, str]] = {}
    counts: dict[tuple[str, str], int] = {}
    for part in parts:
        # A subject of proposals is a heading once something is promised or filed under it; a district always is.
        if part.kind == TopicKind.DISTRICT:
            names.setdefault((part.kind, part.key), said_in(part.names, language))
    for promised in promise_headings(language):
        pair = (promised.kind, promised.key)
        names[pair] = said_in(promised.names, language)
        counts[pair] = promised.count
    public = _public(named)
    for one in named.named:
        pair = (one.kind, one.key)
        names[pair] = (one.name, one.language)
        counts[pair] = counts.get(pair, 0) + len(named.under(*pair) & public)
    lines = [
        HeadingLine(
            kind=kind,
            key=key,
            name=name,
            language="" if code == language else code,
            url=reverse(ROUTES[kind][1], args=[key]),
            count=counts.get((kind, key), 0),
        )
        for (kind, key), (name, code) in names.items()
    ]
    return AllHeadings(sorted(lines, key=lambda one: (one.name.casefold(), one.key)), named, parts)


def _public(named: Headings) -> set[UUID]:
    """Pages under any heading that anybody may read in some language; one query."""
    keys = {key for found in named.pages.values() for key in found}
    pages = Page.objects.live().public().filter(translation_key__in=keys)
    return set(pages.order_by().values_list("translation_key", flat=True).distinct())
