"""Casting: what is accepted, what is not, and that the same press twice is one ballot."""

from __future__ import annotations

import pytest

from participatory_budget.engine.commitments import new_nonce, receipt_from
from participatory_budget.engine.limits import Fault
from participatory_budget.models.ballot_box import WaitingBallot
from participatory_budget.models.basket import Basket
from participatory_budget.models.election import FrozenElection
from participatory_budget.models.roll import Acceptance
from participatory_budget.services.errors import NotAllowedError
from participatory_budget.services.voting.casting import BallotError, save_basket
from tests.factories.elections import open_vote, vote, voter
from tests.factories.proposals import NOW

pytestmark = pytest.mark.django_db


def test_a_ballot_is_accepted_once_however_often_the_button_is_pressed() -> None:
    budget = open_vote()
    alice = voter(budget)
    save_basket(alice, budget.envelopes.get(slug="city"), [("city-1", 1)], now=NOW)
    nonce = new_nonce()
    first = vote(alice, budget, "city", ["city-1", "city-2"], nonce=nonce)
    again = vote(alice, budget, "city", ["city-2", "city-1"], nonce=nonce)
    assert first == again
    assert receipt_from(first.text().upper()) == first
    assert WaitingBallot.objects.count() == 1
    assert Acceptance.objects.count() == 1
    assert not Basket.objects.exists()
    assert FrozenElection.objects.get().budget == budget


def test_a_second_ballot_is_a_second_turn_of_the_same_tag() -> None:
    budget = open_vote()
    alice = voter(budget)
    vote(alice, budget, "city", ["city-1"])
    vote(alice, budget, "city", ["city-2"])
    rows = WaitingBallot.objects.order_by("turn")
    assert [one.turn for one in rows] == [1, 2]
    assert len({one.tag for one in rows}) == 1
    vote(alice, budget, "north", ["north-1"])
    assert len(set(WaitingBallot.objects.values_list("tag", flat=True))) == 2


def test_whoever_votes_in_one_district_votes_in_no_other() -> None:
    budget = open_vote()
    alice, dan = voter(budget), voter(budget, district="south")
    vote(alice, budget, "north", ["north-1"])
    with pytest.raises(NotAllowedError):
        vote(alice, budget, "south", ["south-1"])
    with pytest.raises(NotAllowedError):
        vote(dan, budget, "north", ["north-1"])


@pytest.mark.parametrize("phase", ["proposals", "evaluation", "results"])
def test_nothing_is_accepted_outside_the_vote(phase: str) -> None:
    budget = open_vote(phase)
    alice = voter(budget)
    with pytest.raises(NotAllowedError):
        vote(alice, budget, "city", ["city-1"])
    assert not WaitingBallot.objects.exists()


@pytest.mark.parametrize(
    ("card", "rules", "choices", "fault"),
    [
        ({}, {}, [], Fault.EMPTY),
        ({}, {}, ["north-1"], Fault.UNKNOWN),
        ({}, {}, ["city-1", "city-1"], Fault.TWICE),
        ({"max_length": 1}, {}, ["city-1", "city-2"], Fault.TOO_MANY),
        ({"min_length": 2}, {}, ["city-1"], Fault.TOO_FEW),
        ({}, {"within_money": True}, ["city-1", "city-2", "city-3", "city-4"], Fault.OVER_MONEY),
        ({"vote_type": "choose-1"}, {}, ["city-1", "city-2"], Fault.TOO_MANY),
        ({"vote_type": "cumulative", "max_points": 5}, {}, [("city-1", 6)], Fault.OVER_POINTS),
        ({"vote_type": "cumulative", "max_points": 5}, {}, [("city-1", 0)], Fault.BAD_NUMBER),
        ({"vote_type": "ordinal", "max_length": 3}, {}, [("city-1", 1), ("city-2", 3)], Fault.BAD_NUMBER),
    ],
)
def test_a_ballot_against_the_rules_is_refused_and_nothing_is_kept(
    card: dict[str, object], rules: dict[str, object], choices: list[str], fault: Fault
) -> None:
    budget = open_vote(card=card, projects=4, **rules)
    budget.envelopes.filter(slug="city").update(amount=6_000_000)
    alice = voter(budget)
    with pytest.raises(BallotError) as refused:
        vote(alice, budget, "city", choices)
    assert fault in [one.fault for one in refused.value.problems]
    assert not WaitingBallot.objects.exists()
    assert not Acceptance.objects.exists()
