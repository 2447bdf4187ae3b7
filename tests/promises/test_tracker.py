"""The tracker: one page about all promises of all years, with list, map and figures that agree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
from wagtail.models import Page

from hub.promises import services
from hub.promises.models.promise import Promise
from participatory_budget.models.budget import Budget
from participatory_budget.models.pages import ProjectPage
from tests.factories.deliveries import DUE, a_project
from tests.factories.proposals import NOW, open_budget

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
URL = "/en/promises/"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with freeze_time(NOW):
        yield


@pytest.fixture
def budget() -> Budget:
    return open_budget("implementation")


def _titles(client: Client, query: str = "", language: str = "en") -> list[str]:
    text = client.get(f"/{language}/promises/{query}").content.decode()
    return [unescape(one) for one in re.findall(r'<h3 class="row-title"[^>]*><a [^>]*>([^<]+)</a>', text)]


def _map(client: Client, query: str = "") -> list[str]:
    text = client.get(URL + query).content.decode()
    found = re.search(r'data-map="([^"]+)"', text)
    return [one["title"] for one in json.loads(unescape(found[1]))["points"]] if found else []


def test_nothing_promised_says_what_will_stand_here(client: Client) -> None:
    text = client.get(URL).content.decode()
    assert "Nothing has been promised yet" in text
    assert "<form" not in text.split("<main", 1)[1].split("</main>", 1)[0]


def test_late_stands_first_by_the_clock_alone_and_carries_the_word(client: Client, budget: Budget) -> None:
    a_project(budget, titles={"en": "Fountain"}, due_on=TODAY + timedelta(days=1))
    a_project(budget, titles={"en": "Benches"}, due_on=TODAY + timedelta(days=400))
    late = a_project(budget, titles={"en": "Shade"}, due_on=TODAY - timedelta(days=40), now=NOW - timedelta(days=70))
    assert _titles(client) == ["Shade", "Fountain", "Benches"]
    assert _titles(client, "?status=late") == ["Shade"]
    text = client.get(URL).content.decode()
    assert "No news for 70 days" in text
    assert "for 40 days" in text
    services.postpone(late.promise_id, until=DUE, reasons={"fr": "Un mur s'est écroulé."}, actor=None, now=NOW)
    assert _titles(client, "?status=late") == []
    assert _titles(client, "?late=1") == ["Shade"]
    text = client.get(URL + "?late=1").content.decode()
    assert 'lang="fr">Un mur s&#x27;est écroulé.' in text
    assert "first promised for" in text
    with freeze_time(NOW + timedelta(days=2)):
        assert _titles(client, "?status=late") == ["Fountain"]


def test_list_and_map_show_the_same_promises(client: Client, budget: Budget) -> None:
    place: dict[str, Any] = {"place": (Decimal("36.1"), Decimal("10.1"))}
    a_project(budget, titles={"en": "Shade"}, **place)
    a_project(budget, titles={"en": "Benches & bins"}, due_on=TODAY - timedelta(days=1), **place)
    a_project(budget, titles={"en": "A website"})
    assert sorted(_map(client)) == ["Benches & bins: Late", "Shade: Planned"]
    assert _titles(client, "?q=bench") == ["Benches & bins"]
    assert _map(client, "?q=bench") == ["Benches & bins: Late"]
    assert _map(client, "?q=website") == []


def test_what_has_no_public_page_is_not_even_counted(client: Client, budget: Budget) -> None:
    a_project(budget, titles={"en": "Shade"})
    hidden = a_project(budget, titles={"en": "Secret garden"}, due_on=TODAY - timedelta(days=1))
    for page in ProjectPage.objects.filter(delivery=hidden):
        page.unpublish()
    unpublished = a_project(budget, titles={"en": "Draft of a bridge"})
    Promise.objects.filter(pk=unpublished.promise_id).update(published_at=None)
    text = client.get(URL).content.decode()
    assert "1 of 1 promises" in text or "1 of 1 promise" in text
    assert "Secret" not in text
    assert "bridge" not in text
    assert "tag-late" not in text


def test_titles_in_the_readers_language_or_marked(client: Client, budget: Budget) -> None:
    a_project(budget, titles={"en": "Shade", "ar": "ظل"})
    a_project(budget, titles={"fr": "Bancs"})
    assert set(_titles(client, language="ar")) == {"ظل", "Bancs"}
    assert re.search(r'<a [^>]+ dir="auto" lang="fr">Bancs', client.get("/ar/promises/").content.decode())
    assert _titles(client, "?q=ظل") == ["Shade"]


def test_figures_rest_on_a_number_that_is_printed(client: Client, budget: Budget) -> None:
    for number in range(5):
        one = a_project(budget, titles={"en": f"Shade {number}"}, due_on=TODAY, cost=1000)
        services.keep(one.promise_id, on=TODAY, actor=None, now=NOW)
        services.set_money(one.promise_id, planned=1000, spent=1001 if number else 1000, actor=None, now=NOW)
    given_up = a_project(budget, titles={"en": "A pool"}, due_on=TODAY)
    services.cancel(
        given_up.promise_id,
        reasons={"en": "Too dear"},
        decided_by={"en": "The council"},
        decided_on=TODAY,
        actor=None,
        now=NOW,
    )
    main = client.get(URL).content.decode()
    assert "100 % (5 of 5)" in main
    assert "20 % (1 of 5)" in main
    # The status narrows the list and leaves the figures alone; other filters narrow both.
    assert "100 % (5 of 5)" in client.get(URL + "?status=cancelled").content.decode()
    assert "100 % (5 of 5)" not in client.get(URL + "?q=pool").content.decode()


def test_years_show_a_trend_from_the_second_one_on(client: Client, budget: Budget) -> None:
    first = a_project(budget, titles={"en": "Shade"})
    assert 'id="years"' not in client.get(URL).content.decode()
    Promise.objects.filter(pk=first.promise_id).update(year=2023, promised_on=date(2023, 5, 1))
    a_project(budget, titles={"en": "Benches"})
    text = client.get(URL).content.decode()
    rows = re.findall(r'<th scope="row">(\d{4})</th><td class="figure">(\d+)</td>', text)
    assert rows == [("2023", "1"), ("2024", "0"), ("2025", "0"), ("2026", "1")]
    assert _titles(client, "?year=2023") == ["Shade"]
    # One year alone has no trend: the charts stay those of all years.
    assert 'id="years"' in client.get(URL + "?year=2023").content.decode()


def test_links_by_status_keep_the_other_filters(client: Client, budget: Budget) -> None:
    a_project(budget, titles={"en": "Shade"})
    a_project(budget, titles={"en": "Shade again"}, due_on=TODAY - timedelta(days=1))
    text = unescape(client.get(URL + "?q=shade&page=1").content.decode())
    assert 'href="?q=shade&status=late"' in text
    nothing = client.get(URL + "?q=shade&status=kept").content.decode()
    assert "No promise is like this" in nothing
    assert 'name="robots" content="noindex"' in nothing


def test_the_same_queries_for_one_and_for_fifty(client: Client, budget: Budget) -> None:
    place: dict[str, Any] = {"place": (Decimal("36.1"), Decimal("10.1"))}
    a_project(budget, titles={"en": "Shade 0"}, due_on=TODAY - timedelta(days=1), **place)
    client.get(URL)  # what is asked once for each process
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(URL)
    for number in range(1, 50):
        a_project(budget, titles={"en": f"Shade {number}"}, due_on=TODAY - timedelta(days=number), **place)
    with CaptureQueriesContext(connection) as many:
        text = client.get(URL).content.decode()
    assert "50 of 50 promises" in text
    assert len(many) == len(few), [one["sql"][:120] for one in many]
    assert Page.objects.count() > 150


def test_no_cookie_and_not_sent_twice(client: Client, budget: Budget) -> None:
    a_project(budget)
    response = client.get(URL)
    assert not response.cookies
    again = client.get(URL, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert client.post(URL).status_code == 405
