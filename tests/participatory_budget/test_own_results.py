"""The result of a vote held here: counted by what was frozen, the same from the page, the commands and the file."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from hub.core.management.json_command import Refusal
from participatory_budget.engine.hashing import inputs_sha256
from participatory_budget.engine.pabulib import election_of as election_in_file
from participatory_budget.engine.pabulib import read
from participatory_budget.models.ballot_box import OpenedBallot
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.count import Count
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.project import Project
from participatory_budget.services.counting import count_budget
from participatory_budget.services.errors import BudgetError
from tests.factories.elections import open_vote, vote, voter
from tests.factories.proposals import NOW

pytestmark = pytest.mark.django_db
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any], list[list[Any]]]] = {
    "approval": ({}, {}, [["city-1", "city-2"], ["city-2"], ["city-3"]]),
    "knapsack": ({}, {"within_money": True}, [["city-1", "city-2"], ["city-2"]]),
    "cumulative": (
        {"vote_type": "cumulative", "max_points": 5},
        {},
        [[("city-2", 4), ("city-1", 1)], [("city-3", 2)]],
    ),
    "ordinal": (
        {"vote_type": "ordinal", "max_length": 3},
        {},
        [[("city-3", 1), ("city-1", 2)], [("city-1", 1), ("city-2", 2), ("city-3", 3)]],
    ),
    "choose-1": ({"vote_type": "choose-1"}, {}, [["city-1"], ["city-2"], ["city-2"]]),
    "shares": ({"rule": "equalshares/add1"}, {}, [["city-1", "city-2"], ["city-2", "city-3"], ["city-1"]]),
}


def end_of(budget: Budget) -> datetime:
    return BudgetPhase.objects.get(budget=budget, kind="voting").ends_at


def long_ago() -> datetime:
    """Commands and pages ask the real clock: the vote is over by now."""
    return NOW - timedelta(days=3000)


def closed_vote(kind: str = "approval", people: int = 1) -> Budget:
    card, rules, ballots = KINDS[kind]
    now = long_ago()
    budget = open_vote(now=now, card=card, **rules)
    for _ in range(people):
        for choices in ballots:
            vote(voter(budget), budget, "city", choices, now=now)
    return budget


def counted(slug: str, *options: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("count", slug, "--json", *options, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_exported_file_counts_to_the_same_result(kind: str, tmp_path: Path) -> None:
    budget = closed_vote(kind)
    first = counted(budget.slug, "--envelope", "city")
    out = tmp_path / "city.pb"
    call_command("export_pabulib", budget.slug, "--out", str(out), stdout=io.StringIO())
    call_command("import_pabulib", str(out), "--slug", "again", "--json", stdout=io.StringIO())
    again = counted("again")
    for key in ("rule", "selected", "spent", "budget", "projects", "inputs_sha256", "result_sha256"):
        assert first[key] == again[key], key
    assert Count.objects.get(envelope__budget=budget).result_sha256 == first["result_sha256"]


def test_scores_are_those_of_the_ballots() -> None:
    budget = closed_vote("ordinal")
    scores = {one["id"]: one["score"] for one in counted(budget.slug, "--envelope", "city")["projects"]}
    assert scores == {"city-1": "5", "city-2": "2", "city-3": "4"}


@pytest.mark.parametrize("command", ["count", "export_pabulib"])
def test_before_the_close_the_commands_refuse_and_say_why(command: str) -> None:
    from django.utils import timezone

    now = timezone.now()
    budget = open_vote(now=now)
    vote(voter(budget), budget, "city", ["city-1"], now=now)
    with pytest.raises(Refusal, match="not over yet"):
        call_command(command, budget.slug, stdout=io.StringIO())
    assert not OpenedBallot.objects.exists()
    assert not Count.objects.exists()


def test_leftovers_move_and_an_envelope_without_ballots_has_no_winner() -> None:
    budget = open_vote()
    for _ in range(2):
        vote(voter(budget), budget, "city", ["city-1"])
        vote(voter(budget), budget, "north", ["north-3"])
    counts = {one.envelope.slug: one for one in count_budget(budget, now=end_of(budget))}
    assert set(counts) == {"city", "north"}
    result = counts["city"].result
    # 10 million, and all that north and south did not need.
    assert {one["envelope"] for one in result["moved"]["received"]} >= {"south"}
    assert not Count.objects.filter(envelope__slug="south").exists()


def test_live_rows_that_were_changed_behind_the_vote_change_no_result() -> None:
    budget = open_vote()
    for _ in range(2):
        vote(voter(budget), budget, "city", ["city-1"])
    Project.objects.filter(code="city-1").update(cost=99_000_000)
    Envelope.objects.filter(slug="city").update(amount=1)
    count = count_budget(budget, now=end_of(budget))[0]
    assert "city-1" in count.result["selected"]


def test_a_count_by_hand_waits_for_the_close() -> None:
    budget = open_vote()
    vote(voter(budget), budget, "city", ["city-1"])
    with pytest.raises(BudgetError):
        count_budget(budget, now=end_of(budget) - timedelta(seconds=1))
    assert count_budget(budget, now=end_of(budget))[0].result["selected"]


def test_the_results_page_offers_the_ballots_only_where_many_were_cast(client: Client) -> None:
    small, large = closed_vote(), open_vote(slug="large", now=long_ago())
    for _ in range(50):
        vote(voter(large), large, "city", ["city-1"], now=long_ago())
    for budget, status in ((small, 404), (large, 200)):
        count_budget(budget)
        page = client.get(f"/en/budgets/{budget.slug}/results/")
        text = page.content.decode()
        assert page.status_code == 200
        assert ("only the log and the totals can be checked" in text) == (status == 404)
        assert ("results/city.pb" in text) == (status == 200)
        assert client.get(f"/en/budgets/{budget.slug}/results/city.pb").status_code == status
        assert client.get(f"/en/budgets/{budget.slug}/results/city.csv").status_code == 200
    answer = client.get("/en/budgets/large/results/city.pb")
    file = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    count = Count.objects.get(envelope__budget=large)
    assert inputs_sha256(election_in_file(read(io.BytesIO(file)))) == count.inputs_sha256
