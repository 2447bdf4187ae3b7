"""What `proposal-map.js` draws of public proposals: districts and points, as JSON for a `data-map` attribute.

A list of the same things always stands beside the map; the map adds nothing that is not in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from participatory_budget.models.budget import Budget
from participatory_budget.selectors.envelopes import NamedEnvelope


def public_map(
    budget: Budget, envelopes: Iterable[NamedEnvelope], points: Iterable[Mapping[str, Any]], label: str
) -> str:
    """Nothing where there is no point to show."""
    found = list(points)
    if not found:
        return ""
    data = {
        "area": budget.map_area,
        "districts": [
            {"key": one.envelope.slug, "name": one.name, "outline": one.envelope.outline}
            for one in envelopes
            if one.envelope.outline
        ],
        "points": found,
        "pick": False,
        "label": label,
        "zoomIn": _("Closer"),
        "zoomOut": _("Further away"),
        "words": {},
        "tiles": getattr(settings, "MAP_TILES_URL", ""),
        "attribution": getattr(settings, "MAP_TILES_ATTRIBUTION", ""),
    }
    return json.dumps(data, ensure_ascii=False)
