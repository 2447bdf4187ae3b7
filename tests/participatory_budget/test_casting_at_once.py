"""Many ballots at the same moment, two of one person, and ballots against a batch and against the close."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from participatory_budget.engine.commitments import Receipt, new_nonce
from participatory_budget.models.ballot_box import Ballot, OpenedBallot, WaitingBallot
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import ClosedElection, FrozenElection
from participatory_budget.models.roll import Acceptance
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.voting.amending import amend
from participatory_budget.services.voting.closing import close_election
from participatory_budget.services.voting.logging import log_due
from tests.factories.elections import open_vote, vote, voter
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=20)
            return call()
        except BudgetError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def end_of(budget: Budget) -> datetime:
    return BudgetPhase.objects.get(budget=budget, kind="voting").ends_at


def test_the_first_ballots_of_a_vote_come_together() -> None:
    """Nothing is frozen yet, and there are no keys: both are made once."""
    budget = open_vote()
    people = [voter(budget) for _ in range(AT_ONCE)]
    found = at_once([lambda person=person: vote(person, budget, "city", ["city-1"]) for person in people])
    assert all(isinstance(one, Receipt) for one in found), found
    assert FrozenElection.objects.count() == 1
    assert {one.commitment for one in found} == set(WaitingBallot.objects.values_list("commitment", flat=True))
    assert Acceptance.objects.count() == AT_ONCE


def test_a_button_that_is_pressed_many_times_at_once_casts_one_ballot() -> None:
    budget = open_vote()
    alice, nonce = voter(budget), new_nonce()
    found = at_once([lambda: vote(alice, budget, "city", ["city-1"], nonce=nonce)] * AT_ONCE)
    assert len(set(found)) == 1
    assert WaitingBallot.objects.get().turn == 1


def test_many_ballots_of_one_person_get_a_turn_each() -> None:
    budget = open_vote()
    alice = voter(budget)
    vote(alice, budget, "city", ["city-1"])
    at_once([lambda: vote(alice, budget, "city", ["city-2"])] * AT_ONCE)
    assert sorted(WaitingBallot.objects.values_list("turn", flat=True)) == list(range(1, AT_ONCE + 2))
    assert Acceptance.objects.count() == 1


def test_two_districts_at_once_are_one_district() -> None:
    budget = open_vote()
    alice = voter(budget)
    found = at_once([lambda name=name: vote(alice, budget, name, [f"{name}-1"]) for name in ("north", "south")])
    assert sum(isinstance(one, Receipt) for one in found) == 1
    assert WaitingBallot.objects.count() == 1


def test_no_ballot_is_lost_between_the_box_and_the_log() -> None:
    budget = open_vote()
    people = [voter(budget) for _ in range(AT_ONCE)]
    receipts: list[Receipt] = [vote(person, budget, "city", ["city-1"]) for person in people]
    for minute in (10, 20, 30):
        now = NOW + timedelta(minutes=minute)
        casts = [lambda person=person: vote(person, budget, "city", ["city-2"]) for person in people]
        found = at_once([*casts, *[lambda now=now: log_due(budget, now)] * 3])
        receipts += [one for one in found if isinstance(one, Receipt)]
        assert sum(one is not None and not isinstance(one, Receipt) for one in found) == 1  # one checkpoint
    known = [*Ballot.objects.values_list("commitment", flat=True)]
    known += WaitingBallot.objects.values_list("commitment", flat=True)
    assert sorted(known) == sorted(one.commitment for one in receipts)
    assert list(Ballot.objects.order_by("position").values_list("position", flat=True)) == list(
        range(Ballot.objects.count())
    )


def test_against_the_close_a_ballot_is_acknowledged_and_counts_or_is_refused() -> None:
    """The last second: the casts ask the clock before the end, the close after it."""
    budget = open_vote()
    people, end = [voter(budget) for _ in range(AT_ONCE)], end_of(budget)
    vote(people[0], budget, "city", ["city-1"])
    late = end - timedelta(microseconds=1)
    casts = [lambda person=person: vote(person, budget, "city", ["city-2"], now=late) for person in people]
    found = at_once([*casts, *[lambda: close_election(budget, end)] * 2])
    receipts = [one for one in found if isinstance(one, Receipt)]
    refused = [one for one in found if isinstance(one, NotAllowedError)]
    assert len(receipts) + len(refused) == AT_ONCE
    assert not WaitingBallot.objects.exists()
    closed = ClosedElection.objects.get()
    assert closed.size == len(receipts) + 1 == Ballot.objects.count()
    counting = set(OpenedBallot.objects.values_list("ballot__commitment", flat=True))
    assert {one.commitment for one in receipts} <= counting
    assert len(counting) == closed.counting


def test_a_later_close_and_the_close_at_once_leave_one_truth() -> None:
    budget = open_vote()
    vote(voter(budget), budget, "city", ["city-1"])
    dora, end = officer(), end_of(budget)
    late = end - timedelta(microseconds=1)
    wish = {"to": end + timedelta(days=1)}
    found = at_once(
        [
            lambda: amend(budget, "close", wish, {"en": "A storm."}, actor=dora, now=late),
            lambda: close_election(budget, end),
        ]
    )
    assert sum(isinstance(one, BudgetError) for one in found) == 1
    assert ClosedElection.objects.exists() == (end_of(budget) == end)
