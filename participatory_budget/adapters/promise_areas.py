"""The districts of the newest budget that has outlines, for the map of all promises."""

from __future__ import annotations

from collections.abc import Sequence

from hub.promises.engine.areas import MapArea
from participatory_budget.models.envelope import Envelope
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.pages import public_budgets


def districts(language: str) -> Sequence[MapArea]:
    """Three queries, however many budgets there are."""
    drawn = Envelope.objects.exclude(outline={}).values("budget")
    budget = public_budgets().filter(pk__in=drawn).first()
    if budget is None:
        return []
    # Inner ones first, as on the maps of proposals.
    tree = sorted(envelope_tree(budget, language), key=lambda one: -one.level)
    return [MapArea(one.envelope.slug, one.name, one.envelope.outline) for one in tree if one.envelope.outline]
