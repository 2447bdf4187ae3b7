"""The log of ballots: batches, checkpoints, the close, and what is destroyed afterwards."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from hub.audit.engine.signatures import is_signed_by
from hub.audit.models.entry import AuditEntry
from hub.core.registries import due_jobs
from participatory_budget.engine.checkpoints import sealed_sha256, signed_message
from participatory_budget.engine.commitments import commitment, leaf_bytes, new_nonce
from participatory_budget.engine.merkle import root_of
from participatory_budget.models.ballot_box import Ballot, Checkpoint, OpenedBallot, WaitingBallot
from participatory_budget.models.basket import Basket
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.count import Count
from participatory_budget.models.election import ClosedElection, ElectionKey, FrozenElection
from participatory_budget.models.roll import Acceptance, RollEntry
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.voting.casting import save_basket
from participatory_budget.services.voting.closing import DamagedBallotError, close_election
from participatory_budget.services.voting.destroying import destroy_keys
from participatory_budget.services.voting.logging import log_due
from tests.factories.elections import open_vote, vote, voter
from tests.factories.proposals import NOW, open_budget

pytestmark = pytest.mark.django_db
JOBS = ("freeze_elections", "log_ballots", "close_elections", "destroy_election_keys")


def end_of(budget: Budget) -> datetime:
    return BudgetPhase.objects.get(budget=budget, kind="voting").ends_at


def clock(now: datetime) -> None:
    for name in JOBS:
        due_jobs.get(f"participatory_budget.{name}").run(now)


def cast_by(people: int, budget: Budget) -> None:
    for _ in range(people):
        vote(voter(budget), budget, "city", ["city-1"])


def test_what_waits_goes_into_the_log_at_the_next_fixed_time_and_not_before() -> None:
    budget = open_vote()
    cast_by(6, budget)
    clock(NOW + timedelta(minutes=1))  # the vote opened at a full hour: a checkpoint of the last slot, with all six
    assert Checkpoint.objects.get().size == 6
    cast_by(5, budget)
    clock(NOW + timedelta(minutes=9))
    assert (Checkpoint.objects.count(), WaitingBallot.objects.count()) == (1, 5)
    clock(NOW + timedelta(minutes=10))
    assert [one.size for one in Checkpoint.objects.order_by("number")] == [6, 11]
    assert list(Ballot.objects.order_by("position").values_list("position", flat=True)) == list(range(11))
    assert not WaitingBallot.objects.exists()


def test_few_ballots_wait_for_company_and_a_checkpoint_is_made_all_the_same() -> None:
    budget = open_vote()
    cast_by(4, budget)
    clock(NOW + timedelta(minutes=10))
    assert (Checkpoint.objects.get().size, WaitingBallot.objects.count()) == (0, 4)
    cast_by(1, budget)
    clock(NOW + timedelta(minutes=20))
    assert Checkpoint.objects.order_by("number").last().size == 5  # type: ignore[union-attr]


def test_a_worker_that_was_away_makes_one_checkpoint_for_the_newest_time() -> None:
    budget = open_vote()
    clock(NOW)
    clock(NOW + timedelta(hours=5, minutes=3))
    clock(NOW + timedelta(hours=5, minutes=3))
    assert not log_due(budget, NOW)  # a clock that was set back
    rows = list(Checkpoint.objects.order_by("number"))
    assert [one.number for one in rows] == [1, 2]
    assert [one.slot for one in rows] == [NOW, NOW + timedelta(hours=5)]


def test_a_checkpoint_seals_the_log_and_is_signed_without_telling_its_size() -> None:
    budget = open_vote()
    cast_by(6, budget)
    clock(NOW + timedelta(minutes=10))
    one, frozen = Checkpoint.objects.get(), FrozenElection.objects.get()
    note = json.loads(one.note)
    leaves = [
        leaf_bytes(commitment=row.commitment, envelope=row.envelope.slug, tag=row.tag)
        for row in Ballot.objects.order_by("position")
    ]
    assert note["root"] == one.root == root_of(leaves).hex()
    assert (note["size"], note["election"]) == (6, frozen.sha256)
    assert one.sealed_sha256 == sealed_sha256(note)
    message = signed_message(election=frozen.sha256, number=1, slot=note["slot"], sealed=one.sealed_sha256)
    assert is_signed_by(base64.b64decode(one.public_key), base64.b64decode(one.signature), message)
    assert b"size" not in message
    assert not AuditEntry.objects.filter(action__startswith="election.checkpoint").exists()


def test_the_close_logs_the_rest_and_opens_the_last_ballot_of_each_tag() -> None:
    budget = open_vote()
    alice, dan = voter(budget), voter(budget)
    vote(alice, budget, "city", ["city-1"])
    vote(alice, budget, "north", ["north-1"])
    vote(dan, budget, "city", ["city-3"])
    save_basket(dan, budget.envelopes.get(slug="city"), [("city-2", 1)], now=NOW)
    nonce = new_nonce()
    last = vote(alice, budget, "city", ["city-2"], nonce=nonce)
    save_basket(dan, budget.envelopes.get(slug="city"), [("city-2", 1)], now=NOW)
    with pytest.raises(BudgetError):
        close_election(budget, end_of(budget) - timedelta(seconds=1))
    clock(end_of(budget))
    closed = ClosedElection.objects.get()
    assert (closed.size, closed.counting) == (4, 3)
    assert Checkpoint.objects.order_by("number").last().root == closed.root  # type: ignore[union-attr]
    opened = OpenedBallot.objects.get(ballot__commitment=last.commitment)
    assert (opened.choices, opened.nonce) == ([["city-2", 1]], nonce)
    for one in OpenedBallot.objects.select_related("ballot", "envelope"):
        pairs = [(code, points) for code, points in one.choices]
        assert one.ballot.commitment == commitment(
            election=FrozenElection.objects.get().sha256,
            envelope=one.envelope.slug,
            tag=one.ballot.tag,
            choices=pairs,
            nonce=one.nonce,
        )
    assert not Basket.objects.exists()
    with pytest.raises(NotAllowedError):
        vote(dan, budget, "city", ["city-1"])
    # Sent again after the close, what was accepted is still acknowledged.
    assert vote(alice, budget, "city", ["city-2"], nonce=nonce, now=end_of(budget)) == last


def test_the_clock_does_each_thing_once_however_often_it_comes() -> None:
    budget = open_vote()
    cast_by(3, budget)
    for _ in range(3):
        clock(end_of(budget))
    assert ClosedElection.objects.count() == 1
    assert Checkpoint.objects.count() == 2  # of the last fixed time, and of the close
    assert AuditEntry.objects.filter(action="election.closed").count() == 1
    assert OpenedBallot.objects.count() == 3
    assert Count.objects.count() == 1


def test_a_ballot_that_was_changed_in_the_box_stops_the_close() -> None:
    budget = open_vote()
    cast_by(2, budget)
    one = WaitingBallot.objects.first()
    other = WaitingBallot.objects.last()
    assert one
    assert other
    WaitingBallot.objects.filter(pk=one.pk).update(sealed=other.sealed)
    with pytest.raises(DamagedBallotError):
        close_election(budget, end_of(budget))
    assert not ClosedElection.objects.exists()
    assert WaitingBallot.objects.count() == 2


def test_a_vote_is_frozen_when_it_opens_and_only_a_vote_of_our_own() -> None:
    budget = open_vote()
    open_budget("voting", "empty")
    open_vote("evaluation", "later")
    clock(NOW)
    assert [one.budget for one in FrozenElection.objects.all()] == [budget]


def test_what_is_in_the_log_cannot_be_changed() -> None:
    budget = open_vote()
    cast_by(5, budget)
    clock(NOW + timedelta(minutes=10))
    for rows, change in (
        (Ballot.objects, {"tag": "0" * 64}),
        (Ballot.objects, {"position": 99}),
        (Checkpoint.objects, {"root": "0" * 64}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_after_the_time_to_contest_nothing_joins_a_person_to_a_ballot() -> None:
    budget = open_vote(appeal_days=10)
    cast_by(6, budget)
    clock(end_of(budget))
    assert not destroy_keys(budget, end_of(budget) + timedelta(days=9, hours=23))
    assert RollEntry.objects.count() == 6
    clock(end_of(budget) + timedelta(days=10))
    clock(end_of(budget) + timedelta(days=11))
    key = ElectionKey.objects.get()
    assert (key.voter_key, key.box_key, key.roll_key) == ("", "", "")
    assert not RollEntry.objects.exists()
    assert not Acceptance.objects.exists()
    assert AuditEntry.objects.filter(action="election.keys_destroyed").count() == 1
    assert OpenedBallot.objects.count() == 6
