"""Amendments: in public, with a reason, in a chain of hashes; what they change, and that no ballot is touched."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from hub.audit.models.entry import AuditEntry
from participatory_budget.engine.frozen import amendment_sha256
from participatory_budget.models.ballot_box import WaitingBallot
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import Amendment, FrozenElection
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.project import Project
from participatory_budget.phases import Phase, phases_of
from participatory_budget.selectors.voting import election_in_force
from participatory_budget.services.counting import count_budget
from participatory_budget.services.editing.dates import change_dates
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.voting.amending import amend
from tests.factories.accounts import alice, bob
from tests.factories.elections import open_vote, vote, voter
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW

pytestmark = pytest.mark.django_db
WHY = {"en": "The land is not ours after all.", "fr": "", "ar": ""}


def end_of(budget: Budget) -> datetime:
    return BudgetPhase.objects.get(budget=budget, kind="voting").ends_at


def test_amendments_name_each_other_and_the_election() -> None:
    budget, dora = open_vote(), officer()
    amend(budget, "project_withdrawn", {"envelope": "city", "project": "city-1"}, WHY, actor=dora, now=NOW)
    amend(budget, "price", {"envelope": "city", "project": "city-2", "to": 9}, WHY, actor=dora, now=NOW)
    amend(budget, "amount", {"envelope": "city", "from": 10_000_000, "to": 5_000_000}, WHY, actor=dora, now=NOW)
    frozen = FrozenElection.objects.get()
    previous = frozen.sha256
    for number, one in enumerate(Amendment.objects.order_by("number"), start=1):
        document = json.loads(one.document)
        assert (one.number, document["number"]) == (number, number)
        assert document["previous"] == previous
        assert document["election"] == frozen.sha256
        assert document["reason"] == {"en": WHY["en"]}
        assert one.sha256 == amendment_sha256(document)
        previous = one.sha256
    now = election_in_force(frozen)["envelopes"][0]
    assert (now["amount"], now["projects"][0].get("withdrawn"), now["projects"][1]["cost"]) == (5_000_000, True, 9)
    assert Project.objects.get(code="city-2").cost == 9
    assert Envelope.objects.get(slug="city").amount == 5_000_000
    rows = AuditEntry.objects.filter(action="election.amended")
    assert [one.reason_code for one in rows] == ["project_withdrawn", "price", "amount"]
    assert WHY["en"] not in str([one.data for one in rows])


def test_a_withdrawn_project_leaves_the_count_and_ballots_stay_as_they_were_cast() -> None:
    budget = open_vote()
    one, two = voter(budget), voter(budget)
    vote(one, budget, "city", ["city-1", "city-2"])
    vote(two, budget, "city", ["city-1"])
    before = set(WaitingBallot.objects.values_list("commitment", "sealed"))
    amend(budget, "project_withdrawn", {"envelope": "city", "project": "city-1"}, WHY, actor=officer(), now=NOW)
    assert set(WaitingBallot.objects.values_list("commitment", "sealed")) == before
    with pytest.raises(BudgetError):
        vote(two, budget, "city", ["city-1"])
    result = count_budget(budget, now=end_of(budget))[0].result
    assert {row["id"]: row["score"]["n"] for row in result["projects"]} == {"city-2": 1, "city-3": 0}
    assert result["served"]["people"] == 2


def test_a_later_close_moves_what_follows_and_the_vote_goes_on() -> None:
    budget = open_vote()
    vote(voter(budget), budget, "city", ["city-1"])
    old, late = end_of(budget), end_of(budget) + timedelta(days=3)
    results = BudgetPhase.objects.get(budget=budget, kind="results")
    amend(budget, "close", {"to": late}, WHY, actor=officer(), now=NOW)
    assert end_of(budget) == late
    assert BudgetPhase.objects.get(pk=results.pk).starts_at == results.starts_at + timedelta(days=3)
    vote(voter(budget), budget, "city", ["city-1"], now=old + timedelta(hours=1))
    with pytest.raises(BudgetError):
        count_budget(budget, now=old + timedelta(hours=1))
    assert count_budget(budget, now=late)[0].result["served"]["people"] == 2


def test_another_rule_is_the_rule_of_the_count() -> None:
    budget = open_vote()
    vote(voter(budget), budget, "city", ["city-1"])
    wish = {"to": {"rule": "equalshares", "threshold": "1.50", "tie_keys": ["higher_cost"]}}
    made = amend(budget, "rule", wish, WHY, actor=officer(), now=NOW)
    assert json.loads(made.document)["change"]["to"] == {
        "rule": "equalshares",
        "threshold": "1.5",
        "tie_keys": ["higher_cost", "id"],
    }
    assert count_budget(budget, now=end_of(budget))[0].rule == "equalshares"


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("price", {"envelope": "city", "project": "city-1", "to": 0}),
        ("price", {"envelope": "city", "project": "city-1", "to": 3_000_000}),
        ("price", {"envelope": "city", "project": "north-1", "to": 5}),
        ("price", {"envelope": "city", "project": "city-1", "from": 7, "to": 5}),
        ("amount", {"envelope": "nowhere", "to": 5}),
        ("amount", {"envelope": "city", "to": "5"}),
        ("close", {"to": NOW + timedelta(days=1)}),
        ("close", {"to": "soon"}),
        ("rule", {"to": {"rule": "whatever"}}),
        ("rule", {"to": {"rule": "greedy", "threshold": "NaN"}}),
        ("rule", {"to": {"rule": "greedy"}}),
        ("project_withdrawn", {"envelope": "city", "project": "city-9"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(kind: str, change: dict[str, Any]) -> None:
    budget = open_vote()
    with pytest.raises(BudgetError):
        amend(budget, kind, change, WHY, actor=officer(), now=NOW)
    assert not Amendment.objects.exists()


def test_without_a_reason_nothing_is_amended() -> None:
    budget = open_vote()
    with pytest.raises(BudgetError) as refused:
        amend(budget, "amount", {"envelope": "city", "to": 5}, {"en": "  "}, actor=officer(), now=NOW)
    assert refused.value.where == "reason"


def test_only_an_officer_and_only_while_the_vote_runs() -> None:
    budget, later = open_vote(), open_vote("evaluation", "later")
    change = {"envelope": "city", "to": 5}
    for budget_, person, now in (
        (budget, alice(), NOW),
        (budget, bob(), NOW),
        (budget, None, NOW),
        (budget, officer(), end_of(budget)),
        (later, officer("erik"), NOW),
    ):
        with pytest.raises(NotAllowedError):
            amend(budget_, "amount", change, WHY, actor=person, now=now)


def test_the_calendar_no_longer_moves_a_frozen_close() -> None:
    budget = open_vote()
    vote(voter(budget), budget, "city", ["city-1"])
    phases = phases_of(BudgetPhase.objects.filter(budget=budget))
    shorter = [
        Phase(one.kind, one.starts_at, one.ends_at - timedelta(days=1)) if one.kind == "voting" else one
        for one in phases
    ]
    with pytest.raises(BudgetError) as refused:
        change_dates(budget, shorter, actor=officer(), now=NOW)
    assert refused.value.where == "voting_ends"
