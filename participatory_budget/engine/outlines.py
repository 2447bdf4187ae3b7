"""The outline of a district as GeoJSON (RFC 7946), looked at by its content: what is not a plain area is refused."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

MOST_BYTES = 1_000_000
MOST_POINTS = 20_000
_PLACES = 6  # a tenth of a metre


class OutlineError(ValueError):
    """`code` says what is wrong; who shows it finds the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_outline(text: str) -> dict[str, Any]:
    """A Polygon or MultiPolygon out of a geometry, a feature, or a collection with one feature.

    Names and other properties stay behind, and so does height: only the line on the map is kept.
    """
    if len(text.encode()) > MOST_BYTES:
        raise OutlineError("too_large")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise OutlineError("not_json") from None
    geometry = _geometry(found)
    left = [MOST_POINTS]
    match geometry.get("type"):
        case "Polygon":
            return {"type": "Polygon", "coordinates": _polygon(geometry.get("coordinates"), left)}
        case "MultiPolygon":
            parts = _list(geometry.get("coordinates"))
            return {"type": "MultiPolygon", "coordinates": [_polygon(part, left) for part in parts]}
    raise OutlineError("not_an_area")


def _geometry(found: Any) -> Mapping[str, Any]:
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise OutlineError("not_one_area")
        found = features[0]
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict):
        raise OutlineError("not_an_area")
    return found


def _polygon(rings: Any, left: list[int]) -> list[list[list[float]]]:
    return [_ring(ring, left) for ring in _list(rings)]


def _ring(ring: Any, left: list[int]) -> list[list[float]]:
    points = [_point(point, left) for point in _list(ring)]
    if len(points) < 4 or points[0] != points[-1]:
        raise OutlineError("ring_not_closed")
    return points


def _point(point: Any, left: list[int]) -> list[float]:
    left[0] -= 1
    if left[0] < 0:
        raise OutlineError("too_many_points")
    if not isinstance(point, list) or len(point) < 2 or not all(_is_number(one) for one in point[:2]):
        raise OutlineError("not_degrees")
    if abs(point[0]) > 180 or abs(point[1]) > 90:
        raise OutlineError("not_degrees")
    east, north = float(point[0]), float(point[1])
    return [round(east, _PLACES), round(north, _PLACES)]


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    # A whole number of JSON has no limit: the largest ones are no float at all.
    return isinstance(value, int) or math.isfinite(value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise OutlineError("not_an_area")
    return value
