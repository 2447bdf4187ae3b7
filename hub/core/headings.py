"""Topics and districts as lists and pages ask for them: what they are called, and which pages stand under them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.text import slugify

from hub.core.engine.folding import fold
from hub.core.models.topic import Topic, TopicPage

LONGEST_KEY = 80


@dataclass(frozen=True)
class NamedHeading:
    """`kind` is a value of `TopicKind`; `language` that of the name, "" where it is only the key."""

    kind: str
    key: str
    name: str
    language: str


@dataclass(frozen=True)
class Headings:
    """All that the desk has named, in the order of their names, with the translation keys of the pages under each."""

    named: Sequence[NamedHeading]
    pages: Mapping[tuple[str, str], frozenset[UUID]]

    def under(self, kind: str, key: str) -> frozenset[UUID]:
        return self.pages.get((kind, key), frozenset())

    def of_kind(self, kind: str) -> list[NamedHeading]:
        return [one for one in self.named if one.kind == kind]


def headings(language: str) -> Headings:
    """Three queries, however many there are."""
    topics = Topic.objects.prefetch_related("names")
    named = [NamedHeading(one.kind, one.key, *one.name_for(language)) for one in topics]
    pages: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    rows = TopicPage.objects.values_list("topic__kind", "topic__key", "page__translation_key")
    for kind, key, page in rows:
        pages[kind, key].add(page)
    return Headings(
        sorted(named, key=lambda one: (one.name.casefold(), one.key)),
        {pair: frozenset(found) for pair, found in pages.items()},
    )


def heading_key(names: Mapping[str, str]) -> str:
    """The same for the same name in another year: folded letters of the first language that has one."""
    name = next((names[code] for code, _label in settings.LANGUAGES if names.get(code)), "")
    return slugify(fold(name), allow_unicode=True)[:LONGEST_KEY]
