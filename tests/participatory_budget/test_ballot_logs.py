"""What the hub writes down about a request on the way to a ballot: a route and a figure, and nothing about whose."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from participatory_budget.engine.commitments import new_nonce
from participatory_budget.models.roll import RollEntry
from tests.factories.elections import open_vote, voter

pytestmark = pytest.mark.django_db
KNOWN = {
    "request_id",
    "method",
    "route",
    "status",
    "ms",
    "event",
    "logger",
    "level",
    "timestamp",
}


@pytest.mark.parametrize("path", ["ballot/", "ballot/city/", "ballot/city/check/", "ballot/city/cast/", "eligibility/"])
def test_a_line_holds_neither_account_nor_address_nor_choice(
    client: Client, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    from django.utils import timezone

    budget = open_vote(now=timezone.now())
    alice = voter(budget)
    client.force_login(alice)
    nonce = new_nonce()
    address = f"/en/budgets/{budget.slug}/{path}"
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG, "hub"):
        client.get(f"{address}?choice=1:city-1&q=secretword", REMOTE_ADDR="203.0.113.9")
        client.post(
            f"{address}?q=secretword",
            {"nonce": nonce, "choice": "1:city-1"},
            REMOTE_ADDR="203.0.113.9",
            headers={"X-Forwarded-For": "203.0.113.9", "User-Agent": "secretagent"},
        )
    lines = [one.msg for one in caplog.records if isinstance(one.msg, dict) and one.msg.get("event") == "request"]
    assert len(lines) == 2
    entry = RollEntry.objects.get(account=alice)
    for line in lines:
        assert set(line) <= KNOWN
        assert line["route"] == "wagtail_serve"
    said = " ".join(str(one.msg) + one.getMessage() for one in caplog.records)
    for secret in (
        alice.email,
        alice.pseudonym,
        str(entry.pk),
        nonce,
        "city-1",
        "secretword",
        "secretagent",
        "203.0.113",
    ):
        assert secret not in said
