"""The rules by name. A law that nobody foresaw is one more function under one more name (docs/counting.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from participatory_budget.engine.completing import Raised, add_one, fair_share
from participatory_budget.engine.election import Election, ElectionError
from participatory_budget.engine.greedy import Walk, Way, walk
from participatory_budget.engine.results import Reason, Tie, Why
from participatory_budget.engine.shares import equal_shares


@dataclass(frozen=True)
class Limits:
    """Which of the election's own conditions hold: its threshold, its groups of which one may win."""

    threshold: bool
    exclusive: bool


@dataclass
class Outcome:
    """What a rule returns: places in the order in which they won, a reason for each place, ties, the comparison."""

    selected: list[int]
    why: dict[int, Why]
    ties: list[Tie] = field(default_factory=list)
    compared: dict[str, int] = field(default_factory=dict)


Rule = Callable[[Election, Limits], Outcome]
_RULES: dict[str, Rule] = {}
RULES: Mapping[str, Rule] = MappingProxyType(_RULES)


def rule(name: str) -> Callable[[Rule], Rule]:
    """Puts a function into `RULES`. It must be pure and give each place a reason."""

    def add(function: Rule) -> Rule:
        if name in _RULES:
            raise ElectionError("two rules have the same name", name)
        _RULES[name] = function
        return function

    return add


def rule_called(name: str) -> Rule:
    found = RULES.get(name)
    if found is None:
        raise ElectionError(f"there is no rule called {name!r}; known are: {', '.join(sorted(RULES))}", "rule")
    return found


def _greedy(*, stops: bool = False, threshold: bool = False, exclusive: bool = False) -> Rule:
    def counted(election: Election, limits: Limits) -> Outcome:
        way = Way(stops=stops, threshold=threshold or limits.threshold, exclusive=exclusive or limits.exclusive)
        return _from_walk(walk(election, way))

    return counted


def _from_walk(found: Walk) -> Outcome:
    return Outcome(found.selected, found.why, found.ties)


rule("greedy")(_greedy())
rule("greedy-no-skip")(_greedy(stops=True))
rule("greedy-threshold")(_greedy(threshold=True))
rule("greedy-exclusive")(_greedy(exclusive=True))


@rule("equalshares")
def _plain(election: Election, limits: Limits) -> Outcome:
    allowed, why = _allowed(election, limits)
    shares = equal_shares(election, fair_share(election), allowed)
    return _from_shares(election, Raised(shares, 0), why)


@rule("equalshares/add1")
def _add1(election: Election, limits: Limits) -> Outcome:
    allowed, why = _allowed(election, limits)
    return _from_shares(election, add_one(election, allowed), why)


@rule("equalshares/add1e")
def _add1e(election: Election, limits: Limits) -> Outcome:
    allowed, why = _allowed(election, limits)
    return _from_shares(election, add_one(election, allowed, until_exhaustive=True), why)


@rule("equalshares/add1u")
def _add1u(election: Election, limits: Limits) -> Outcome:
    """What add1 leaves over goes to the projects with most points that still fit."""
    first = _add1(election, limits)
    way = Way(threshold=limits.threshold, exclusive=limits.exclusive)
    rest = walk(election, way, already=first.selected, reason=Reason.WON_BY_COMPLETION)
    return Outcome(
        rest.selected, {**rest.why, **{place: first.why[place] for place in first.selected}}, first.ties + rest.ties
    )


@rule("equalshares/add1-comparison")
def _compared(election: Election, limits: Limits) -> Outcome:
    """add1, kept unless more people prefer greedy's result: by the money spent on what they chose."""
    fair = _add1(election, limits)
    greedy = _from_walk(walk(election, Way(threshold=limits.threshold, exclusive=limits.exclusive)))
    for_fair, for_greedy = _preferences(election, fair.selected, greedy.selected)
    kept = fair if for_greedy <= for_fair else greedy
    kept.compared = {"equal_shares": for_fair, "greedy": for_greedy}
    if kept is greedy:
        for place in fair.selected:
            if place not in greedy.selected:
                kept.why[place] = Why(Reason.LOST_BY_COMPARISON, {"for_this": for_fair, "for_other": for_greedy})
    return kept


def _preferences(election: Election, one: list[int], other: list[int]) -> tuple[int, int]:
    """People for whom more money is spent on their choices in the first result, and in the second."""
    gain = [0] * len(election.ballots.weights)
    for places, sign in ((one, 1), (other, -1)):
        for place in places:
            for member in election.ballots.members[place].tolist():
                gain[member] += sign * election.projects[place].cost
    weights = election.ballots.weights.tolist()
    return (
        sum(weight for weight, more in zip(weights, gain, strict=True) if more > 0),
        sum(weight for weight, more in zip(weights, gain, strict=True) if more < 0),
    )


def _allowed(election: Election, limits: Limits) -> tuple[frozenset[int], dict[int, Why]]:
    """Equal Shares has no place for a project under the threshold, and none for groups of which one may win."""
    if limits.exclusive and any(project.groups for project in election.projects):
        raise ElectionError("Equal Shares does not know projects that exclude each other", "rule")
    why = {}
    for place in range(len(election.projects)):
        score = election.ballots.score(place)
        if limits.threshold and score < election.threshold:
            why[place] = Why(Reason.LOST_UNDER_THRESHOLD, {"score": score, "threshold": election.threshold})
    return frozenset(range(len(election.projects))).difference(why), why


def _from_shares(election: Election, raised: Raised, why: dict[int, Why]) -> Outcome:
    shares = raised.shares
    for one in shares.bought:
        figures = {"voters": election.ballots.voters(one.place), "price": round(one.price), "left": one.left}
        why[one.place] = Why(Reason.WON_BY_SHARES, figures)
    for place, behind in shares.behind.items():
        cost = election.projects[place].cost
        why[place] = Why(Reason.LOST_SUPPORTERS_SHORT, {"behind": min(behind, max(cost - 1, 0)), "cost": cost})
    for place in range(len(election.projects)):
        why.setdefault(place, Why(Reason.LOST_NO_SUPPORT, {}))
    return Outcome(list(shares.places), why, list(shares.ties))
