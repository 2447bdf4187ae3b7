"""Topics and districts as headings of what is found. There are some dozens of them, so they are read all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hub.core.models.topic import Topic, TopicKind, TopicPage
from hub.core.search import Heading, Names


@dataclass(frozen=True)
class Topics:
    """`names` by kind and key; `on_pages` by translation key of a page, in the order of their keys."""

    names: Mapping[tuple[str, str], Names]
    on_pages: Mapping[UUID, Sequence[tuple[str, str]]]

    def heading(self, kind: TopicKind, key: str, names: Names) -> Heading | None:
        """As a feature calls it; where editors named the same heading, in their words. None without a key."""
        return Heading(key, {**names, **self.names.get((kind.value, key), {})}) if key else None

    def of_pages(self, kind: TopicKind, pages: Iterable[UUID]) -> tuple[Heading, ...]:
        """What editors put these pages under, each once."""
        keys = dict.fromkeys(key for page in pages for of, key in self.on_pages.get(page, ()) if of == kind.value)
        return tuple(Heading(key, self.names[kind.value, key]) for key in keys)


def read_topics(pages: Iterable[UUID] = ()) -> Topics:
    """Three queries, however many pages."""
    names = {
        (topic.kind, topic.key): {name.language: name.name for name in topic.names.all() if name.name}
        for topic in Topic.objects.prefetch_related("names")
    }
    on_pages: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = TopicPage.objects.filter(page__translation_key__in=list(pages)).order_by("topic__kind", "topic__key")
    for page, kind, key in rows.values_list("page__translation_key", "topic__kind", "topic__key"):
        on_pages[page].append((kind, key))
    return Topics(names, dict(on_pages))
