"""Promises in figures: of all, for each body, for each year. Pure arithmetic over rows that were read before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from hub.promises.engine.followed import Followed
from hub.promises.engine.rates import on_budget, on_time
from hub.promises.engine.words import said_in
from hub.promises.enums import PromiseStatus
from hub.promises.reports.tracker_words import rate_figure, rate_text

# Each promise is in one of them: together they are the promises of a year.
GROUPS: Mapping[str, frozenset[PromiseStatus]] = {
    "kept": frozenset({PromiseStatus.KEPT}),
    "kept_late": frozenset({PromiseStatus.KEPT_LATE}),
    "late": frozenset({PromiseStatus.LATE}),
    "open": frozenset({PromiseStatus.PLANNED, PromiseStatus.STARTED, PromiseStatus.POSTPONED}),
    "cancelled": frozenset({PromiseStatus.CANCELLED}),
}


@dataclass(frozen=True)
class BodyRow:
    key: str
    name: str
    language: str
    promises: int
    late: int
    cancelled: int
    in_time: str  # "" where nothing can be said yet
    within_budget: str


@dataclass(frozen=True)
class YearRow:
    year: int
    promises: int
    counts: Sequence[int]  # in the order of GROUPS
    in_time: str


@dataclass(frozen=True)
class Trend:
    heads: Sequence[str]
    rows: Sequence[YearRow]
    series: Sequence[Mapping[str, Any]]  # for small charts: a label, and a value for each year

    @property
    def is_a_trend(self) -> bool:
        """One year has none."""
        return len(self.rows) > 1


def head_figures(rows: Sequence[Followed], today: date) -> list[tuple[int | str, str]]:
    """For `components/figures.html`: each with the number that it rests on."""
    late = sum(one.status == PromiseStatus.LATE for one in rows)
    figures: list[tuple[int | str, str]] = [
        (len(rows), npgettext("below a big figure", "promise", "promises", len(rows))),
        (late, ngettext("late today", "late today", late)),
    ]
    time, budget = on_time(rows, today), on_budget(rows)
    if time.of:
        text = ngettext(
            "kept in time, of %(of)s that was due", "kept in time, of %(of)s that were due", time.of
        ) % {"of": time.of}  # fmt: skip
        figures.append((rate_figure(time), text))
    if budget.of:
        text = ngettext(
            "within the first price, of %(of)s paid for", "within the first price, of %(of)s paid for", budget.of
        ) % {"of": budget.of}  # fmt: skip
        figures.append((rate_figure(budget), text))
    return figures


def by_body(rows: Sequence[Followed], language: str, today: date) -> list[BodyRow]:
    """The one with the most promises first; those that name none last."""
    groups: dict[str, list[Followed]] = defaultdict(list)
    for one in rows:
        groups[one.body_key].append(one)
    ordered = sorted(groups.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))
    return [_body(key, found, language, today) for key, found in ordered]


def by_year(rows: Sequence[Followed], today: date) -> Trend:
    """Years of the promise, the oldest first; years between without a promise are shown as such."""
    groups: dict[int, list[Followed]] = defaultdict(list)
    for one in rows:
        groups[one.year].append(one)
    years = range(min(groups), max(groups) + 1) if groups else []
    table = [_year(year, groups.get(year, []), today) for year in years]
    heads = _heads()
    series = [{"label": head, "values": [row.counts[at] for row in table]} for at, head in enumerate(heads)]
    return Trend(heads, table, series)


def _body(key: str, found: Sequence[Followed], language: str, today: date) -> BodyRow:
    newest = max(found, key=lambda one: one.promised_on)
    name, named_in = said_in(newest.body_names, language)
    return BodyRow(
        key=key,
        name=name or _("no body named"),
        language=named_in,
        promises=len(found),
        late=sum(one.status == PromiseStatus.LATE for one in found),
        cancelled=sum(one.status == PromiseStatus.CANCELLED for one in found),
        in_time=rate_text(on_time(found, today)),
        within_budget=rate_text(on_budget(found)),
    )


def _year(year: int, found: Sequence[Followed], today: date) -> YearRow:
    counts = [sum(one.status in group for one in found) for group in GROUPS.values()]
    return YearRow(year, len(found), counts, rate_text(on_time(found, today)))


def _heads() -> list[str]:
    return [
        pgettext("promises of a year", "Kept in time"),
        pgettext("promises of a year", "Kept later"),
        pgettext("promises of a year", "Late"),
        pgettext("promises of a year", "Open"),
        pgettext("promises of a year", "Given up"),
    ]
