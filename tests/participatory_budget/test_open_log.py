"""The log, the rules, receipts and the bundle in public: nothing before the close, everything after it."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.audit.keys import current_fingerprint
from hub.core.management.json_command import Refusal
from participatory_budget.enums import AmendmentKind
from participatory_budget.models.ballot_box import Ballot, Checkpoint
from participatory_budget.models.budget import Budget
from participatory_budget.services.counting import count_budget
from participatory_budget.services.voting.amending import amend
from participatory_budget.services.voting.logging import log_due
from tests.factories.elections import open_vote, vote, voter
from tests.factories.evaluations import officer
from tests.factories.proposals import NOW
from tests.participatory_budget.second_checker import verify

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=3000)
BALLOTS = [["city-1", "city-2"], ["city-2"], ["city-3", "city-2"]]
CLAIM = "You still trust the city's staff not to join names and ballots."


def closed_budget(people: int = 51, now: datetime = LONG_AGO, **card: Any) -> tuple[Budget, list[Any]]:
    """City is large enough to be opened, north is not; the first person votes twice in the city."""
    budget = open_vote(now=now, card=card or None)
    receipts = []
    persons = [voter(budget) for _one in range(people)]
    for number, person in enumerate(persons):
        receipts.append(vote(person, budget, "city", BALLOTS[number % 3], now=now))
    receipts.append(vote(persons[0], budget, "city", ["city-3"], now=now))
    receipts.append(vote(persons[0], budget, "north", ["north-1"], now=now))
    log_due(budget, now + timedelta(hours=1))
    count_budget(budget)
    return budget, receipts


def bundle_of(budget: Budget, tmp_path: Path) -> Path:
    out = tmp_path / "bundle.zip"
    call_command("export_election", budget.slug, "--out", str(out), "--json", stdout=io.StringIO())
    return out


@pytest.mark.parametrize("card", [{}, {"rule": "equalshares"}, {"vote_type": "approval", "rule": "greedy-no-skip"}])
def test_the_bundle_of_a_vote_held_here_holds_for_both_checkers(card: dict[str, Any], tmp_path: Path) -> None:
    budget, _receipts = closed_budget(**card)
    out = bundle_of(budget, tmp_path)
    printed = io.StringIO()
    call_command("verify", str(out), "--key", current_fingerprint(), "--json", stdout=printed)
    first = json.loads(printed.getvalue())
    assert first == verify(str(out), [current_fingerprint()])
    assert first["checked"]["recounted"] == ["city"]
    assert first["checked"]["not_opened"] == ["north", "south"]
    assert (first["checked"]["ballots"], first["checked"]["counting"]) == (53, 52)
    again = tmp_path / "again.zip"
    call_command("export_election", budget.slug, "--out", str(again), stdout=io.StringIO())
    assert again.read_bytes() == out.read_bytes()


def test_before_the_close_there_is_no_bundle(tmp_path: Path, client: Client) -> None:
    now = timezone.now()
    budget = open_vote(now=now)
    vote(voter(budget), budget, "city", ["city-1"], now=now)
    with pytest.raises(Refusal, match="not over yet"):
        bundle_of(budget, tmp_path)
    for name in ("files/bundle.zip", "list/", "list/?envelope=city", "files/log.jsonl"):
        assert client.get(f"/en/budgets/{budget.slug}/ballots/{name}").status_code == 404


def test_before_the_close_pages_tell_nothing_of_turnout(client: Client) -> None:
    now = timezone.now()
    budget = open_vote(now=now)

    def shown() -> list[str]:
        names = ("ballots/", "ballots/how/", "ballots/receipt/", "rules/", "ballots/files/election.json")
        pages = [client.get(f"/en/budgets/{budget.slug}/{name}") for name in names]
        assert {one.status_code for one in pages} == {200}
        return [_without_tokens(one.content.decode()) for one in pages]

    vote(voter(budget), budget, "city", ["city-1"], now=now)
    first = shown()
    for _one in range(7):
        vote(voter(budget), budget, "city", ["city-1"], now=now)
    assert shown() == first
    log_due(budget, now + timedelta(hours=2))
    assert Ballot.objects.count() == 8
    rows = client.get(f"/en/budgets/{budget.slug}/ballots/files/checkpoints.json").json()
    assert [set(one) for one in rows] == [
        {"election", "number", "slot", "sealed_sha256", "fingerprint", "public_key", "signature"}
    ]
    text = client.get(f"/en/budgets/{budget.slug}/ballots/").content.decode()
    checkpoint = Checkpoint.objects.get()
    assert checkpoint.sealed_sha256 in text
    assert checkpoint.root not in text
    assert CLAIM in text


def test_after_the_close_ballots_are_listed_and_found(client: Client, django_assert_num_queries: Any) -> None:
    budget, receipts = closed_budget()
    base = f"/en/budgets/{budget.slug}/ballots/"
    text = client.get(base).content.decode()
    assert "files/bundle.zip" in text
    assert "only the log and the totals can be checked" in text
    assert client.get(f"{base}list/?envelope=north").status_code == 404
    listed = client.get(f"{base}list/?envelope=city")
    assert listed.status_code == 200
    mark = receipts[3].commitment
    one = client.get(f"{base}list/?envelope=city&start={mark[:16].upper()}").content.decode()
    assert mark in one
    assert "Shade for city 1" in one
    assert receipts[0].commitment not in client.get(f"{base}list/?start={receipts[0].commitment}").content.decode()
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(f"{base}list/?envelope=city&start={mark}")
    with django_assert_num_queries(len(few)):
        client.get(f"{base}list/?envelope=city")


def test_the_download_is_cached_under_the_hash_of_what_it_holds(client: Client) -> None:
    budget, _receipts = closed_budget()
    address = f"/en/budgets/{budget.slug}/ballots/files/bundle.zip"
    first = client.get(address)
    assert first["Content-Type"] == "application/zip"
    assert b"".join(first.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


def ask(client: Client, budget: Budget, text: str) -> tuple[int, str]:
    answer = client.post(f"/en/budgets/{budget.slug}/ballots/receipt/", {"receipt": text})
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code, answer.content.decode()


def test_a_receipt_before_the_close_says_that_it_is_in_and_no_more(client: Client) -> None:
    """Not even whether it is in the log by now: a batch waits for five ballots."""
    now = timezone.now()
    budget = open_vote(now=now)
    receipts = [vote(voter(budget), budget, "city", ["city-1"], now=now) for _one in range(5)]
    waiting = ask(client, budget, receipts[0].text())[1]
    assert "It is in the ballot box and will be in the log" in waiting
    log_due(budget, now + timedelta(hours=2))
    assert Ballot.objects.count() == 5
    text = ask(client, budget, receipts[0].text().upper().replace(" ", "\n"))[1]
    assert _without_tokens(text) == _without_tokens(waiting)
    assert "Shade for city" not in text
    assert receipts[0].nonce not in text
    assert "No ballot of this vote" in ask(client, budget, f"{'ab' * 32}{receipts[0].nonce}")[1]


def test_a_receipt_after_the_close_shows_the_ballot_and_its_proof(client: Client) -> None:
    budget, receipts = closed_budget()
    status, text = ask(client, budget, receipts[3].text())
    assert status == 200
    assert "It is in the log, unchanged, and it counts" in text
    assert "Its place is proven against the root of the log" in text
    assert "Shade for city 1" in text
    replaced = ask(client, budget, receipts[0].text())[1]
    assert "a later ballot replaced it" in replaced
    assert "Shade for city" not in replaced
    assert "Shade for north 1" in ask(client, budget, receipts[-1].text())[1]
    wrong = f"{receipts[3].commitment}{receipts[4].nonce}"
    assert "The second half of this receipt does not fit" in ask(client, budget, wrong)[1]


def test_what_is_no_receipt_gets_a_clear_answer(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    for text in ("", "hello", "ab" * 63, "xy" * 64, "ab" * 900):
        assert ask(client, budget, text)[0] == 422
    cache.clear()
    statuses = [ask(client, budget, "ab" * 64)[0] for _one in range(62)]
    assert (statuses[0], statuses[-1]) == (200, 429)
    cache.clear()


def test_the_rules_page_shows_what_was_frozen_and_amended(client: Client) -> None:
    now = timezone.now()
    budget = open_vote(now=now)
    assert "What was frozen" not in client.get(f"/en/budgets/{budget.slug}/rules/").content.decode()
    vote(voter(budget), budget, "city", ["city-1"], now=now)
    text = client.get(f"/en/budgets/{budget.slug}/rules/").content.decode()
    assert "Nothing was amended." in text
    assert budget.frozen.sha256 in text
    assert CLAIM in text
    wish = {"envelope": "city", "project": "city-1", "from": 3_000_000, "to": 3_100_000}
    amend(budget, AmendmentKind.PRICE, wish, {"en": "The offer has expired."}, actor=officer(), now=now)
    text = client.get(f"/en/budgets/{budget.slug}/rules/").content.decode()
    assert "The offer has expired." in text
    assert "31,000" in text
    file = client.get(f"/en/budgets/{budget.slug}/ballots/files/election.json")
    assert file.content.decode() == budget.frozen.document


@pytest.mark.parametrize("phase", ["proposals", "evaluation"])
def test_before_the_vote_the_page_says_what_will_be_frozen(client: Client, phase: str) -> None:
    budget = open_vote(phase, now=timezone.now())
    text = client.get(f"/en/budgets/{budget.slug}/rules/").content.decode()
    assert "What will be frozen" in text
    assert "Shade for city 1" in text
    assert client.get(f"/en/budgets/{budget.slug}/ballots/").status_code == 200
    assert client.get(f"/en/budgets/{budget.slug}/ballots/files/election.json").status_code == 404


def _without_tokens(text: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value="|nonce=")[^"]*', r"\1", text)
