"""The lists of consultations and of reports as their addresses ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from consultations.enums import PhaseKind
from consultations.models.consultation import Consultation
from consultations.phases import phase_at, schedule_of
from consultations.selectors.lists import listed
from consultations.selectors.pages import page_keys, public_consultations
from hub.core.listing import FoundList, ListRow, filtered

# The words of the address by phase.
_GROUPS = {
    PhaseKind.OPEN: "open",
    PhaseKind.ANNOUNCED: "coming",
    PhaseKind.ANALYSIS: "being-answered",
    PhaseKind.OUTCOME: "answered",
    PhaseKind.FOLLOW_UP: "answered",
}
# What closes first, what opens next, what is due next, what is new: as `lists.listed` has it.
_ORDERS: Mapping[str, Callable[[Any], Any]] = {
    "open": lambda one: one.closes_at.timestamp(),
    "coming": lambda one: one.opens_at.timestamp(),
    "being-answered": lambda one: one.answer_due_at.timestamp(),
    "answered": lambda one: -one.answered_at.timestamp(),
    "": lambda one: -one.opens_at.timestamp(),
}


def filtered_consultations(phase: str, query: Mapping[str, str], now: datetime, language: str) -> FoundList:
    """`phase` is one of `LIST_FILTERS`, or "" for all; five queries."""
    pages = page_keys()
    columns = ("slug", "opens_at", "closes_at", "answer_due_at", "answered_at", "follow_up_at")
    rows = sorted(public_consultations().only(*columns), key=lambda one: one.slug)
    grouped = [(one, _GROUPS[phase_at(schedule_of(one), now)]) for one in rows if one.pk in pages]
    if phase:
        # The others only count: a phase's own order may ask for days that they have not.
        mine = sorted((one for one, group in grouped if group == phase), key=_ORDERS[phase])
        ordered = [(one, phase) for one in mine] + [pair for pair in grouped if pair[1] != phase]
    else:
        ordered = sorted(grouped, key=lambda pair: _ORDERS[""](pair[0]))
    listed_rows = [ListRow(one.pk, pages[one.pk], localdate(one.opens_at).year, group) for one, group in ordered]
    return filtered(listed_rows, query, language, group=phase)


def filtered_reports(query: Mapping[str, str], now: datetime, language: str) -> FoundList:
    """The newest answer first, by the year of the answer; five queries."""
    pages = page_keys()
    rows = listed("answered", now).values_list("pk", "answered_at")
    return filtered(
        [ListRow(pk, pages[pk], localdate(answered).year) for pk, answered in rows if pk in pages], query, language
    )


def in_order(keys: Iterable[UUID]) -> list[Consultation]:
    """One query."""
    ids = list(keys)
    found = Consultation.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
