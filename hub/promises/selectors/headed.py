"""Themes and districts that promises have: headings even where the desk has named none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hub.core.models.topic import TopicKind
from hub.promises.engine.sources import promise_sources
from hub.promises.models.promise import Promise
from hub.promises.selectors.tracker import urls_of


@dataclass(frozen=True)
class PromiseHeading:
    kind: str  # value of TopicKind
    key: str
    names: Mapping[str, str]  # as the newest promise has them
    count: int


def promise_headings(language: str) -> list[PromiseHeading]:
    """Of promises that everybody may read of; one query, and what each kind asks to know its pages."""
    kinds = [name for name, _source in promise_sources]
    rows = list(
        Promise.objects.public()
        .filter(kind__in=kinds)
        .order_by("promised_on", "uuid")
        .values_list("kind", "key", "theme_key", "theme_names", "district_key", "district_names")
    )
    public = urls_of(((row[0], row[1]) for row in rows), language)
    names: dict[tuple[str, str], Mapping[str, str]] = {}
    counts: dict[tuple[str, str], int] = {}
    for kind, key, theme, theme_names, district, district_names in rows:
        if (kind, key) not in public:
            continue
        for pair, said in (
            ((TopicKind.TOPIC.value, theme), theme_names),
            ((TopicKind.DISTRICT.value, district), district_names),
        ):
            if pair[1]:
                names[pair] = said
                counts[pair] = counts.get(pair, 0) + 1
    return [PromiseHeading(*pair, said, counts[pair]) for pair, said in names.items()]
