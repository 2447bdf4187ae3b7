"""The calendar and the figures of a budget, as everybody may have them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.moderation.enums import State
from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.count import Count
from participatory_budget.models.evaluation import Evaluation, Verdict
from participatory_budget.models.project import Project
from participatory_budget.phases import Phase, phases_of
from participatory_budget.services.editing.dates import change_dates
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db
BASE = "/en/budgets/budget-2026/"


@pytest.fixture(autouse=True)
def _clock():
    cache.clear()
    with freeze_time(NOW):
        yield


def text_of(client, address):
    cache.clear()
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().replace("\xa0", " ")


def cells(client) -> dict[str, dict[str, str]]:
    """By table and code: the count, or the range where it is hidden."""
    text = text_of(client, f"{BASE}statistics/statistics.csv").removeprefix("\ufeff")
    found: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        found.setdefault(row["table"], {})[row["code"]] = row["count"] or row["range"]
    return found


def evaluated(one, verdict=None):
    found = Evaluation.objects.create(proposal=one, opened_at=NOW)
    if verdict:
        Verdict.objects.create(
            evaluation=found,
            number=1,
            verdict=verdict,
            reason="Because.",
            reason_language="en",
            decided_at=NOW,
            cost_final=1,
            costed_by="Parks office",
        )
    return found


# --- calendar ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "word"), [("en", "Voting"), ("fr", "Vote"), ("ar", "التصويت")])
def test_the_calendar_has_every_phase_in_the_readers_language(client, language, word):
    open_budget()
    address = f"/{language}/budgets/budget-2026/calendar.ics"
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies
    text = answer.content.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == len(PhaseKind)
    assert f"SUMMARY;LANGUAGE={language}:{word}" in text
    assert "DTSTART:20260405T100000Z" in text
    assert text.count("TRANSP:TRANSPARENT") == len(PhaseKind)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert f'href="/{language}/budgets/budget-2026/calendar.ics"' in text_of(
        client, f"/{language}/budgets/budget-2026/"
    )


def test_a_phase_that_moves_keeps_its_name_and_its_number_grows(client):
    budget = open_budget()
    wish = {one.kind: one for one in phases_of(BudgetPhase.objects.filter(budget=budget))}
    for days in (1, 2):
        last = wish[PhaseKind.IMPLEMENTATION]
        wish[PhaseKind.IMPLEMENTATION] = Phase(last.kind, last.starts_at, last.ends_at + timedelta(days=days))
        change_dates(budget, wish.values(), actor=None, now=NOW)
    events = client.get(f"{BASE}calendar.ics").content.decode().split("BEGIN:VEVENT")
    moved = next(one for one in events if f"UID:implementation.{budget.pk}@" in one.replace("\r\n ", ""))
    assert "SEQUENCE:2" in moved
    assert "SEQUENCE:0" in events[1]


# --- figures ----------------------------------------------------------------------------------------------------------


def test_where_proposals_are_on_their_way(client):
    budget = open_budget("evaluation", supports_needed=3)
    first = [proposal(budget, support_count=4, threshold_reached_at=NOW) for _one in range(6)]
    for _one in range(7):
        proposal(budget, state=State.PENDING)
    for state in (State.WITHHELD, State.WITHDRAWN):
        for _one in range(3):
            proposal(budget, state=state)
    for _one in range(5):
        proposal(budget, merged_into=first[0], merged_at=NOW)
    for verdict in (None, "feasible", "not_feasible"):
        for _one in range(8):
            evaluated(proposal(budget), verdict)
    found = cells(client)
    assert found["stage"] == {
        "pending": "7",
        "hidden": "6",
        "merged": "5",
        "public": "6",
        "evaluation": "8",
        "feasible": "8",
        "not_feasible": "8",
    }
    assert found["supports"] == {"given": "24", "reached": "6"}
    assert found["evaluation"] == {"opened": "24", "priced": "0", "decided": "16"}
    assert found["district"] == {"north": "35"}
    page = text_of(client, f"{BASE}statistics/")
    assert "Proposals received: 48" in page
    assert "Can be done" in page
    assert page.count("<table") == page.count("<figure") == 7


def test_a_figure_under_five_is_not_told_nor_can_it_be_found_by_subtraction(client):
    budget = open_budget()
    south = budget.envelopes.get(slug="south")
    for number in range(20):
        proposal(budget, envelope=south if number < 2 else None, channel="meeting" if number < 8 else "web")
    found = cells(client)
    assert found["district"] == {"north": "5+", "south": "1-4"}
    assert found["channel"] == {"web": "12", "meeting": "8"}
    page = text_of(client, f"{BASE}statistics/")
    assert "1 to 4" in page
    assert "5 or more" in page
    assert "not shown exactly" in page


def test_nothing_about_a_vote_before_it_is_over(client):
    budget = open_budget("voting")
    north = budget.envelopes.get(slug="north")
    rows = [proposal(budget) for _one in range(12)]
    for number, one in enumerate(rows):
        evaluated(one, "feasible")
        Project.objects.create(envelope=north, code=str(number), title=one.title, cost=1, proposal=one)
    Count.objects.create(
        envelope=north,
        rule="greedy",
        inputs_sha256="0" * 64,
        result_sha256="0" * 64,
        result={"selected": [str(number) for number in range(6)]},
        counted_at=NOW,
    )
    assert cells(client)["stage"] == {"ballot": "12"}
    assert "Won the vote" not in text_of(client, f"{BASE}statistics/")
    BudgetPhase.objects.filter(budget=budget, kind="voting").update(ends_at=NOW)
    assert cells(client)["stage"] == {"ballot": "6", "won": "6"}


def test_the_page_costs_the_same_with_one_proposal_and_with_fifty_and_sets_no_cookie(client):
    budget = open_budget()
    numbers = []
    for more in (1, 49):
        for _one in range(more):
            proposal(budget)
        cache.clear()
        client.get(f"{BASE}statistics/")
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(f"{BASE}statistics/")
        assert not answer.cookies
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]


def test_names_in_arabic_on_the_arabic_page(client):
    budget = open_budget()
    for _one in range(6):
        proposal(budget)
    page = text_of(client, "/ar/budgets/budget-2026/statistics/")
    assert "الشمال" in page
    assert "الحدائق" in page
