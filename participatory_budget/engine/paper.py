"""Ballots on paper: what two people read on the same sheet, and how the figures of a batch add up. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from participatory_budget.engine.commitments import Choices

# As `enums.PaperFinding` writes them; the order of the reconciliation sheet.
VALID, BLANK, SPOILED, NO_RIGHT, SECOND = "valid", "blank", "spoiled", "no_right", "second"
FINDINGS = (VALID, BLANK, SPOILED, NO_RIGHT, SECOND)
# What one can see on the paper itself; the other two are found on the roll.
ON_PAPER = (VALID, BLANK, SPOILED)


@dataclass(frozen=True)
class Reading:
    """What one person read: VALID (it is marked), BLANK or SPOILED; choices only where it is marked."""

    kind: str
    choices: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Difference:
    """`what` is "person", "kind", or the code of a project, with the two readings of it; 0: not marked."""

    what: str
    first: str | int = ""
    second: str | int = ""


def reading(kind: str, choices: Choices = ()) -> Reading:
    return Reading(kind, tuple(sorted((code, number) for code, number in choices)) if kind == VALID else ())


def differences(first: Reading, second: Reading, *, same_person: bool) -> list[Difference]:
    """In a fixed order; none: both read the same."""
    found = [] if same_person else [Difference("person")]
    if first.kind != second.kind:
        found.append(Difference("kind", first.kind, second.kind))
    one, other = dict(first.choices), dict(second.choices)
    codes = sorted({*one, *other})
    return found + [
        Difference(code, one.get(code, 0), other.get(code, 0)) for code in codes if one.get(code) != other.get(code)
    ]


def figures_of(findings: Iterable[str]) -> dict[str, int]:
    """Each finding with its sheets, none left out, and `sheets`, which is their sum."""
    rows = list(findings)
    found = {name: rows.count(name) for name in FINDINGS}
    if sum(found.values()) != len(rows):
        raise ValueError("a sheet with a finding that is not known")
    return {**found, "sheets": len(rows)}


def sum_of(batches: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Of several batches."""
    found = dict.fromkeys((*FINDINGS, "sheets"), 0)
    for one in batches:
        for name in found:
            found[name] += one.get(name, 0)
    return found


def adds_up(figures: Mapping[str, int]) -> bool:
    return figures.get("sheets") == sum(figures.get(name, 0) for name in FINDINGS)


def whole_number(text: str) -> int | None:
    """ "12", "١٢" or "۱۲", as it stands on a sheet or on a keyboard; None where it is no whole number."""
    digits = [
        sign for sign in unicodedata.normalize("NFC", text.strip()) if unicodedata.category(sign) not in ("Cf", "Zs")
    ]
    values = [unicodedata.decimal(sign, None) for sign in digits]
    if not values or len(values) > 9 or None in values:
        return None
    return int("".join(str(value) for value in values))
