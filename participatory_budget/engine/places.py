"""Is a point inside a district? Outlines are GeoJSON polygons in degrees; a city is small enough to count as flat."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
Ring = Sequence[Sequence[float]]


def inside(outline: Mapping[str, Any], latitude: float, longitude: float) -> bool:
    """A Polygon or MultiPolygon, with its holes. An empty or broken outline holds nothing."""
    return any(_in_polygon(rings, latitude, longitude) for rings in _polygons(outline))


def place_of(outlines: Iterable[tuple[Key, Mapping[str, Any]]], latitude: float, longitude: float) -> Key | None:
    """The first one that holds the point: where districts overlap, the order that the city gave them decides."""
    return next((key for key, outline in outlines if inside(outline, latitude, longitude)), None)


def degrees(text: str, most: int) -> float | None:
    """A coordinate as a form brings it; None where it is none or lies beyond `most` degrees."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -most <= value <= most else None  # also false for "nan"


def _polygons(outline: Mapping[str, Any]) -> list[Sequence[Ring]]:
    shapes = outline.get("coordinates") or []
    return list(shapes) if outline.get("type") == "MultiPolygon" else [shapes]


def _in_polygon(rings: Sequence[Ring], latitude: float, longitude: float) -> bool:
    if not rings or not _in_ring(rings[0], latitude, longitude):
        return False
    return not any(_in_ring(hole, latitude, longitude) for hole in rings[1:])


def _in_ring(ring: Ring, latitude: float, longitude: float) -> bool:
    """A line from the point to the east crosses the ring an odd number of times."""
    within = False
    for (x1, y1), (x2, y2) in zip(_flat(ring), _flat([*ring[1:], *ring[:1]]), strict=True):
        if (y1 > latitude) != (y2 > latitude) and longitude < x1 + (x2 - x1) * (latitude - y1) / (y2 - y1):
            within = not within
    return within


def _flat(ring: Ring) -> list[tuple[float, float]]:
    # A third number, the height, may stand behind the two.
    return [(point[0], point[1]) for point in ring]
