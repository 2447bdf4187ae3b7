"""Whatever is cast in whatever order, with batches wherever they fall: one leaf each, the last of a tag counts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.accounts.models.user import User
from participatory_budget.engine.commitments import Receipt
from participatory_budget.models.ballot_box import Ballot, OpenedBallot, WaitingBallot
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.services.voting.closing import close_election
from participatory_budget.services.voting.logging import log_due, shuffled
from tests.factories.elections import open_vote, vote, voter
from tests.factories.proposals import NOW

PEOPLE = 4
casts = st.tuples(st.integers(0, PEOPLE - 1), st.sampled_from(["city-1", "city-2", "city-3"]), st.booleans())
batch = st.just(None)
waiting = st.lists(st.integers(0, 5), max_size=40)


@pytest.fixture
def people(db: None) -> tuple[Budget, list[User]]:
    budget = open_vote()
    return budget, [voter(budget) for _ in range(PEOPLE)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(st.one_of(casts, casts, casts, batch), max_size=24))
def test_the_last_ballot_of_each_person_counts_wherever_the_batches_were(
    people: tuple[Budget, list[User]], steps: list[tuple[int, str, bool] | None]
) -> None:
    budget, voters = people
    acknowledged: list[Receipt] = []
    last: dict[int, Receipt] = {}
    with transaction.atomic():
        for minute, step in enumerate(steps, start=1):
            if step is None:
                log_due(budget, NOW + timedelta(minutes=10 * minute))
                continue
            person, choice, pressed_twice = step
            last[person] = vote(voters[person], budget, "city", [choice])
            acknowledged.append(last[person])
            if pressed_twice:
                assert vote(voters[person], budget, "city", [choice], nonce=last[person].nonce) == last[person]
        if acknowledged:
            closed = close_election(budget, BudgetPhase.objects.get(budget=budget, kind="voting").ends_at)
            assert closed is not None
            assert (closed.size, closed.counting) == (len(acknowledged), len(last))
        logged = list(Ballot.objects.order_by("position"))
        assert Counter(one.commitment for one in logged) == Counter(one.commitment for one in acknowledged)
        assert [one.position for one in logged] == list(range(len(logged)))
        counting = OpenedBallot.objects.values_list("ballot__commitment", "nonce")
        assert set(counting) == {(one.commitment, one.nonce) for one in last.values()}
        transaction.set_rollback(True)


@given(tags=waiting)
def test_a_batch_is_a_shuffle_in_which_the_turns_of_one_tag_follow_each_other(tags: list[int]) -> None:
    turns: Counter[int] = Counter()
    box = []
    for tag in tags:
        turns[tag] += 1
        box.append(WaitingBallot(tag=str(tag), turn=turns[tag]))
    found = shuffled(box)
    assert Counter((one.tag, one.turn) for one in found) == Counter((one.tag, one.turn) for one in box)
    for tag in set(tags):
        assert [one.turn for one in found if one.tag == str(tag)] == list(range(1, turns[tag] + 1))


def test_the_order_of_the_log_does_not_follow_the_order_of_casting() -> None:
    """30 ballots keep their order by chance once in 10^32 times; how often each is first tells more."""
    box = [WaitingBallot(tag=str(number), turn=1) for number in range(30)]
    orders = [[one.tag for one in shuffled(box)] for _ in range(600)]
    assert [one.tag for one in box] not in orders
    first = Counter(order[0] for order in orders)
    assert len(first) == 30
    # Each is first 20 times on average; beyond 60 no fair shuffle gets (p < 10^-9).
    assert max(first.values()) < 60
