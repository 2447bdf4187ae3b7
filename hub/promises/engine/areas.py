"""Parts of the city that a map of promises draws, so that a pin stands somewhere. A feature that knows them registers
itself in `AppConfig.ready()`; the map shows those of the first one that has any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from hub.core.registries import Registry


@dataclass(frozen=True)
class MapArea:
    key: str
    name: str  # in the reader's language
    outline: Mapping[str, Any]  # a GeoJSON Polygon or MultiPolygon, in degrees


class MapAreas(Protocol):
    def __call__(self, language: str) -> Sequence[MapArea]:
        """Inner ones first; a constant number of queries."""


map_areas: Registry[MapAreas] = Registry("areas of the map of promises")
