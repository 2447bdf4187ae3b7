"""What is counted: projects with a price, a sum of money, and ballots. The same facts always give the same hash.

Money is a whole number of the currency's smallest part (cents; millimes for a dinar). `unit` says how many of them make
one of the currency.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from hub.core.engine.currency import unit_of as unit_of
from participatory_budget.engine.ballots import Ballots


class VoteType(StrEnum):
    """How a ballot is filled in; the words of the Pabulib format."""

    APPROVAL = "approval"
    ORDINAL = "ordinal"
    CUMULATIVE = "cumulative"
    CHOOSE_ONE = "choose-1"


class ElectionError(ValueError):
    """The election cannot be read or counted. `where` names the line, field or rule."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where


class TieKey(StrEnum):
    """What decides between projects that stand equal. The id decides last, so that something always does."""

    LOWER_COST = "lower_cost"
    HIGHER_COST = "higher_cost"
    MORE_VOTERS = "more_voters"
    FILE_ORDER = "file_order"
    ID = "id"


@dataclass(frozen=True)
class Project:
    """One choice on the ballot. Of the projects that share a group, at most one can win."""

    id: str
    cost: int
    groups: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.cost < 0:
            raise ElectionError("a project cannot cost less than nothing", self.id)


@dataclass(frozen=True)
class Election:
    """One envelope, voted on once. `ballots` refer to projects by their place in `projects`."""

    projects: tuple[Project, ...]
    budget: int
    ballots: Ballots
    vote_type: VoteType
    rule: str = ""
    threshold: Fraction = Fraction(0)  # points that a project needs, where the rule asks for them
    unit: int = 100
    tie_keys: tuple[TieKey, ...] = field(default=(TieKey.LOWER_COST, TieKey.ID))

    def __post_init__(self) -> None:
        if self.budget < 0:
            raise ElectionError("the budget is less than nothing", "budget")
        seen: set[str] = set()
        for project in self.projects:
            if project.id in seen:
                raise ElectionError("two projects have the same id", project.id)
            seen.add(project.id)
