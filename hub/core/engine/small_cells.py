"""Figures that leave the house do not tell what a handful of people did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SMALL_CELL = 5
SMALL = f"1-{SMALL_CELL - 1}"
MORE = f"{SMALL_CELL}+"


@dataclass(frozen=True)
class Shown:
    """A figure as everybody may have it: the count, or between what it lies."""

    count: int | None
    range: str = ""


def shown(count: int) -> Shown:
    return Shown(None, SMALL) if 0 < count < SMALL_CELL else Shown(count)


def shown_parts(counts: Sequence[int], *, hides_sum: bool = False) -> list[Shown]:
    """Parts of a known sum: where one alone is hidden, the smallest other is, too, or a subtraction would tell it.

    `hides_sum`: the sum itself is hidden, so one part is at least, or an addition would tell it.
    """
    found = [shown(count) for count in counts]
    hidden = [one for one in found if one.count is None]
    others = [index for index, count in enumerate(counts) if count >= SMALL_CELL]
    if others and (len(hidden) == 1 or (hides_sum and not hidden)):
        found[min(others, key=lambda index: counts[index])] = Shown(None, MORE)
    return found
