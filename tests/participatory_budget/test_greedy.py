"""Most points first: what four cities mean by it, and what no city may get."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participatory_budget.engine.counting import count
from participatory_budget.engine.election import Election, ElectionError, TieKey
from participatory_budget.engine.results import Reason
from tests.participatory_budget.elections import approve, election, elections

BALLOTS = [approve(0, 1), approve(0, 1), approve(0, 2), approve(0, 3), approve(1)]
GREEDY = ("greedy", "greedy-no-skip", "greedy-threshold", "greedy-exclusive")


def reasons(made: Election, rule: str = "auto") -> dict[str, Reason]:
    return {one.id: one.why.reason for one in count(made, rule).verdicts}


def test_what_does_not_fit_is_skipped_or_ends_the_count() -> None:
    made = election([50, 60, 40, 10], BALLOTS, 100)
    assert count(made, "greedy").selected == ("p0", "p3", "p2")
    stopped = count(made, "greedy-no-skip")
    assert stopped.selected == ("p0",)
    found = reasons(made, "greedy-no-skip")
    assert found["p1"] is Reason.LOST_NO_MONEY
    assert found["p2"] is found["p3"] is Reason.LOST_AFTER_STOP


def test_a_threshold_holds_where_the_rule_or_the_election_says_so() -> None:
    made = election([50, 30, 10, 10], BALLOTS, 100, threshold=2, rule="greedy-threshold")
    assert count(made, "greedy").selected == ("p0", "p1", "p2", "p3")
    assert count(made).selected == ("p0", "p1")
    assert reasons(made)["p3"] is Reason.LOST_UNDER_THRESHOLD
    # The election's own rule brings the election's own conditions, whatever its name says.
    assert count(replace(made, rule="greedy")).selected == ("p0", "p1")


def test_of_a_group_one_wins_and_the_other_is_told_which() -> None:
    made = election([50, 30, 10, 10], BALLOTS, 100, groups={0: ("square",), 1: ("square",), 2: ("square", "x")})
    found = count(made, "greedy-exclusive")
    assert found.selected == ("p0", "p3")
    assert found.verdicts[1].why.figures["winner"] == "p0"
    assert count(replace(made, rule="greedy-no-skip")).selected == ("p0", "p3")


def test_ties_go_to_the_lower_cost_then_to_the_id_or_as_the_election_says() -> None:
    ballots = [approve(0, 1, 2)]
    made = election([40, 30, 30], ballots, 60)
    found = count(made)
    assert found.selected == ("p1", "p2")
    assert [(tie.order, tie.decided_by) for tie in found.ties] == [(("p1", "p2", "p0"), "id")]
    dearer = count(replace(made, tie_keys=(TieKey.HIGHER_COST, TieKey.ID)))
    assert dearer.selected == ("p0",)
    assert dearer.ties[0].decided_by == "higher_cost"
    assert count(replace(made, tie_keys=(TieKey.FILE_ORDER,))).selected == ("p0",)


def test_an_unknown_rule_is_refused_by_name() -> None:
    made = election([1], [approve(0)], 1, rule="unknown")
    with pytest.raises(ElectionError, match="'unknown'"):
        count(made)
    with pytest.raises(ElectionError, match="'borda'"):
        count(made, "borda")


def test_nobody_votes_and_nothing_is_offered() -> None:
    assert count(election([], [], 100)).selected == ()
    assert count(election([10], [], 100), "equalshares/add1").selected == ()
    assert count(election([10], [[], []], 100), "equalshares/add1-comparison").selected == ()


@given(elections(most_points=3), st.sampled_from(GREEDY))
def test_never_over_budget_and_as_exhaustive_as_named(made: Election, rule: str) -> None:
    found = count(made, rule)
    cost = {one.id: one.cost for one in made.projects}
    assert found.spent == sum(cost[name] for name in found.selected) <= made.budget
    assert set(found.selected) == {one.id for one in found.verdicts if one.selected}
    lost = [one for one in found.verdicts if not one.selected]
    if rule in ("greedy", "greedy-exclusive"):
        assert all(one.cost > found.budget - found.spent for one in lost)
    if rule == "greedy-threshold":
        assert all(one.cost > found.budget - found.spent or one.score < made.threshold for one in lost)
    if rule == "greedy-no-skip" and lost:
        first = max(lost, key=lambda one: (one.score, -one.cost, [-ord(letter) for letter in one.id]))
        assert first.cost > found.budget - found.spent


@given(elections(most_points=2), st.sampled_from(GREEDY), st.randoms(use_true_random=False), st.integers(2, 7))
def test_order_and_scale_do_not_matter(made: Election, rule: str, luck: object, factor: int) -> None:
    places = list(range(len(made.projects)))
    luck.shuffle(places)  # type: ignore[attr-defined]
    shuffled = replace(
        made,
        projects=tuple(made.projects[place] for place in places),
        ballots=replace(
            made.ballots,
            members=tuple(made.ballots.members[place] for place in places),
            points=tuple(made.ballots.points[place] for place in places),
        ),
    )
    assert count(shuffled, rule).selected == count(made, rule).selected
    larger = replace(
        made,
        budget=made.budget * factor,
        projects=tuple(replace(one, cost=one.cost * factor) for one in made.projects),
    )
    assert count(larger, rule).selected == count(made, rule).selected
