"""Whom a result serves: how many people have something they chose among the winners, and where the money goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from participatory_budget.engine.election import Election


@dataclass(frozen=True)
class Fairness:
    """People are ballots. `with_a_win` chose at least one winner; `chosen_money` is the median, over all people, of
    the money spent on what each one chose, in smallest parts."""

    people: int
    with_a_win: int
    empty: int
    chosen_money: int
    by_group: Mapping[str, int]


def figures(election: Election, selected: Collection[str], groups: Sequence[str] | None = None) -> Fairness:
    """`groups` names the district or theme of each project, in the order of the projects; money is summed by it."""
    ballots = election.ballots
    wins = np.zeros(len(ballots.weights), dtype=bool)
    chose = np.zeros(len(ballots.weights), dtype=bool)
    money = np.zeros(len(ballots.weights), dtype=np.int64)
    winners = set(selected)
    by_group: dict[str, int] = {}
    for place, project in enumerate(election.projects):
        chose[ballots.members[place]] = True
        if groups is not None:
            by_group.setdefault(groups[place], 0)
        if project.id in winners:
            wins[ballots.members[place]] = True
            money[ballots.members[place]] += project.cost
            if groups is not None:
                by_group[groups[place]] += project.cost
    return Fairness(
        people=ballots.people,
        with_a_win=int(ballots.weights[wins].sum()),
        empty=int(ballots.weights[~chose].sum()),
        chosen_money=_median(money, ballots.weights),
        by_group=by_group,
    )


def _median(values: np.ndarray, weights: np.ndarray) -> int:
    """Of the lower half's end where two would do."""
    if not len(values):
        return 0
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return int(values[order][np.searchsorted(reached, (int(reached[-1]) + 1) // 2)])
