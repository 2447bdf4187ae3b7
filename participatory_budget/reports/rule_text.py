"""A rule card in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from participatory_budget.engine.pabulib_terms import threshold_of
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.reports.rule_words import (
    ExampleRow,
    RuleWords,
    conditions,
    example_rows,
    rule_words,
    vote_words,
)


@dataclass(frozen=True)
class RuleText:
    """The rule card in words. `words` is None for a rule that is not known here; `name` is what the city calls it."""

    name: str
    version: int
    words: RuleWords | None
    voting: Sequence[str]
    conditions: Sequence[str]
    example: Sequence[ExampleRow]


def rule_text(card: RuleCard, *, groups: bool) -> RuleText:
    return RuleText(
        name=card.rule,
        version=card.version,
        words=rule_words(card.rule),
        voting=vote_words(card.vote_type, card.min_length, card.max_length, card.max_points),
        conditions=conditions(card.rule, threshold_of(card.threshold), groups=groups, vote_type=card.vote_type),
        example=example_rows(),
    )
