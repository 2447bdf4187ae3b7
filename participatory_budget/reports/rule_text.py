"""A rule card in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from participatory_budget.engine.election import TieKey
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

# What decides between projects that stand equal.
TIE_KEYS = {
    TieKey.LOWER_COST: _("The cheaper project comes first"),
    TieKey.HIGHER_COST: _("The dearer project comes first"),
    TieKey.MORE_VOTERS: _("The project with more voters comes first"),
    TieKey.FILE_ORDER: _("In the order of the ballot"),
    TieKey.ID: _("In the order of their numbers"),
}


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


def tie_words(keys: Sequence[str]) -> str:
    """In their order, as one sentence after another."""
    return " · ".join(str(TIE_KEYS[TieKey(key)]) for key in keys)
