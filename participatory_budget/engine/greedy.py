"""Most points first. Real cities mean four different things by it; each is a setting of one walk down the list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from participatory_budget.engine.election import Election
from participatory_budget.engine.results import Reason, Tie, Why
from participatory_budget.engine.ties import break_tie


@dataclass(frozen=True)
class Way:
    """`stops`: at the first project that does not fit, instead of trying the next one.

    `threshold`: projects with fewer points cannot win. `exclusive`: one winner in each group.
    """

    stops: bool = False
    threshold: bool = False
    exclusive: bool = False


@dataclass
class Walk:
    """What came out: places in the order in which they won, a reason for every project, the ties on the way."""

    selected: list[int] = field(default_factory=list)
    spent: int = 0
    why: dict[int, Why] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)


def by_points(election: Election, places: Sequence[int]) -> tuple[list[int], list[Tie]]:
    """Most points first; equal ones by the election's keys."""
    scores = {place: election.ballots.score(place) for place in places}
    order: list[int] = []
    ties: list[Tie] = []
    for _score, group in groupby(sorted(places, key=lambda one: (-scores[one], one)), key=scores.__getitem__):
        equal = list(group)
        if len(equal) > 1:
            equal, tie = break_tie(election, equal)
            ties.append(tie)
        order += equal
    return order, ties


def walk(election: Election, way: Way, *, already: Collection[int] = (), reason: Reason = Reason.WON_BY_VOTES) -> Walk:
    """Down the list, with the money that is left. `already` are winners that an earlier step paid for."""
    found = Walk(selected=list(already), spent=sum(election.projects[place].cost for place in already))
    taken = {group: place for place in already for group in election.projects[place].groups}
    order, ties = by_points(election, [place for place in range(len(election.projects)) if place not in set(already)])
    found.ties = ties
    stopped: int | None = None
    for place in order:
        project = election.projects[place]
        score = election.ballots.score(place)
        left = election.budget - found.spent
        rival = next((taken[group] for group in project.groups if group in taken), None)
        if way.threshold and score < election.threshold:
            found.why[place] = Why(Reason.LOST_UNDER_THRESHOLD, {"score": score, "threshold": election.threshold})
        elif stopped is not None:
            found.why[place] = Why(Reason.LOST_AFTER_STOP, {"stopped_at": election.projects[stopped].id})
        elif way.exclusive and rival is not None:
            found.why[place] = Why(Reason.LOST_EXCLUSIVE, {"winner": election.projects[rival].id})
        elif project.cost > left:
            found.why[place] = Why(Reason.LOST_NO_MONEY, {"cost": project.cost, "left": left, "score": score})
            stopped = place if way.stops else None
        else:
            found.selected.append(place)
            found.spent += project.cost
            taken.update(dict.fromkeys(project.groups, place))
            found.why[place] = Why(reason, {"score": _plain(score), "left": left - project.cost})
    return found


def _plain(score: Fraction) -> Fraction | int:
    return int(score) if score.denominator == 1 else score
