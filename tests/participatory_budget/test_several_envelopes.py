"""A budget of three envelopes is counted by the command and in the editor, and reconciles by hand."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.count import Count
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.imported import ImportedElection
from tests.factories.accounts import UserFactory
from tests.factories.budgets import NOW, budget_of_three, held_budget

pytestmark = pytest.mark.django_db
SINGLE = ["rule", "selected", "spent", "budget", "projects", "ties", "inputs_sha256", "result_sha256"]


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


def run(*arguments):
    out = io.StringIO()
    call_command("count", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def refused(*arguments):
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("count", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def test_three_envelopes_reconcile_by_hand():
    budget_of_three()
    found = run("three")
    assert list(found) == [*SINGLE, "envelopes"]
    city, north, south = found["envelopes"]
    assert (north["selected"], north["spent"], north["budget"]) == (["1"], "30000", "50000")
    assert north["passed_on"] == {"envelope": "city", "amount": "20000"}
    assert (south["selected"], south["spent"], south["budget"]) == (["1"], "30000", "30000")
    assert "passed_on" not in south
    assert (city["selected"], city["spent"], city["budget"]) == (["1"], "60000", "60000")
    assert city["received"] == [{"envelope": "north", "amount": "20000"}]
    # 40,000 + 50,000 + 30,000 were put in, and 60,000 + 30,000 + 30,000 are spent.
    assert (found["budget"], found["spent"]) == ("120000", "120000")
    assert [one["envelope"] for one in found["projects"]] == ["city", "north", "north", "south"]


def test_it_is_kept_once_and_a_second_run_gives_the_same_bytes():
    budget_of_three()
    first = run("three")
    assert run("three") == first
    assert Count.objects.count() == 3
    kept = Count.objects.get(envelope__slug="city")
    assert kept.result["moved"] == {"received": [{"envelope": "north", "amount": 2_000_000}]}
    counted = AuditEntry.objects.filter(action="budget.counted")
    assert counted.count() == 3
    assert [one.data.get("received") for one in counted.order_by("sequence")] == [2_000_000, None, None]
    assert run("three", "--rule", "equalshares")["rule"] == "equalshares"
    assert Count.objects.count() == 3


def test_one_envelope_alone_has_the_shape_of_a_single_one():
    budget_of_three()
    city = run("three", "--envelope", "city")
    assert list(city) == [*SINGLE, "received"]
    assert Count.objects.count() == 1
    assert list(run("three", "--envelope", "south")) == SINGLE
    assert refused("three", "--envelope", "west")["where"] == "--envelope"
    held_budget("plain")
    assert list(run("plain")) == SINGLE


def test_the_result_page_says_where_money_came_from_and_went(client):
    budget_of_three()
    run("three")
    page = page_of(client, "/en/budgets/three/results/")
    assert "3 of 4 projects won; together they cost 120,000 EUR of the 120,000 EUR that there were." in page
    assert "Received from <bdi>North</bdi>" in page
    assert "20,000 EUR" in page
    assert "It went to <bdi>City</bdi>." in page
    assert "Received from <bdi>South</bdi>" not in page
    file = json.loads(b"".join(client.get("/en/budgets/three/results/city.json")))
    assert file["received"] == [{"envelope": "north", "amount": "20000"}]
    # Another rule has the same money to give out.
    assert "60,000 EUR" in page_of(client, "/en/budgets/three/results/?rule=equalshares")


def test_an_envelope_without_projects_hands_its_money_on_and_ballots_that_are_missing_are_named():
    budget = budget_of_three()
    city = Envelope.objects.get(slug="city")
    Envelope.objects.create(
        budget=budget, slug="youth", amount=500_000, parent=city, leftover="parent", kind="theme", order=9
    )
    found = run("three")
    assert found["envelopes"][0]["received"] == [
        {"envelope": "north", "amount": "20000"},
        {"envelope": "youth", "amount": "5000"},
    ]
    assert Count.objects.filter(envelope__slug="youth").count() == 0
    election = ImportedElection.objects.get(envelope__slug="south")
    election.ballots.all().delete()
    election.delete()
    assert refused("three")["where"] == "south"


def test_an_officer_counts_when_the_vote_is_over_and_not_before(client):
    budget = budget_of_three()
    phase = BudgetPhase.objects.create(
        budget=budget, kind="voting", starts_at=NOW - timedelta(days=3), ends_at=NOW + timedelta(days=3)
    )
    address = reverse("budget_count", args=[budget.pk])
    for role, sentence in (
        ("moderator", "you do not have permission"),
        ("editor", "you do not have permission"),
        ("budget_officer", "The vote is not over yet"),
    ):
        client.force_login(UserFactory(**{role: True}))
        assert sentence in client.post(address, follow=True).content.decode()
        assert not Count.objects.exists()
    assert address not in page_of(client, reverse("budget_edit", args=[budget.pk]))
    assert refused("three")["error"] == "The vote is not over yet: nothing can be counted."
    phase.ends_at = NOW
    phase.save()
    assert address in page_of(client, reverse("budget_edit", args=[budget.pk]))
    assert "Counted. Envelopes with a result: 3." in client.post(address, follow=True).content.decode()
    assert Count.objects.count() == 3


def test_a_budget_without_ballots_has_nothing_to_count(client):
    budget = Budget.objects.create(slug="empty", created_at=NOW)
    client.force_login(UserFactory(budget_officer=True))
    answer = client.post(reverse("budget_count", args=[budget.pk]), follow=True)
    assert "Nothing was counted" in answer.content.decode()
