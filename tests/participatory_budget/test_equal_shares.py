"""Equal Shares: equal to the definition, exact where it is close, and to an engine that none of us wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participatory_budget.engine import rules
from participatory_budget.engine.completing import fair_share
from participatory_budget.engine.counting import count
from participatory_budget.engine.election import Election, ElectionError
from participatory_budget.engine.explaining import sentence
from participatory_budget.engine.fairness import figures
from participatory_budget.engine.hashing import inputs_sha256, result_sha256
from participatory_budget.engine.results import Reason
from participatory_budget.engine.rules import RULES, Limits, Outcome, rule
from participatory_budget.engine.shares import equal_shares
from tests.participatory_budget.elections import approve, election, elections, equal_shares_by_hand, people_of

FAIR = tuple(sorted(name for name in RULES if name.startswith("equalshares")))


def test_a_minority_has_its_share() -> None:
    # Six people want three projects of the north, three want the south's: a third of the money is theirs.
    ballots = [approve(0, 1, 2)] * 6 + [approve(3)] * 3
    made = election([30, 30, 30, 30], ballots, 90, rule="equalshares")
    found = count(made)
    assert set(found.selected) == {"p0", "p1", "p3"}
    assert set(count(made, "greedy").selected) == {"p0", "p1", "p2"}
    assert figures(made, found.selected).with_a_win == 9
    assert figures(made, count(made, "greedy").selected).with_a_win == 6


def test_each_loser_is_told_what_its_supporters_had() -> None:
    made = election([100, 90], [approve(0)] * 4 + [approve(1)] * 3, 140, rule="equalshares", unit=100)
    verdict = count(made).verdicts[1]
    assert verdict.why.reason is Reason.LOST_SUPPORTERS_SHORT
    assert sentence(verdict.why, 100) == "lost: its supporters had 0.60 of 0.90"


@given(elections(most_points=3))
def test_equal_to_the_definition(made: Election) -> None:
    if made.ballots.people:
        assert list(count(made, "equalshares").selected) == equal_shares_by_hand(made, fair_share(made))


@given(elections(most_points=2))
def test_add1_is_the_definition_with_raised_shares(made: Election) -> None:
    if not made.ballots.people:
        return
    cost = {one.id: one.cost for one in made.projects}
    wanted = {made.projects[place].id for ballot in people_of(made) for place in ballot}
    best = equal_shares_by_hand(made, fair_share(made))
    whole = made.budget // made.ballots.people
    for step in range(1, 100):
        if set(best) == wanted:
            break
        raised = equal_shares_by_hand(made, Fraction(whole + step))
        if sum(cost[name] for name in raised) > made.budget:
            break
        best = raised
    assert list(count(made, "equalshares/add1").selected) == best


@given(elections(most_points=3), st.sampled_from(FAIR))
def test_never_over_budget_and_as_exhaustive_as_named(made: Election, name: str) -> None:
    found = count(made, name)
    assert found.spent == sum(one.cost for one in found.verdicts if one.selected) <= made.budget
    assert all(one.why.reason for one in found.verdicts)
    if name == "equalshares/add1u":
        assert all(one.cost > found.budget - found.spent for one in found.verdicts if not one.selected)
        assert set(count(made, "equalshares/add1").selected) <= set(found.selected)


@given(elections(), st.integers(2, 9))
def test_scale_does_not_matter(made: Election, factor: int) -> None:
    larger = replace(
        made,
        budget=made.budget * factor,
        unit=made.unit * factor,
        projects=tuple(replace(one, cost=one.cost * factor) for one in made.projects),
    )
    for name in FAIR:
        assert count(larger, name).selected == count(made, name).selected


def test_a_hair_decides_in_fractions() -> None:
    """Two projects whose value differs in the twelfth digit: floats see a tie, fractions do not."""
    large = 10**13
    ballots = [approve(0)] * 3 + [approve(1)] * 3
    # Shares of a third each: both affordable alone, but not by the same people; the cheaper one per cost is the same.
    made = election([large, large - 1], ballots, large * 2, rule="equalshares")
    found = count(made)
    assert found.ties  # equal supporters for their cost is an exact tie …
    assert found.selected[0] == "p1"  # … and the lower cost comes first
    # One part too little is too little, however many parts there are.
    short = election([large + 1], [approve(0)] * 3, large, rule="equalshares")
    assert count(short).selected == ()
    enough = election([large], [approve(0)] * 3, large, rule="equalshares")
    assert count(enough).selected == ("p0",)


def test_the_comparison_keeps_what_more_people_prefer() -> None:
    ballots = [approve(0)] * 6 + [approve(1)] * 4
    made = election([100, 40], ballots, 100, rule="equalshares/add1-comparison")
    found = count(made)
    assert found.compared == {"equal_shares": 4, "greedy": 6}
    assert found.selected == ("p0",)
    assert found.verdicts[1].why.reason is Reason.LOST_BY_COMPARISON
    assert count(made, "equalshares/add1").selected == ("p1",)


def test_groups_of_which_one_may_win_are_refused_by_equal_shares() -> None:
    made = election([1, 1], [approve(0, 1)], 2, rule="equalshares", groups={0: ("a",), 1: ("a",)})
    with pytest.raises(ElectionError, match="exclude each other"):
        count(made)


def test_a_rule_of_law_plugs_in() -> None:
    def cheapest(made: Election, limits: Limits) -> Outcome:
        base = RULES["greedy"](made, limits)
        return Outcome(sorted(base.selected, key=lambda one: made.projects[one].cost), base.why)

    rule("test/cheapest-first")(cheapest)
    try:
        made = election([30, 10], [approve(0, 1)], 50, rule="test/cheapest-first")
        assert count(made).selected == ("p1", "p0")
        with pytest.raises(ElectionError, match="same name"):
            rule("test/cheapest-first")(cheapest)
    finally:
        rules._RULES.pop("test/cheapest-first")


@given(elections(most_points=2), st.randoms(use_true_random=False))
def test_the_same_inputs_give_the_same_hash_whoever_votes_first(made: Election, luck: object) -> None:
    ballots = [list(one.items()) for one in people_of(made)]
    luck.shuffle(ballots)  # type: ignore[attr-defined]
    costs = [one.cost for one in made.projects]
    again = election(costs, ballots, made.budget, threshold=int(made.threshold), rule="")
    assert inputs_sha256(again) == inputs_sha256(made)
    for name in ("greedy", "equalshares/add1"):
        assert result_sha256(count(again, name)) == result_sha256(count(made, name))
    one_more = election(costs, [*ballots, []], made.budget, threshold=int(made.threshold), rule="")
    assert inputs_sha256(one_more) != inputs_sha256(made)


EXPECTED = json.loads((Path(__file__).parent / "independent_counts.json").read_text())


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(EXPECTED))
def test_equal_to_an_independent_engine(file: str, real_election: object) -> None:
    made = real_election(file)  # type: ignore[operator]
    for name, expected in EXPECTED[file].items():
        assert sorted(count(made, name).selected) == expected, name


RAISES = json.loads((Path(__file__).parent / "independent_raises.json").read_text())


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(RAISES))
def test_raised_shares_equal_an_independent_engine(file: str, real_election: object) -> None:
    """Where it needs hundreds of raises: some on the way, the last that can be paid, and the first that cannot."""
    made: Election = real_election(file)  # type: ignore[operator]
    whole = fair_share(made) // made.unit * made.unit
    codes = [one.id for one in made.projects]
    for step, expected in RAISES[file].items():
        found = equal_shares(made, Fraction(whole + int(step) * made.unit), frozenset(range(len(codes))))
        assert sorted(codes[place] for place in found.places) == expected["selected"], step
        assert (found.spent <= made.budget) == expected["feasible"], step
    last = max((step for step in RAISES[file] if RAISES[file][step]["feasible"]), key=int)
    assert sorted(count(made, "equalshares/add1").selected) == RAISES[file][last]["selected"]
