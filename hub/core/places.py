"""The city's map: features tell what lies where, the map and the list beside it show it together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from hub.core.registry import Registry


@dataclass(frozen=True)
class Place:
    """Something with a public place, told in the reader's language. Degrees."""

    kind: str  # stands in addresses: "proposal", "project"
    kind_label: str
    title: str
    language: str
    url: str
    latitude: float
    longitude: float
    stage: str  # "open", "working" or "answered", as everywhere
    tag: str  # of the tag that says where it stands
    label: str
    day: date  # the newest stands first
    mark: str = ""  # the shape of its pin: "", "late", "kept", "cancelled"
    pages: tuple[UUID, ...] = ()
    topics: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


class PlaceSource(Protocol):
    def __call__(self, now: datetime, language: str) -> Sequence[Place]:
        """All that everybody may read now; a constant number of queries."""


place_sources: Registry[PlaceSource] = Registry("sources of the map")
