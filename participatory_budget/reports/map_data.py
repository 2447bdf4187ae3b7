"""What `maps/place-map.js` draws, as JSON for a `data-map` attribute: districts, proposals, or a point to be chosen.

    <div class="proposal-map" dir="ltr" data-map="{{ map }}" hidden></div>

A list of the same things always stands beside the map; the map adds nothing that is not in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from participatory_budget.models.budget import Budget
from participatory_budget.selectors.envelopes import NamedEnvelope


@dataclass(frozen=True)
class MapPoint:
    lat: float
    lng: float
    title: str
    url: str = ""


def map_json(
    budget: Budget,
    envelopes: Iterable[NamedEnvelope],
    *,
    points: Iterable[MapPoint] = (),
    pick: bool = False,
    label: str = "",
    marker: str = "",
) -> str:
    """`pick`: one point may be set; it is kept in the fields `latitude` and `longitude` of the form around the map.

    `marker`: what the marker says of itself, where it is not that of a proposal.
    """
    districts = [
        {"key": one.envelope.slug, "name": one.name, "outline": one.envelope.outline}
        # Inner ones first, as `Offer.districts` has them: where two hold a point, both sides name the same one.
        for one in sorted(envelopes, key=lambda one: -one.level)
        if one.envelope.outline
    ]
    data: dict[str, Any] = {
        "area": budget.map_area,
        "districts": districts,
        "points": [asdict(point) for point in points],
        "pick": pick,
        "label": label or _("Map"),
        "zoomIn": _("Closer"),
        "zoomOut": _("Further away"),
        "words": _words() | (_pick_words() if pick else {}) | ({"marker": marker} if marker else {}),
        "tiles": settings.MAP_TILES_URL,
        "attribution": settings.MAP_TILES_ATTRIBUTION,
    }
    return json.dumps(data, ensure_ascii=False)


def points_map(budget: Budget, envelopes: Iterable[NamedEnvelope], points: Iterable[MapPoint], label: str) -> str:
    """Of what is read, not written: "" where there is no point to show."""
    found = list(points)
    return map_json(budget, envelopes, points=found, label=label) if found else ""


def has_map(budget: Budget, envelopes: Iterable[NamedEnvelope]) -> bool:
    """There is something to draw: a named area, or the outline of a district."""
    return bool(budget.map_area) or any(one.envelope.outline for one in envelopes)


def _words() -> dict[str, str]:
    """`{number}` is filled in by the script, which alone knows which pins lie too close to tell apart."""
    return {
        "close": _("Close"),
        "skip": _("Skip the map"),
        "group": _("Proposals close together: {number}. Show them."),
    }


def _pick_words() -> dict[str, str]:
    """`{district}` is filled in by the script, which alone knows where the marker stands."""
    return {
        "marker": _("Marker of your proposal. Move it with the arrow keys."),
        "inside": _("The point lies in “{district}”."),
        "chosen": _("The point lies in “{district}”, which is chosen for you."),
        "differs": _("The point lies in “{district}”, but another part of the city is chosen."),
        "outside": _("The point lies in none of the districts drawn here."),
        "removed": _("There is no point on the map."),
    }
