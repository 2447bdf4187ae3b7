"""What is asked of somebody who proposes, step by step, and what is wrong with what they typed. Pure.

Answers are kept as they were typed, so that nothing is lost that was not understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from participatory_budget.engine.places import degrees, inside, place_of
from participatory_budget.engine.typed_money import parse_money

# The steps in order, each with the fields that it alone may write.
STEPS: Mapping[str, tuple[str, ...]] = {
    "idea": ("title", "description"),
    "people": ("benefit", "category"),
    "place": ("envelope", "place", "latitude", "longitude"),
    "money": ("cost_guess", "photo_alt"),
    "check": ("publish_as", "author_name"),
}
LIMITS: Mapping[str, int] = {
    "title": 120,
    "description": 6000,
    "benefit": 2000,
    "place": 200,
    "cost_guess": 40,
    "photo_alt": 200,
    "author_name": 80,
}
# What an author may still change once it was sent.
WORDS = ("title", "description", "benefit")
# More than that of one field is no answer; it is cut, or a draft could grow without end.
LONGEST_KEPT = 20_000
NAMED = ("named", "pseudonym")
NAME_CHOICES = (*NAMED, "anonymous")


class Fault(StrEnum):
    """What is wrong with one answer; words: reports/proposal_problems.py."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNKNOWN = "unknown"
    NO_SUM = "no_sum"
    NO_PLACE = "no_place"
    OTHER_DISTRICT = "other_district"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Problem:
    field: str
    fault: Fault
    detail: str = ""  # a number or a key that the words name

    @property
    def step(self) -> str:
        return step_of(self.field)


@dataclass(frozen=True)
class District:
    key: str
    outline: Mapping[str, Any]


@dataclass(frozen=True)
class Choices:
    """What may be chosen in this budget. `districts` in the order in which they are asked whether a point is theirs."""

    envelopes: frozenset[str]
    categories: frozenset[str] = frozenset()
    districts: tuple[District, ...] = ()
    unit: int = 100
    has_photo: bool = False
    names: Mapping[str, str] = field(default_factory=dict)


def step_of(name: str) -> str:
    return next(step for step, names in STEPS.items() if name in names)


def typed(step: str, data: Mapping[str, Any]) -> dict[str, str]:
    """The answers of one step out of a form, whatever else the form brought along. A field that is not there stays."""
    return {name: _tidy(str(data[name])) for name in STEPS[step] if name in data}


def _tidy(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n")[:LONGEST_KEPT]


def is_empty(answers: Mapping[str, str]) -> bool:
    """Nothing that somebody wrote: a chosen district alone is no idea."""
    written = ("title", "description", "benefit", "place", "cost_guess", "photo_alt")
    return not any(answers.get(name, "").strip() for name in written)


def point_of(answers: Mapping[str, str]) -> tuple[float, float] | None:
    latitude = degrees(answers.get("latitude", ""), 90)
    longitude = degrees(answers.get("longitude", ""), 180)
    return None if latitude is None or longitude is None else (latitude, longitude)


def suggested_envelope(answers: Mapping[str, str], districts: Iterable[District]) -> str:
    """The district that the point lies in; "" without a point and outside of all."""
    point = point_of(answers)
    return (place_of(((one.key, one.outline) for one in districts), *point) or "") if point else ""


def problems(answers: Mapping[str, str], choices: Choices) -> list[Problem]:
    """Everything that keeps a proposal from being sent, in the order of the steps."""
    found = [
        Problem(name, Fault.TOO_LONG, str(most))
        for name, most in LIMITS.items()
        if len(answers.get(name, "").strip()) > most
    ]
    found += [*_missing(answers, choices), *_unknown(answers, choices), *_sum(answers, choices.unit)]
    found += _point(answers, choices)
    order = [name for names in STEPS.values() for name in names]
    return sorted(found, key=lambda one: order.index(one.field))


def problems_of_words(words: Mapping[str, str]) -> list[Problem]:
    """The same, when only the words are changed."""
    found = [Problem(name, Fault.MISSING) for name in WORDS[:2] if not words.get(name, "").strip()]
    return found + [
        Problem(name, Fault.TOO_LONG, str(LIMITS[name]))
        for name in WORDS
        if len(words.get(name, "").strip()) > LIMITS[name]
    ]


def _missing(answers: Mapping[str, str], choices: Choices) -> list[Problem]:
    wanted = ["title", "description", "envelope", "publish_as"]
    if choices.has_photo:
        wanted.append("photo_alt")
    if answers.get("publish_as") in NAMED:
        wanted.append("author_name")
    return [Problem(name, Fault.MISSING) for name in wanted if not answers.get(name, "").strip()]


def _unknown(answers: Mapping[str, str], choices: Choices) -> list[Problem]:
    allowed = {
        "envelope": choices.envelopes,
        "category": choices.categories,
        "publish_as": frozenset(NAME_CHOICES),
    }
    return [
        Problem(name, Fault.UNKNOWN)
        for name, values in allowed.items()
        if answers.get(name, "") and answers[name] not in values
    ]


def _sum(answers: Mapping[str, str], unit: int) -> list[Problem]:
    text = answers.get("cost_guess", "")
    if not text.strip():
        return []
    try:
        parse_money(text, unit)
    except ValueError:
        return [Problem("cost_guess", Fault.NO_SUM)]
    return []


def _point(answers: Mapping[str, str], choices: Choices) -> list[Problem]:
    given = answers.get("latitude", "").strip() or answers.get("longitude", "").strip()
    point = point_of(answers)
    if point is None:
        return [Problem("place", Fault.NO_PLACE)] if given else []
    chosen = next((one for one in choices.districts if one.key == answers.get("envelope")), None)
    # For the whole city the point may lie anywhere.
    if chosen is None or inside(chosen.outline, *point):
        return []
    lies_in = suggested_envelope(answers, choices.districts)
    if lies_in:
        return [Problem("envelope", Fault.OTHER_DISTRICT, lies_in)]
    return [Problem("envelope", Fault.OUTSIDE)] if chosen.outline else []
