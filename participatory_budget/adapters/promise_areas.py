"""The districts of the newest budget that has outlines, for the map of all promises."""

from __future__ import annotations

from collections.abc import Sequence

from hub.promises.engine.areas import MapArea
from participatory_budget.selectors.envelopes import city_tree


def districts(language: str) -> Sequence[MapArea]:
    """Three queries, however many budgets there are. Inner ones first, as on the maps of proposals."""
    tree = sorted(city_tree(language), key=lambda one: -one.level)
    return [MapArea(one.envelope.slug, one.name, one.envelope.outline) for one in tree if one.envelope.outline]
