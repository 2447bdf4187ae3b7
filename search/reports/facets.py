"""By what results can be narrowed: each value with how many it would find and the address that does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hub.core.search import search_kinds
from hub.core.templatetags.hub_tags import language_name
from search.engine.addresses import relative
from search.engine.wish import SearchWish
from search.enums import NAMED, Facet, Stage
from search.models.entry import FacetName, SearchEntry

SHOWN_AT_ONCE = 8
SHOWN_AT_MOST = 60

Counts = Mapping[Facet, Mapping[str, int]]
# (facet, value) -> name and its language, "" for the reader's own.
Names = Mapping[tuple[Facet, str], tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """A link that adds or takes away one value. `language`: of the label, "" where it is the reader's."""

    value: str
    label: str
    url: str
    count: int = 0
    chosen: bool = False
    language: str = ""


@dataclass(frozen=True)
class FacetGroup:
    facet: str
    label: str
    first: Sequence[Choice]
    more: Sequence[Choice]


def kind_tabs(wish: SearchWish, counts: Counts) -> list[Choice]:
    """ "All kinds" first, then one each; choosing one lets go of another."""
    chosen = wish.values(Facet.KIND)
    counted = counts.get(Facet.KIND, {})
    rest: dict[Facet, tuple[str, ...]] = {one: values for one, values in wish.chosen.items() if one is not Facet.KIND}
    tabs = [
        Choice(
            kind,
            str(search_kinds.get(kind).label),
            relative(replace(wish, chosen={**rest, Facet.KIND: (kind,)}, page=1)),
            counted.get(kind, 0),
            kind in chosen,
        )
        for kind in kinds_in_order()
        if counted.get(kind) or kind in chosen
    ]
    if not tabs:
        return []
    everything = relative(replace(wish, chosen=rest, page=1))
    return [Choice("", _("All kinds"), everything, sum(counted.values()), not chosen), *tabs]


def kinds_in_order() -> list[str]:
    return [name for name, _kind in sorted(search_kinds, key=lambda one: one[1].order)]


def facet_groups(wish: SearchWish, counts: Counts, reader: str, *, total: int) -> list[FacetGroup]:
    """All but the kind. What finds nothing is left out, unless it is chosen; what would leave out nothing of the
    `total`, too.
    """
    names = names_of(wish, counts, reader)
    groups = []
    for facet in Facet:
        if facet is Facet.KIND:
            continue
        counted, chosen = counts.get(facet, {}), wish.values(facet)
        values = [value for value in _in_order(facet, counted, names) if counted[value] or value in chosen]
        values += [value for value in chosen if value not in counted]
        if not chosen and all(counted[value] >= total for value in values):
            continue
        choices = [_choice(wish, facet, value, counted.get(value, 0), names) for value in values[:SHOWN_AT_MOST]]
        # What is chosen is always in sight.
        choices.sort(key=lambda one: not one.chosen)
        groups.append(FacetGroup(facet.value, str(facet.label), choices[:SHOWN_AT_ONCE], choices[SHOWN_AT_ONCE:]))
    return groups


def chosen_values(wish: SearchWish, counts: Counts, reader: str) -> list[Choice]:
    """What is narrowed now, each with the address without it. The kind stands in the tabs."""
    names = names_of(wish, counts, reader)
    found = [
        _choice(wish, facet, value, counts.get(facet, {}).get(value, 0), names)
        for facet in Facet
        if facet is not Facet.KIND
        for value in wish.values(facet)
    ]
    if wish.since:
        label = _("from %(day)s") % {"day": date_format(wish.since, "DATE_FORMAT")}
        found.append(Choice("since", label, relative(replace(wish, since=None, page=1)), chosen=True))
    if wish.until:
        label = _("until %(day)s") % {"day": date_format(wish.until, "DATE_FORMAT")}
        found.append(Choice("until", label, relative(replace(wish, until=None, page=1)), chosen=True))
    return found


def _choice(wish: SearchWish, facet: Facet, value: str, count: int, names: Names) -> Choice:
    label, language = label_of(facet, value, names)
    url = relative(wish.toggled(facet, value))
    return Choice(value, label, url, count, value in wish.values(facet), language)


def _in_order(facet: Facet, counted: Mapping[str, int], names: Names) -> list[str]:
    if facet is Facet.PHASE:
        return [stage for stage in Stage.values if stage in counted]
    if facet is Facet.LANGUAGE:
        return [code for code, _name in settings.LANGUAGES if code in counted]
    if facet is Facet.YEAR:
        return sorted(counted, reverse=True)
    return sorted(counted, key=lambda value: (-counted[value], label_of(facet, value, names)[0]))


def label_of(facet: Facet, value: str, names: Names) -> tuple[str, str]:
    """In words, with the language that they are in ("" for the reader's)."""
    if facet is Facet.KIND:
        return (str(search_kinds.get(value).label) if value in search_kinds else value), ""
    if facet is Facet.PHASE:
        return (str(Stage(value).label) if value in Stage.values else value), ""
    if facet is Facet.LANGUAGE:
        return language_name(value), ""
    # A heading that nothing public has any more is called as its address calls it.
    return names.get((facet, value), (value.replace("-", " "), ""))


def names_of(wish: SearchWish, counts: Counts, reader: str) -> Names:
    """Of what was counted; of what is chosen as well, as long as anything public has it."""
    wanted = {facet: [value for value, count in counts.get(facet, {}).items() if count] for facet in NAMED}
    uncounted = {facet: [one for one in wish.values(facet) if one not in wanted[facet]] for facet in NAMED}
    for facet, keys in public_keys(uncounted).items():
        wanted[facet] += keys
    return names_for(wanted, reader)


def names_for(wanted: Mapping[Facet, Iterable[str]], reader: str) -> Names:
    """One query, or none. Only for keys that something public has: names are told nowhere else."""
    asked = {facet: list(keys) for facet, keys in wanted.items()}
    if not any(asked.values()):
        return {}
    condition = Q(pk__in=[])
    for facet, keys in asked.items():
        condition |= Q(facet=facet.value, key__in=keys)
    found = {}
    for row in FacetName.objects.filter(condition):
        for code in (reader, *(code for code, _name in settings.LANGUAGES)):
            if row.names.get(code):
                found[Facet(row.facet), row.key] = (row.names[code], "" if code == reader else code)
                break
    return found


def public_keys(wanted: Mapping[Facet, Iterable[str]]) -> dict[Facet, list[str]]:
    """Those of these headings that something has which can be found now; a query each that is asked for."""
    columns = {Facet.THEME: "theme_keys", Facet.DISTRICT: "district_key", Facet.BODY: "body_key"}
    entries = SearchEntry.objects.filter(stale_since=None)
    found: dict[Facet, list[str]] = {}
    for facet, keys in wanted.items():
        asked = set(keys)
        if not asked:
            continue
        column = columns[facet]
        if facet is Facet.THEME:
            condition = Q(pk__in=[])
            for key in asked:
                condition |= Q(theme_keys__contains=f"|{key}|")
            rows = entries.filter(condition).values_list(column, flat=True).distinct()
            found[facet] = sorted(asked & {key for row in rows for key in row.split("|")})
        else:
            found[facet] = sorted(entries.filter(**{f"{column}__in": asked}).values_list(column, flat=True).distinct())
    return found
