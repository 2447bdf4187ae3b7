"""What anybody can take away: the feed of outcomes and the open data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.promises import services
from hub.promises.exports import DATASETS
from hub.promises.models.promise import Promise
from hub.promises.services.telling import tell
from participatory_budget.models.budget import Budget
from participatory_budget.models.pages import ProjectPage
from tests.factories.deliveries import DUE, a_project
from tests.factories.proposals import NOW, open_budget

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/en/promises/feed.atom"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with freeze_time(NOW):
        yield


@pytest.fixture
def budget() -> Budget:
    return open_budget("implementation")


def _entries(client: Client, query: str = "") -> list[tuple[str, str]]:
    response = client.get(FEED + query)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    root = ElementTree.fromstring(response.content)
    return [(one.findtext(f"{ATOM}title", ""), one.findtext(f"{ATOM}summary", "")) for one in root.iter(f"{ATOM}entry")]


def _csv(client: Client, name: str) -> list[dict[str, str]]:
    response = client.get(f"/open-data/promises/all/{name}.csv")
    assert response.status_code == 200
    assert not response.cookies
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def _postponed(budget: Budget, title: str = "Shade") -> Promise:
    found = a_project(budget, titles={"en": title, "fr": f"{title} (fr)"}, due_on=TODAY).promise
    services.postpone(found.pk, until=DUE, reasons={"fr": "Un mur s'est écroulé."}, actor=None, now=NOW)
    return found


def test_the_feed_tells_outcomes_newest_first_with_their_reasons(client: Client, budget: Budget) -> None:
    assert _entries(client) == []
    found = _postponed(budget)
    late = a_project(budget, titles={"en": "Benches"}, due_on=TODAY - timedelta(days=1)).promise
    tell(late, "promise.late", f"promise.late:{late.pk}", now=NOW + timedelta(hours=1))
    services.start(found.pk, on=TODAY, actor=None, now=NOW + timedelta(hours=2))  # no outcome yet
    later = NOW + timedelta(hours=3)
    services.postpone(
        found.pk, until=DUE + timedelta(days=9), reasons={"en": "And another one."}, actor=None, now=later
    )
    assert _entries(client) == [
        ("Later than promised: Shade", "And another one."),
        ("Late: Benches", ""),
        ("Later than promised: Shade", "Un mur s'est écroulé."),
    ]
    assert _entries(client, "?q=bench&status=kept") == [("Late: Benches", "")]
    response = client.get(FEED)
    assert client.get(FEED, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_what_is_not_public_is_in_no_file(client: Client, budget: Budget) -> None:
    found = _postponed(budget, "Secret garden")
    services.cancel(
        found.pk, reasons={"en": "Too dear"}, decided_by={"en": "Council"}, decided_on=TODAY, actor=None, now=NOW
    )
    assert [len(_csv(client, one.name)) for one in DATASETS] == [1, 1, 1]
    assert len(_entries(client)) == 2
    for page in ProjectPage.objects.filter(delivery__promise=found):
        page.unpublish()
    # Nothing is promised in public any more: the files are not there, and neither is a list of them.
    addresses = [f"/open-data/promises/all/{one.name}.csv" for one in DATASETS]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert _entries(client) == []


def test_a_promise_in_open_data_says_what_the_page_says(client: Client, budget: Budget) -> None:
    found = _postponed(budget)
    late = a_project(budget, titles={"en": "Benches"}, due_on=TODAY - timedelta(days=1)).promise
    rows = {row["promise"]: row for row in _csv(client, "promises")}
    row = rows[str(found.pk)]
    assert (row["status"], row["first_due_on"], row["due_on"]) == ("postponed", str(TODAY), str(DUE))
    assert (row["title_en"], row["title_fr"], row["title_ar"]) == ("Shade", "Shade (fr)", "")
    assert (row["first_cost"], row["currency"]) == ("3000000", "EUR")
    assert rows[str(late.pk)]["status"] == "late"
    [delay] = _csv(client, "delays")
    assert (delay["promise"], delay["reason_fr"], delay["due_before"]) == (
        str(found.pk),
        "Un mur s'est écroulé.",
        str(TODAY),
    )
    linked = json.loads(b"".join(client.get("/open-data/promises/all/promises.jsonld").streaming_content))  # type: ignore[attr-defined]
    assert {one["status"] for one in linked["records"]} == {"postponed", "late"}


def test_a_file_is_sent_again_when_only_the_clock_changed_it(client: Client, budget: Budget) -> None:
    a_project(budget, due_on=TODAY)
    path = "/open-data/promises/all/promises.csv"
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"if-none-match": tag}).status_code == 304
    with freeze_time(NOW + timedelta(days=1)):
        response = client.get(path, headers={"if-none-match": tag})
        assert response.status_code == 200
        assert b"late" in b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_no_promise_no_files_and_pages_that_lead_to_them(client: Client, budget: Budget) -> None:
    assert client.get("/open-data/promises/all/promises.csv").status_code == 404
    assert client.get("/en/open-data/promises/all/").status_code == 404
    a_project(budget)
    page = client.get("/en/promises/").content.decode()
    for path in ("/open-data/promises/all/promises.csv", "/en/open-data/promises/all/", FEED):
        assert f'href="{path}' in page
        assert client.get(path).status_code == 200
    assert "Decisions to give up" in client.get("/en/open-data/promises/all/").content.decode()
    assert client.get("/open-data/promises/some/promises.csv").status_code == 404


def test_the_feed_asks_the_same_for_one_and_for_many(client: Client, budget: Budget) -> None:
    _postponed(budget)
    client.get(FEED)
    with CaptureQueriesContext(connection) as few:
        client.get(FEED)
    for number in range(9):
        _postponed(budget, f"Benches {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(_entries(client)) == 10
    assert len(many) == len(few)


def test_the_front_page_tells_the_latest_and_leads_on(client: Client, budget: Budget) -> None:
    assert "What became of promises" not in client.get("/en/").content.decode()
    found = _postponed(budget)
    text = client.get("/en/").content.decode()
    section = text.split('id="promises"', 1)[1].split("</section>", 1)[0]
    assert "Shade" in section
    assert "Put off" in section
    assert 'href="/en/promises/"' in section
    services.keep(found.pk, on=TODAY, actor=None, now=NOW + timedelta(hours=1))
    text = client.get("/en/").content.decode()
    section = text.split('id="promises"', 1)[1].split("</section>", 1)[0]
    assert "tag-kept" in section
    assert "Put off" not in section  # each promise once, as it stands


def test_a_feed_with_nothing_in_it_is_the_same_at_any_time(client: Client) -> None:
    with freeze_time("2026-01-01"):
        first = client.get(FEED)
    with freeze_time("2026-02-02"):
        again = client.get(FEED, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
