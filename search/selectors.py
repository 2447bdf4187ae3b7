"""One search over pages and over what the features registered; only what is public, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from hub.core.engine.folding import excerpt, query_terms
from hub.core.registries import SearchHit, search_sources

PER_GROUP = 20


@dataclass(frozen=True)
class Group:
    """Hits of one kind. `has_more`: there are more than are shown."""

    kind: str
    label: str
    hits: Sequence[SearchHit]
    has_more: bool


@dataclass(frozen=True)
class Results:
    groups: Sequence[Group]
    terms: Sequence[str]

    @property
    def count(self) -> int:
        return sum(len(group.hits) for group in self.groups)


def find(query: str, language: str) -> Results:
    """Nothing for a question without a single word in it."""
    terms = query_terms(query)
    if not terms:
        return Results([], [])
    told = [hit for _name, source in search_sources for hit in source.find(query, language, limit=PER_GROUP + 1)]
    # A page that a feature tells more about is not listed twice.
    known = {hit.url for hit in told}
    pages = [hit for hit in _pages(terms, language) if hit.url not in known]
    return Results(_grouped([*pages, *told]), terms)


def _pages(terms: list[str], language: str) -> list[SearchHit]:
    # By key: search backends filter on the page's own columns only.
    locale = Locale.objects.get(language_code=language)
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=2)
    found = pages.search(" ".join(terms), operator="and")[: PER_GROUP + 1]
    keys = [page.pk for page in found]
    specific = {page.pk: page for page in Page.objects.filter(pk__in=keys).select_related("locale").specific()}
    return [
        SearchHit(
            kind="page",
            kind_label=_("Pages and documents"),
            title=page.title,
            url=page.url or "",
            excerpt=excerpt(getattr(page, "summary", "") or page.search_description, terms),
            language=language,
            date=page.first_published_at,
        )
        for key in keys
        if (page := specific.get(key)) and page.url
    ]


def _grouped(hits: list[SearchHit]) -> list[Group]:
    """Kinds in the order of their first hit."""
    by_kind: dict[str, list[SearchHit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit)
    return [
        Group(kind, found[0].kind_label, found[:PER_GROUP], len(found) > PER_GROUP) for kind, found in by_kind.items()
    ]
