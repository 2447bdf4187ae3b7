"""What stands under a heading, whatever kind it is: one line with where it stands and what the days are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Stage(StrEnum):
    """In the order in which they are read: what one can do, what comes, what is worked on, what is answered."""

    OPEN = "open"
    COMING = "coming"
    WORKING = "working"
    ANSWERED = "answered"
    TO_READ = "to_read"


@dataclass(frozen=True)
class Thing:
    """`day_text` is the whole sentence with its day; `until` a moment of which the time that is left is told."""

    stage: Stage
    kind_label: str
    title: str
    language: str
    url: str
    tag: str = ""
    label: str = ""
    text: str = ""
    until: datetime | None = None
    day_text: str = ""
    notes: tuple[str, ...] = ()
    actions: tuple[tuple[str, str], ...] = ()  # what one can do, and where
    sort: date | None = None


@dataclass(frozen=True)
class StageList:
    stage: Stage
    things: Sequence[Thing]
    more: int = 0  # things that are not shown here


def by_stage(things: Iterable[Thing], limit: int) -> list[StageList]:
    """Stages with something in them, in their order; within one what ends first, then what is newest.

    Of a stage with very much only the first are shown, with the number of the others.
    """
    found: dict[Stage, list[Thing]] = {stage: [] for stage in Stage}
    for thing in things:
        found[thing.stage].append(thing)
    return [
        StageList(stage, sorted(those, key=_order)[:limit], max(0, len(those) - limit))
        for stage, those in found.items()
        if those
    ]


def _order(thing: Thing) -> tuple[float, int, str]:
    until = thing.until.timestamp() if thing.until else float("inf")
    return until, -(thing.sort or date.min).toordinal(), thing.url
