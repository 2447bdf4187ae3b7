"""The city's map: what lies where, and the same in words, narrowed by the address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.core.models.topic import TopicKind
from hub.moderation.enums import State
from participatory_budget.models.budget import Budget
from participatory_budget.models.pages import BudgetPage, ProjectPage
from tests.factories.deliveries import a_project
from tests.factories.proposals import NOW, open_budget, proposal
from tests.home.headings import heading

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HERE: dict[str, Any] = {"latitude": Decimal("36.1"), "longitude": Decimal("10.1")}
NORTH = {"en": "North", "fr": "Nord", "ar": "الشمال"}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with freeze_time(NOW):
        yield


def drawn(client: Client, query: str = "") -> list[str]:
    """What the pins say."""
    found = re.search(r'data-map="([^"]+)"', client.get(f"/en/map/{query}").content.decode())
    return [one["title"] for one in json.loads(unescape(found[1]))["points"]] if found else []


def listed(client: Client, query: str = "") -> list[str]:
    html = client.get(f"/en/map/{query}").content.decode()
    return [unescape(one) for one in re.findall(r'<h3 class="row-title"><a [^>]*>([^<]+)</a>', html)]


def place(where: str = "36.15") -> tuple[Decimal, Decimal]:
    return Decimal(where), Decimal("10.1")


@pytest.fixture
def city() -> tuple[Budget, Budget]:
    budget, done = open_budget("supports"), open_budget("implementation", slug="last-year")
    proposal(budget, title="Shade", **HERE)
    proposal(budget, title="No place")
    a_project(
        done, titles={"en": "Fountain"}, due_on=NOW.date() - DAY, place=place(), now=NOW - 9 * DAY, district=NORTH
    )
    return budget, done


def test_an_empty_map_says_what_will_stand_there(client: Client) -> None:
    html = client.get("/en/map/").content.decode()
    assert "Nothing is on the map yet" in html
    assert "data-map" not in html


def test_map_and_list_show_the_same_and_say_where_each_stands(client: Client, city: tuple[Budget, Budget]) -> None:
    assert listed(client) == ["Shade", "Fountain"]
    assert drawn(client) == ["Shade: You can support it now", "Fountain: Late"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?kind=project", ["Fountain"]),
        ("?kind=proposal", ["Shade"]),
        ("?status=open", ["Shade"]),
        ("?status=working", ["Fountain"]),
        ("?status=answered", []),
        ("?district=north", ["Shade", "Fountain"]),
        ("?district=north&kind=project", ["Fountain"]),
        ("?topic=parks", ["Shade"]),
        ("?topic=money", ["Shade"]),
        ("?district=nowhere", []),
        ("?kind=%00&status=%27&topic=" + "x" * 900, []),
    ],
)
def test_filters_are_addresses(client: Client, city: tuple[Budget, Budget], query: str, titles: list[str]) -> None:
    heading("money", BudgetPage.objects.get(slug="budget-2026", locale__language_code="fr"), en="Money")
    heading("parks", en="Parks")
    assert listed(client, query) == titles
    assert len(drawn(client, query)) == len(titles)


def test_a_filter_can_be_taken_away(client: Client, city: tuple[Budget, Budget]) -> None:
    html = client.get("/en/map/?district=north&kind=project&page=7").content.decode()
    assert 'href="?district=north"' in html
    assert 'href="?kind=project"' in html
    assert "1 of 2 found with these filters:" in html


def test_what_is_not_public_is_nowhere(client: Client, city: tuple[Budget, Budget]) -> None:
    budget, _done = city
    for state in (State.PENDING, State.WITHHELD, State.WITHDRAWN):
        proposal(budget, title=f"Hidden {state}", state=state, **HERE)
    assert listed(client) == ["Shade", "Fountain"]
    for model in (BudgetPage, ProjectPage):
        for page in model.objects.all():
            page.unpublish()
    assert listed(client) == []
    assert drawn(client) == []


def test_proposals_leave_the_map_when_the_vote_is_over(client: Client, city: tuple[Budget, Budget]) -> None:
    budget, _done = city
    budget.phases.filter(kind="evaluation").update(starts_at=NOW - DAY)
    budget.phases.filter(kind="supports").update(ends_at=NOW - DAY)
    assert drawn(client)[0] == "Shade: Being looked at, before the vote"
    budget.phases.filter(kind="voting").update(starts_at=NOW - 9 * DAY, ends_at=NOW - DAY)
    assert listed(client) == ["Fountain"]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_it_is_a_list_without_a_script_and_sets_nothing(
    client: Client, city: tuple[Budget, Budget], language: str
) -> None:
    response = client.get(f"/{language}/map/")
    html = response.content.decode()
    assert not response.cookies
    assert "<noscript>" in html
    assert "Shade" in html
    assert 'dir="ltr" data-map=' in html


def test_the_same_queries_for_one_place_and_for_fifty(client: Client, city: tuple[Budget, Budget]) -> None:
    budget, done = city

    def count() -> int:
        client.get("/en/map/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/map/")
        return len(queries)

    heading("first", kind=TopicKind.DISTRICT)
    before = count()
    for number in range(25):
        proposal(budget, **HERE)
        a_project(done, titles={"en": f"F {number}"}, slug=f"f{number}", place=place(), district={"en": f"D {number}"})
        heading(f"d-{number}", kind=TopicKind.DISTRICT)
    assert count() == before
    assert len(listed(client)) == 20
    assert len(drawn(client)) == 52
