"""The examples that explain the rules are true: the small vote is counted by each of them."""

import pytest
from django.utils import translation

from participatory_budget.engine.counting import count
from participatory_budget.engine.rules import RULES
from participatory_budget.reports.rule_words import example_election, example_rows, rule_words, vote_words

WINNERS = {
    "greedy": {"park", "paths", "flowers"},
    "greedy-no-skip": {"park"},
    "greedy-threshold": {"park", "paths"},
    "greedy-exclusive": {"park", "flowers", "trees"},
    "equalshares": {"park", "trees"},
    "equalshares/add1": {"park", "flowers", "trees"},
    "equalshares/add1e": {"park", "flowers", "trees"},
    "equalshares/add1u": {"park", "flowers", "trees"},
    "equalshares/add1-comparison": {"park", "paths", "flowers"},
}


@pytest.mark.parametrize("rule", sorted(WINNERS))
def test_the_example_of_a_rule_comes_out_as_it_says(rule):
    assert set(count(example_election(rule)).selected) == WINNERS[rule]


def test_the_people_who_prefer_each_result_are_as_many_as_the_example_says():
    compared = count(example_election("equalshares/add1-comparison")).compared
    assert compared == {"equal_shares": 4, "greedy": 6}


def test_every_rule_that_can_be_counted_is_explained():
    assert {name for name in RULES if rule_words(name) is None} == set()
    assert rule_words("unknown") is None


def test_the_table_shows_the_votes_that_are_counted():
    assert [row.votes for row in example_rows()] == [8, 7, 6, 5, 4]
    assert [row.cost for row in example_rows()] == [72, 60, 40, 8, 40]


def test_how_a_ballot_is_filled_in():
    with translation.override("en"):
        assert vote_words("choose-1", 1, 1, None) == ["Everyone chooses one project."]
        assert vote_words("approval", 5, 5, None)[1] == "One ballot names exactly this many projects: 5."
        assert len(vote_words("cumulative", None, 10, 3)) == 3
