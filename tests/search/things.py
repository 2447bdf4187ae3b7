"""Kinds of things that only tests find, told to the index as features tell theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hub.core.search import ProcessPhase, SearchDocument
from search.services import applying, noting

ALL = frozenset({"en", "fr", "ar"})
LONG_AGO = datetime(2026, 1, 10, 12, tzinfo=UTC)


class Things:
    """A `SearchKind`: `told` is what anybody may read now."""

    def __init__(self, name: str, label: str, label_one: str, order: int) -> None:
        self.name, self.label, self.label_one, self.order = name, label, label_one, order
        self.told: dict[tuple[str, str], SearchDocument] = {}

    def keys(self) -> Iterator[str]:
        return iter(sorted({key for key, _language in self.told}))

    def documents(self, keys: Sequence[str], language: str) -> Sequence[SearchDocument]:
        found = [document for (key, _language), document in self.told.items() if key in keys]
        return [replace(one, url=one.url.replace("<language>", language)) for one in found]

    def publish(self, *documents: SearchDocument, now: datetime | None = None) -> None:
        for document in documents:
            self.told[document.key, document.language] = document
        self.change([document.key for document in documents], now=now)

    def withdraw(self, *keys: str) -> None:
        """As a feature does it: what was public is not any more, and the index is told."""
        self.forget(*keys)
        self.change(keys)

    def forget(self, *keys: str) -> None:
        """The same, but nobody tells the index."""
        self.told = {place: one for place, one in self.told.items() if place[0] not in keys}

    def change(self, keys: Sequence[str], *, now: datetime | None = None) -> None:
        moment = now or datetime.now(UTC)
        noting.changed(self.name, keys, moment)
        applying.apply_due(moment)


def document(key: str, title: str, body: str = "", language: str = "en", **more: Any) -> SearchDocument:
    given = {"readers": frozenset({language}), "url": f"/<language>/things/{key}/", "date": LONG_AGO, **more}
    return SearchDocument(key=key, language=language, title=title, body=body, **given)


PHASES: list[ProcessPhase] = []


def phases(now: datetime) -> Sequence[ProcessPhase]:
    return PHASES
