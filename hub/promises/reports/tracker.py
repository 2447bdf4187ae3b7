"""All promises over all years, as the address asks for them: a page of rows, a map, the filters and the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.timezone import localdate

from hub.core.engine.narrowing import Choice
from hub.promises.engine.followed import Followed
from hub.promises.engine.sources import promise_sources
from hub.promises.engine.tracker_wish import BEHIND, NAMES, TrackerWish, tally
from hub.promises.engine.words import said_in
from hub.promises.enums import PromiseStatus
from hub.promises.models.promise import Cancellation
from hub.promises.reports.tracker_figures import BodyRow, Trend, by_body, by_year, head_figures
from hub.promises.reports.tracker_map import promises_map
from hub.promises.reports.tracker_words import delay_text, money_text, quiet_text
from hub.promises.selectors.tracker import decisions_of, followed, last_reasons, parents_of

PER_PAGE = 20


@dataclass(frozen=True)
class PromiseRow:
    uuid: str
    title: str
    language: str
    url: str
    status: str
    label: str
    kind: str
    parent: str
    parent_url: str
    district: str
    district_language: str
    body: str
    body_language: str
    year: int
    due_on: date | None
    first_due_on: date | None  # only where it was another day
    kept_on: date | None
    is_late: bool
    delay: str  # how long it has been late
    reason: str  # of the last delay, or of the decision to give up
    reason_language: str
    decided_by: str
    decided_on: date | None
    money: str
    quiet: str


@dataclass(frozen=True)
class Tracker:
    wish: TrackerWish
    total: int
    found: int
    rows: Sequence[PromiseRow]
    page: Page[Any]
    statuses: Sequence[Choice]
    filters: Mapping[str, Sequence[Choice]]  # by the words of the address
    behind: int
    figures: Sequence[tuple[int | str, str]]
    bodies: Sequence[BodyRow]
    trend: Trend
    map: str
    on_map: int


def tracker(query: Mapping[str, str], language: str, now: datetime) -> Tracker:
    """The same number of queries for 20 promises and for 1,000. Whatever narrows the list narrows the map with it;
    figures leave out the status, which would make them all or nothing."""
    today = localdate(now)
    wish = TrackerWish.read(query)
    everything = followed(today, language)
    found = wish.ordered(wish.found(everything))
    page = Paginator(found, PER_PAGE).get_page(query.get("page"))
    measured = wish.without("status", BEHIND).found(everything)
    drawn, on_map = promises_map(found, language)
    return Tracker(
        wish=wish,
        total=len(everything),
        found=len(found),
        rows=_rows(list(page.object_list), language, now),
        page=page,
        statuses=_statuses(measured, wish),
        filters={name: _choices(name, everything, wish, language) for name in NAMES if name != "status"},
        behind=sum(one.is_behind for one in wish.without(BEHIND).found(everything)),
        figures=head_figures(measured, today),
        bodies=by_body(measured, language, today),
        trend=by_year(wish.without("status", BEHIND, "year").found(everything), today),
        map=drawn,
        on_map=on_map,
    )


def _rows(shown: Sequence[Followed], language: str, now: datetime) -> list[PromiseRow]:
    parents = parents_of(shown, language)
    reasons = last_reasons([one.uuid for one in shown if one.is_open])
    decisions = decisions_of([one.uuid for one in shown])
    return [
        _row(
            one,
            parents.get((one.kind, one.key), ("", "")),
            reasons.get(one.uuid),
            decisions.get(one.uuid),
            language,
            now,
        )
        for one in shown
    ]


def _row(
    one: Followed,
    parent: tuple[str, str],
    delayed: Mapping[str, str] | None,
    decision: Cancellation | None,
    language: str,
    now: datetime,
) -> PromiseRow:
    title, title_language = said_in(one.titles, language)
    district, district_language = said_in(one.district_names, language)
    body, body_language = said_in(one.body_names, language)
    reason, reason_language = said_in(decision.reasons if decision else delayed or {}, language)
    return PromiseRow(
        uuid=str(one.uuid),
        title=title,
        language=title_language,
        url=one.url,
        status=one.status.value,
        label=str(one.status.label),
        kind=str(promise_sources.get(one.kind).label),
        parent=parent[0],
        parent_url=parent[1],
        district=district,
        district_language=district_language,
        body=body,
        body_language=body_language,
        year=one.year,
        due_on=one.due_on,
        first_due_on=one.first_due_on if one.first_due_on != (one.kept_on or one.due_on) else None,
        kept_on=one.kept_on,
        is_late=one.status == PromiseStatus.LATE,
        delay=delay_text(one, localdate(now)),
        reason=reason,
        reason_language=reason_language,
        decided_by=said_in(decision.decided_by, language)[0] if decision else "",
        decided_on=decision.decided_on if decision else None,
        money=money_text(one),
        quiet=quiet_text(one, now),
    )


def _statuses(measured: Sequence[Followed], wish: TrackerWish) -> list[Choice]:
    counts = tally(measured, "status")
    chosen = wish.chosen.get("status", "")
    return [
        Choice(one.value, str(one.label), "", counts.get(one.value, 0), one.value == chosen)
        for one in PromiseStatus
        if counts.get(one.value) or one.value == chosen
    ]


def _choices(name: str, everything: Sequence[Followed], wish: TrackerWish, language: str) -> list[Choice]:
    """All values there are, so that one can always go on to another; in the order in which people look for them."""
    counts = tally(wish.without(name).found(everything), name)
    labels = _labels(name, everything, language)
    chosen = wish.chosen.get(name, "")
    found = [Choice(key, *labels[key], counts.get(key, 0), key == chosen) for key in labels if key]
    if name == "year":
        return sorted(found, key=lambda one: one.value, reverse=True)
    return sorted(found, key=lambda one: one.label.casefold())


def _labels(name: str, everything: Sequence[Followed], language: str) -> dict[str, tuple[str, str]]:
    if name == "year":
        return {str(one.year): (str(one.year), "") for one in everything}
    if name == "kind":
        return {one.kind: (str(promise_sources.get(one.kind).label), "") for one in everything}
    ordered = sorted(everything, key=lambda one: one.promised_on)  # the name of the newest one holds
    return {getattr(one, f"{name}_key"): said_in(getattr(one, f"{name}_names"), language) for one in ordered}
