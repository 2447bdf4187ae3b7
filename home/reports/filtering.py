"""What the calendar and the map filter by: kinds, topics and districts of what features tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from home.selectors.headings import AllHeadings
from hub.core.engine.narrowing import DISTRICT, TOPIC

KIND, STATUS = "kind", "status"


class Headed(Protocol):
    """What stands under headings by its pages, and by keys of its own."""

    @property
    def pages(self) -> tuple[UUID, ...]: ...

    @property
    def topics(self) -> tuple[str, ...]: ...

    @property
    def districts(self) -> tuple[str, ...]: ...


def headed_values(known: AllHeadings, one: Headed) -> dict[str, frozenset[str]]:
    own = {TOPIC: one.topics, DISTRICT: one.districts}
    return {
        kind: frozenset(keys) | {key for (named, key), pages in known.named.pages.items()
                                 if named == kind and pages.intersection(one.pages)}
        for kind, keys in own.items()
    }  # fmt: skip


def headed_labels(known: AllHeadings) -> Mapping[str, Mapping[str, tuple[str, str]]]:
    return {kind: {one.key: (one.name, one.language) for one in known.of_kind(kind)} for kind in (TOPIC, DISTRICT)}
