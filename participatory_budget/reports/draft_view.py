"""A draft as it will look once it is public, and where one stands in writing it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from participatory_budget.engine.answers import STEPS, point_of
from participatory_budget.engine.typed_money import parse_money
from participatory_budget.models.budget import Budget
from participatory_budget.reports.money import money
from participatory_budget.reports.proposal_problems import LABELS, STEP_TITLES
from participatory_budget.selectors.choices import Offer


@dataclass(frozen=True)
class StepLink:
    slug: str
    title: str
    url: str
    number: int
    is_current: bool
    is_done: bool = False  # gone past, with nothing left to complain of


@dataclass(frozen=True)
class ShownAnswer:
    """`language`: of a name that the city gave; people's own words say theirs by their letters."""

    field: str
    label: str
    text: str
    language: str = ""
    is_long: bool = False


@dataclass(frozen=True)
class Section:
    step: StepLink
    answers: Sequence[ShownAnswer]


def step_links(base: str, current: str, unfinished: Collection[str]) -> list[StepLink]:
    """`unfinished`: steps that are empty or would keep it from being sent."""
    order = list(STEPS)
    passed = order[: order.index(current)]
    return [
        StepLink(
            slug,
            str(STEP_TITLES[slug]),
            f"{base}{slug}/",
            number,
            is_current=slug == current,
            is_done=slug in passed and slug not in unfinished,
        )
        for number, slug in enumerate(order, start=1)
    ]


def sections(budget: Budget, answers: Mapping[str, str], offer: Offer, steps: Sequence[StepLink]) -> list[Section]:
    """All that was answered, by step; the last step is the page that shows it."""
    return [
        Section(
            step, [_shown(budget, name, answers, offer) for name in STEPS[step.slug] if _is_answered(name, answers)]
        )
        for step in steps[:-1]
    ]


def _is_answered(name: str, answers: Mapping[str, str]) -> bool:
    return bool(answers.get(name, "").strip()) and name not in ("latitude", "longitude", "photo_alt")


def _shown(budget: Budget, name: str, answers: Mapping[str, str], offer: Offer) -> ShownAnswer:
    text = answers[name].strip()
    language = ""
    if name == "envelope":
        text, language = next(
            ((one.name, one.language) for one in offer.envelopes if one.envelope.slug == text), (text, "")
        )
    elif name == "category":
        text, language = next(((one.name, one.language) for one in offer.categories if one.slug == text), (text, ""))
    elif name == "cost_guess":
        text = _sum(text, offer.unit, budget.currency)
    return ShownAnswer(name, str(LABELS[name]), text, language, name in ("description", "benefit"))


def _sum(text: str, unit: int, currency: str) -> str:
    """As it was understood, so that a misread thousand is seen before it is sent; else as it was typed."""
    try:
        return money(parse_money(text, unit), currency)
    except ValueError:
        return text


def has_point(answers: Mapping[str, str]) -> bool:
    return point_of(answers) is not None
