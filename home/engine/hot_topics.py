"""What people talk about this week: which threads count, and in which order. Pure; docs/front-page.md explains it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

# Fewer people than this are not "people": one could tell who it was.
LEAST_PEOPLE = 3
LEAST_SAID = 3
# Growth is measured as if this many contributions stood in both weeks: from 1 to 3 is no threefold rise.
CALM = 5
# And it weighs no more than this, so that a lively thread stays before one that just began.
MOST, LEAST = 2.0, 0.5


@dataclass(frozen=True)
class Talk:
    """`said` and `before`: contributions of this week and of the one before, copies of one letter counted once."""

    thread: UUID
    said: int
    people: int
    before: int


def without_copies(talks: Iterable[Talk], copies: dict[UUID, tuple[int, int]]) -> list[Talk]:
    """`copies`: by thread, how many of this week and of the week before say what another one says already."""
    found = []
    for one in talks:
        now, before = copies.get(one.thread, (0, 0))
        found.append(replace(one, said=max(one.said - now, 0), before=max(one.before - before, 0)))
    return found


def score(talk: Talk) -> float:
    """How much is said, weighed by how much more it is than the week before: half at least, double at most."""
    growth = (talk.said + CALM) / (talk.before + CALM)
    return talk.said * min(MOST, max(LEAST, growth))


def hottest(talks: Iterable[Talk]) -> Sequence[Talk]:
    """Those with enough people and enough said, the hottest first; of equals always the same one."""
    shown = [one for one in talks if one.people >= LEAST_PEOPLE and one.said >= LEAST_SAID]
    return sorted(shown, key=lambda one: (-score(one), -one.said, str(one.thread)))
