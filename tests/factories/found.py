"""What the search is told: by kinds, by triggers, by services that write in bulk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from hub.core import search
from hub.core.models.topic import Topic, TopicKind, TopicName, TopicPage
from hub.core.search import SearchDocument, search_kinds, search_triggers


def found(kind: str, *keys: Any, reader: str = "en") -> dict[str, SearchDocument]:
    """By language: of one thing, or of several where no two share a language."""
    return {one.language: one for one in search_kinds.get(kind).documents([str(key) for key in keys], reader)}


def keys_of(kind: str) -> list[str]:
    return list(search_kinds.get(kind).keys())


def told_after(row: Any, *kinds: str) -> set[tuple[str, str]]:
    """What the search is told anew when this row was saved or deleted; of these kinds only, if any are given."""
    told = {pair for _name, one in search_triggers if one.model is type(row) for pair in one.keys(row)}
    return {pair for pair in told if not kinds or pair[0] in kinds}


@contextmanager
def heard() -> Iterator[list[tuple[str, str]]]:
    """What services tell the search in the meantime, in the place of whoever else listens."""
    before, pairs = list(search._listeners), []

    def listen(kind: str, keys: Sequence[str]) -> None:
        pairs.extend((kind, key) for key in keys)

    search.listen_to_search_changes(listen)
    try:
        yield pairs
    finally:
        search._listeners[:] = before


def topic(key: str, *pages: Any, kind: str = TopicKind.TOPIC, **names: str) -> Topic:
    """`topic("water", page, en="Water", fr="Eau")`"""
    row = Topic.objects.create(key=key, kind=kind)
    for language, name in names.items():
        TopicName.objects.create(topic=row, language=language, name=name)
    for page in pages:
        TopicPage.objects.create(topic=row, page=page)
    return row
