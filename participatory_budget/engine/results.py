"""What a count says: who won in which order, why each project did or did not, and which ties were decided how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class Reason(StrEnum):
    """Why a project won or lost; its figures stand in `Why.figures`. Money is in smallest parts, as everywhere here."""

    WON_BY_VOTES = "won_by_votes"  # score, left
    WON_BY_SHARES = "won_by_shares"  # voters, price (the most that one supporter paid per point), left
    WON_BY_COMPLETION = "won_by_completion"  # score, left: Equal Shares left money over, most votes first from there
    LOST_NO_MONEY = "lost_no_money"  # cost, left
    LOST_AFTER_STOP = "lost_after_stop"  # stopped_at (id): the count stopped at the first project that did not fit
    LOST_UNDER_THRESHOLD = "lost_under_threshold"  # score, threshold
    LOST_EXCLUSIVE = "lost_exclusive"  # winner (id): another project of its group won
    LOST_SUPPORTERS_SHORT = "lost_supporters_short"  # behind, cost: its supporters had that much left
    LOST_NO_SUPPORT = "lost_no_support"
    LOST_BY_COMPARISON = "lost_by_comparison"  # more people preferred the other result


@dataclass(frozen=True)
class Why:
    reason: Reason
    figures: Mapping[str, int | str | Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What became of one project."""

    id: str
    score: Fraction
    voters: int
    cost: int
    selected: bool
    why: Why


@dataclass(frozen=True)
class Tie:
    """Projects that stood equal when one had to come first. `decided_by` is a TieKey, `order` is how they came."""

    order: tuple[str, ...]
    decided_by: str


@dataclass(frozen=True)
class Result:
    """`selected` in the order in which they won; `verdicts` in the order of the election's projects."""

    rule: str
    selected: tuple[str, ...]
    spent: int
    budget: int
    verdicts: tuple[Verdict, ...]
    ties: tuple[Tie, ...]
    compared: Mapping[str, int] = field(default_factory=dict)  # comparison step: people who preferred each result
