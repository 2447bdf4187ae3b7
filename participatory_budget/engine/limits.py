"""What a ballot may say: the rules of its kind, in the envelope it is cast in. Pure; the same for screen, paper, check.

`envelope` and `card` are parts of a frozen election (`engine.frozen`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from participatory_budget.engine.commitments import Choices
from participatory_budget.engine.frozen import Document


class Fault(StrEnum):
    EMPTY = "empty"
    UNKNOWN = "unknown"  # a project that is not on this ballot
    WITHDRAWN = "withdrawn"  # it left the ballot
    TWICE = "twice"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    OVER_MONEY = "over_money"
    OVER_POINTS = "over_points"
    BAD_NUMBER = "bad_number"  # points are whole and at least one; places are 1, 2, … without a gap


@dataclass(frozen=True)
class Problem:
    """`limit` and `found` are projects, points or the smallest parts of the currency, as the fault says."""

    fault: Fault
    project: str = ""
    limit: int = 0
    found: int = 0


def problems(choices: Choices, envelope: Document, card: Document) -> list[Problem]:
    """Everything that keeps these choices from being cast, in a fixed order; none: they can be cast."""
    projects = {one["id"]: one for one in envelope["projects"]}
    found = [Problem(Fault.UNKNOWN, code) for code, _number in choices if code not in projects]
    known = [(code, number) for code, number in choices if code in projects]
    found += [Problem(Fault.WITHDRAWN, code) for code, _number in known if projects[code].get("withdrawn")]
    codes = [code for code, _number in known]
    found += [Problem(Fault.TWICE, code) for code in dict.fromkeys(codes) if codes.count(code) > 1]
    least, most = limits_of(card)
    if not choices:
        return [Problem(Fault.EMPTY, limit=least)]
    if len(choices) < least:
        found.append(Problem(Fault.TOO_FEW, limit=least, found=len(choices)))
    if most is not None and len(choices) > most:
        found.append(Problem(Fault.TOO_MANY, limit=most, found=len(choices)))
    if not found and card["ballot"] == "knapsack":
        cost = sum(projects[code]["cost"] for code in codes)
        if cost > envelope["amount"]:
            found.append(Problem(Fault.OVER_MONEY, limit=envelope["amount"], found=cost))
    return found + _numbers(known, card)


def limits_of(card: Document) -> tuple[int, int | None]:
    """Fewest and most projects on one ballot. A ballot that says nothing is not cast by mistake."""
    most: int | None = 1 if card["ballot"] == "choose-1" else card["max_length"]
    return max(card["min_length"] or 1, 1), most


def _numbers(choices: Sequence[tuple[str, int]], card: Document) -> list[Problem]:
    numbers = [number for _code, number in choices]
    if card["ballot"] == "ordinal":
        wrong = sorted(numbers) != list(range(1, len(numbers) + 1))
        return [Problem(Fault.BAD_NUMBER)] if wrong else []
    if card["ballot"] != "cumulative":
        return [Problem(Fault.BAD_NUMBER, code) for code, number in choices if number != 1]
    bad = [Problem(Fault.BAD_NUMBER, code, found=number) for code, number in choices if number < 1]
    total, most = sum(numbers), card["max_points"]
    return bad + ([Problem(Fault.OVER_POINTS, limit=most, found=total)] if most is not None and total > most else [])
