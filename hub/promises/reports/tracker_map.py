"""What `maps/place-map.js` draws of promises, as JSON for a `data-map` attribute. The list says the same in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from hub.promises.engine.areas import MapArea, map_areas
from hub.promises.engine.followed import Followed
from hub.promises.engine.words import said_in
from hub.promises.enums import PromiseStatus

# The shape of a pin; its words name the status.
MARKS = {
    PromiseStatus.LATE: "late",
    PromiseStatus.KEPT: "kept",
    PromiseStatus.KEPT_LATE: "kept",
    PromiseStatus.CANCELLED: "cancelled",
}


def promises_map(rows: Sequence[Followed], language: str) -> tuple[str, int]:
    """Of all that was found and has a place, with their number; "" where nothing has one."""
    points = [
        {
            "lat": float(one.latitude),
            "lng": float(one.longitude),
            "title": _("%(title)s: %(status)s")
            % {"title": said_in(one.titles, language)[0], "status": one.status.label},
            "url": one.url,
            "mark": MARKS.get(one.status, ""),
        }
        for one in rows
        if one.latitude is not None and one.longitude is not None
    ]
    label, group = _("Map of the promises found"), _("Promises close together: {number}. Show them.")
    return city_map(points, language, label=label, group=group), len(points)


def city_map(points: Sequence[Mapping[str, Any]], language: str, *, label: str, group: str) -> str:
    """JSON for `maps/place-map.js`: points as above between the outlines of districts; "" where there is no point.

    `group` is said of pins that lie close together; `{number}` is filled in by the script.
    """
    if not points:
        return ""
    data = {
        "area": [],
        "districts": [{"key": one.key, "name": one.name, "outline": one.outline} for one in _areas(language)],
        "points": points,
        "pick": False,
        "label": label,
        "zoomIn": _("Closer"),
        "zoomOut": _("Further away"),
        "words": {
            "close": _("Close"),
            "skip": _("Skip the map"),
            "group": group,
        },
        "tiles": settings.MAP_TILES_URL,
        "attribution": settings.MAP_TILES_ATTRIBUTION,
    }
    return json.dumps(data, ensure_ascii=False)


def _areas(language: str) -> Sequence[MapArea]:
    return next((found for _name, areas in map_areas if (found := areas(language))), [])
