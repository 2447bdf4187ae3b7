"""What another rule would have made of the same votes. It changes nothing: the result stays what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

from participatory_budget.engine.rules import RULES
from participatory_budget.reports.money import money
from participatory_budget.reports.project_rows import ProjectRow
from participatory_budget.reports.results import EnvelopeResult, ResultsView
from participatory_budget.reports.rule_words import RuleWords, rule_words
from participatory_budget.reports.tally import MOST_TO_COMPARE, counted_by, tally


@dataclass(frozen=True)
class RuleLink:
    rule: str
    name: str
    is_own: bool


@dataclass(frozen=True)
class Change:
    """A project that wins under one of the two rules only."""

    row: ProjectRow
    wins_now: bool
    wins_then: bool


@dataclass(frozen=True)
class Side:
    """One of the two results, in figures."""

    winners: str
    spent: str
    served: str  # ballots with at least one winner


@dataclass(frozen=True)
class EnvelopeComparison:
    name: str
    language: str
    is_too_large: bool
    changes: Sequence[Change]
    now: Side | None = None
    then: Side | None = None


@dataclass(frozen=True)
class WhatIf:
    rule: str
    words: RuleWords
    is_own: bool
    envelopes: Sequence[EnvelopeComparison]


def rule_links(own: str) -> list[RuleLink]:
    """Rules that one may compare with, in the order in which they are explained."""
    return [RuleLink(name, words.name, name == own) for name in RULES if (words := rule_words(name))]


def what_if(results: ResultsView, rule: str) -> WhatIf | None:
    """None for a rule that is not known, or where there is no result to compare with."""
    words = rule_words(rule) if rule in RULES else None
    if words is None or not results.is_decided:
        return None
    is_own = rule == results.card.rule
    envelopes = [] if is_own else [_compared(one, rule) for one in results.envelopes if one.count]
    return WhatIf(rule, words, is_own, envelopes)


def _compared(one: EnvelopeResult, rule: str) -> EnvelopeComparison:
    name, language = one.named.name, one.named.language
    if one.count is None or one.result is None or one.tally.people * len(one.rows) > MOST_TO_COMPARE:
        return EnvelopeComparison(name, language, True, [])
    other = counted_by(one.named.envelope, rule, one.count.inputs_sha256, one.result.budget)
    served = tally(one.named.envelope, other.selected, f"{one.count.inputs_sha256}:{rule}")
    winners = set(other.selected)
    return EnvelopeComparison(
        name,
        language,
        False,
        [Change(row, bool(row.won), row.code in winners) for row in one.rows if bool(row.won) != (row.code in winners)],
        now=Side(_number(len(one.winners)), one.spent, _number(one.tally.with_a_win)),
        then=Side(_number(len(other.selected)), money(other.spent, one.currency), _number(served.with_a_win)),
    )


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)
