"""What lies where in the city, as the address asks for it: the map, and the same in words, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from home.engine.things import Stage
from home.reports.filtering import KIND, STATUS, headed_labels, headed_values
from home.selectors.headings import all_headings
from hub.core.engine.narrowing import DISTRICT, TOPIC, Filters, Listed, ListWish, narrowed
from hub.core.places import Place, place_sources
from hub.promises.reports.tracker_map import city_map

NAMES = (KIND, STATUS, TOPIC, DISTRICT)
PER_PAGE = 20


@dataclass(frozen=True)
class MapPage:
    rows: Sequence[Place]
    page: Page[Any]
    filters: Filters
    map: str  # JSON of all that was found; "" where nothing was


def map_page(query: Mapping[str, str], language: str, now: datetime) -> MapPage:
    """A constant number of queries, however many places."""
    places = [place for _name, source in place_sources for place in source(now, language)]
    places.sort(key=lambda one: (-one.day.toordinal(), one.url))
    known = all_headings(language)
    rows = [
        Listed(
            number,
            {KIND: frozenset({one.kind}), STATUS: frozenset({one.stage}), **headed_values(known, one)},
        )
        for number, one in enumerate(places)
    ]
    kinds = {one.kind: (one.kind_label, "") for one in sorted(places, key=lambda one: one.kind_label)}
    labels = {KIND: kinds, STATUS: _stages(), **headed_labels(known)}
    found, filters = narrowed(rows, ListWish.read(query, NAMES), labels)
    shown = [places[row.pk] for row in found]
    page = Paginator(shown, PER_PAGE).get_page(query.get("page"))
    return MapPage(list(page.object_list), page, filters, _drawn(shown, language))


def _drawn(places: Sequence[Place], language: str) -> str:
    points = [
        {
            "lat": one.latitude,
            "lng": one.longitude,
            "title": _("%(title)s: %(status)s") % {"title": one.title, "status": one.label},
            "url": one.url,
            "mark": one.mark,
        }
        for one in places
    ]
    label, group = _("Map of what was found"), _("Places close together: {number}. Show them.")
    return city_map(points, language, label=label, group=group)


def _stages() -> dict[str, tuple[str, str]]:
    return {
        Stage.OPEN.value: (_("You can take part now"), ""),
        Stage.WORKING.value: (_("Being worked on"), ""),
        Stage.ANSWERED.value: (_("Answered and done"), ""),
    }
