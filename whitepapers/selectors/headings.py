"""Topics and districts under which editors put pages, for many pages at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from hub.core.models.topic import TopicKind
from hub.core.search import Heading
from hub.core.topics import read_topics


@dataclass(frozen=True)
class PageHeadings:
    themes: tuple[Heading, ...] = ()
    district: Heading | None = None


NONE = PageHeadings()


def headings_of(translation_keys: Iterable[UUID]) -> dict[UUID, PageHeadings]:
    """By translation key: a page chosen in one language stands for all of them. Three queries."""
    wanted = list(translation_keys)
    topics = read_topics(wanted)
    return {
        key: PageHeadings(
            topics.of_pages(TopicKind.TOPIC, [key]), next(iter(topics.of_pages(TopicKind.DISTRICT, [key])), None)
        )
        for key in wanted
        if key in topics.on_pages
    }
