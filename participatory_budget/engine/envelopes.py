"""Several envelopes counted together: each by its own ballots, and what is left over goes where the rule card says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from participatory_budget.engine.counting import AUTO, count
from participatory_budget.engine.election import Election, ElectionError
from participatory_budget.engine.results import Result


@dataclass(frozen=True)
class Counted:
    """`received` came from other envelopes before this one was counted; `passed_on` went to `to` after it."""

    result: Result
    received: int = 0
    passed_on: int = 0
    to: str = ""


@dataclass(frozen=True)
class Part:
    """One envelope: its name, its election, and which other one has what it leaves over (none: back to the city)."""

    name: str
    election: Election
    leftover_to: str = ""


def count_all(parts: Sequence[Part], rule: str = AUTO) -> Mapping[str, Counted]:
    """Counts givers before receivers, so that a leftover is known before it is needed. Going in circles is refused."""
    by_name = {part.name: part for part in parts}
    if len(by_name) != len(parts):
        raise ElectionError("two envelopes have the same name", "envelopes")
    received = dict.fromkeys(by_name, 0)
    counted: dict[str, Counted] = {}
    for name in _givers_first(by_name):
        part = by_name[name]
        election = replace(part.election, budget=part.election.budget + received[name])
        result = count(election, rule)
        left = result.budget - result.spent if part.leftover_to else 0
        if part.leftover_to:
            received[part.leftover_to] += left
        counted[name] = Counted(result, received[name], left, part.leftover_to)
    return {part.name: counted[part.name] for part in parts}


def _givers_first(parts: Mapping[str, Part]) -> list[str]:
    waiting = dict.fromkeys(parts, 0)
    for part in parts.values():
        if part.leftover_to and part.leftover_to not in parts:
            raise ElectionError(f"there is no envelope called {part.leftover_to!r}", part.name)
        if part.leftover_to:
            waiting[part.leftover_to] += 1
    order: list[str] = []
    ready = [name for name, givers in waiting.items() if not givers]
    while ready:
        name = ready.pop(0)
        order.append(name)
        heir = parts[name].leftover_to
        if heir:
            waiting[heir] -= 1
            if not waiting[heir]:
                ready.append(heir)
    if len(order) != len(parts):
        raise ElectionError("envelopes hand their leftovers round in a circle", "envelopes")
    return order
