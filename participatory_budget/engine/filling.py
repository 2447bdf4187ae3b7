"""Filling in a ballot: what one press does to the choices made so far, and what does not fit any more. Pure.

`part` and `card` are parts of a frozen election (`engine.frozen`). What is chosen so far may break the rules: people
type numbers, and prices change by amendments. `engine.limits` says whether it can be cast.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from participatory_budget.engine.commitments import Choices
from participatory_budget.engine.frozen import Document
from participatory_budget.engine.limits import limits_of

NUMBERED = frozenset({"cumulative", "ordinal"})
# More than any rule card gives; keeps typed numbers small.
LARGEST = 999_999


class Act(StrEnum):
    ADD = "add"
    REMOVE = "remove"
    MORE = "more"  # one point
    LESS = "less"
    UP = "up"  # one place
    DOWN = "down"
    CLEAR = "clear"
    SAVE = "save"  # the numbers as they were typed


class Lack(StrEnum):
    """Of what there is not enough left."""

    MONEY = "money"
    PLACES = "places"
    POINTS = "points"


@dataclass(frozen=True)
class Misfit:
    """`number`: the money that is missing, or how many projects or points a ballot may hold."""

    lack: Lack
    number: int


def known(choices: Iterable[Sequence[object]], part: Document) -> list[tuple[str, int]]:
    """Stored choices as pairs, each project of this ballot once."""
    codes = {one["id"] for one in part["projects"]}
    found: dict[str, int] = {}
    for code, number in choices:
        if code in codes and isinstance(code, str) and isinstance(number, int):
            found.setdefault(code, number)
    return list(found.items())


def money_left(choices: Choices, part: Document) -> int:
    """Less than nothing when too much is chosen. What left the ballot costs nothing any more."""
    costs = {one["id"]: one["cost"] for one in part["projects"] if not one.get("withdrawn")}
    left: int = part["amount"] - sum(costs.get(code, 0) for code, _number in choices)
    return left


def points_left(choices: Choices, card: Document) -> int | None:
    """None where the rule card knows no limit."""
    most: int | None = card["max_points"]
    return None if most is None else most - sum(number for _code, number in choices)


def misfit(choices: Choices, project: Document, part: Document, card: Document) -> Misfit | None:
    """Why this project cannot be added now, or get one more point."""
    chosen = {code for code, _number in choices}
    most = limits_of(card)[1]
    if card["ballot"] != "choose-1" and most is not None and project["id"] not in chosen and len(chosen) >= most:
        return Misfit(Lack.PLACES, most)
    if card["ballot"] == "knapsack" and project["id"] not in chosen:
        missing = project["cost"] - money_left(choices, part)
        return Misfit(Lack.MONEY, missing) if missing > 0 else None
    if card["ballot"] == "cumulative":
        left = points_left(choices, card)
        return Misfit(Lack.POINTS, card["max_points"]) if left is not None and left < 1 else None
    return None


def acted(choices: Choices, act: Act, code: str, part: Document, card: Document) -> list[tuple[str, int]] | Misfit:
    """The choices after one press. A second press of the same button changes nothing but points and places."""
    found = dict(choices)
    project = next((one for one in part["projects"] if one["id"] == code), None)
    if act is Act.CLEAR:
        return []
    if act is Act.SAVE or project is None:
        return tidy(found, card)
    if act is Act.REMOVE:
        found.pop(code, None)
    elif act is Act.LESS:
        found[code] = found.get(code, 0) - 1
    elif act in (Act.UP, Act.DOWN):
        return _moved(tidy(found, card), code, -1 if act is Act.UP else 1)
    elif project.get("withdrawn") or (act is Act.ADD and code in found):
        pass
    elif (missing := misfit(choices, project, part, card)) is not None:
        return missing
    elif card["ballot"] == "choose-1":
        found = {code: 1}
    elif card["ballot"] == "ordinal":
        found[code] = max(found.values(), default=0) + 1
    elif card["ballot"] == "cumulative":
        found[code] = found.get(code, 0) + 1
    else:
        found[code] = 1
    return tidy(found, card)


def tidy(numbers: Mapping[str, int], card: Document) -> list[tuple[str, int]]:
    """Nothing without a number; places become 1, 2, … in the order of what was typed."""
    kept = [(code, min(number, LARGEST)) for code, number in numbers.items() if number > 0]
    if card["ballot"] == "ordinal":
        kept.sort(key=lambda one: one[1])
        return [(code, place) for place, (code, _number) in enumerate(kept, start=1)]
    return kept if card["ballot"] == "cumulative" else [(code, 1) for code, _number in kept]


def typed(choices: Choices, numbers: Mapping[str, int], card: Document) -> list[tuple[str, int]]:
    """After numbers were typed; a project that the form did not show keeps its number. Of two with the same place, the
    one that was moved there stands first."""
    before = dict(choices)
    changed = [code for code, number in numbers.items() if before.get(code, 0) != number]
    ordered = {code: numbers[code] for code in changed} | {
        code: number for code, number in before.items() if code not in changed
    }
    if card["ballot"] == "ordinal":
        # Moved down, a project goes behind the one whose place it takes.
        for code in changed:
            if 0 < before.get(code, 0) < ordered[code]:
                ordered[code] = ordered.pop(code)
    return tidy(ordered, card)


def shuffled(codes: Iterable[str], seed: str) -> list[str]:
    """An order of its own for each seed, and always the same one for the same seed."""
    return sorted(codes, key=lambda code: (hashlib.sha256(f"{seed}\n{code}".encode()).digest(), code))


def form_value(code: str, number: int) -> str:
    """One choice as a form carries it."""
    return f"{number}:{code}"


def choice_in(value: str) -> tuple[str, int] | None:
    """The way back; None for what no form of ours sends."""
    number, colon, code = value.partition(":")
    if not colon or not code or not (number.isascii() and number.isdigit()) or len(number) > len(str(LARGEST)):
        return None
    return code, int(number)


def _moved(choices: list[tuple[str, int]], code: str, by: int) -> list[tuple[str, int]]:
    codes = [one for one, _place in choices]
    if code in codes:
        at = codes.index(code)
        to = min(max(at + by, 0), len(codes) - 1)
        codes.insert(to, codes.pop(at))
    return [(one, place) for place, one in enumerate(codes, start=1)]
