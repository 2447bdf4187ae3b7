"""A search as a feed: newest first, public, bounded, the same for everybody."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search.engine.wish import PER_PAGE
from tests.search.things import ALL, LONG_AGO, Things, document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = timedelta(days=1)


def feed(client: Client, language: str = "en", **given: Any) -> Any:
    response = client.get(f"/{language}/search/feed.atom", given)
    assert response.status_code == 200
    assert not response.cookies
    return response


def entries(response: Any) -> list[tuple[str, str]]:
    root = ET.fromstring(response.content)
    return [
        (entry.findtext(f"{ATOM}title") or "", entry.find(f"{ATOM}link").attrib["href"])  # type: ignore[union-attr]
        for entry in root.iter(f"{ATOM}entry")
    ]


def test_newest_first_with_whole_addresses(client: Client, leaflets: Things, settings: Any) -> None:
    leaflets.publish(
        document("1", "Water one", "Old <b>pipes</b>."),
        document("2", "Water two", "New pipes.", date=LONG_AGO + DAY),
        document("3", "Something else"),
    )
    response = feed(client, q="water")
    assert entries(response) == [
        ("Leaflet: Water two", f"{settings.PUBLIC_URL}/en/things/2/"),
        ("Leaflet: Water one", f"{settings.PUBLIC_URL}/en/things/1/"),
    ]
    assert "Old &lt;b&gt;pipes&lt;/b&gt;." in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"


def test_the_same_in_rss(client: Client, leaflets: Things, settings: Any) -> None:
    leaflets.publish(document("1", "Water one"), document("2", "Water two", date=LONG_AGO + DAY))
    response = client.get("/en/search/feed.rss?q=water&sort=oldest")
    assert response["Content-Type"].startswith("application/rss+xml")
    root = ET.fromstring(response.content)
    assert root.findtext("channel/link") == f"{settings.PUBLIC_URL}/en/search/?q=water"
    told = [(item.findtext("title"), item.findtext("link")) for item in root.iter("item")]
    assert told == [
        ("Leaflet: Water two", f"{settings.PUBLIC_URL}/en/things/2/"),
        ("Leaflet: Water one", f"{settings.PUBLIC_URL}/en/things/1/"),
    ]
    again = client.get("/en/search/feed.rss?q=water", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert '/en/search/feed.rss?q=water"' in client.get("/en/search/?q=water").content.decode()


def test_order_and_page_are_no_part_of_its_address(client: Client, leaflets: Things, settings: Any) -> None:
    leaflets.publish(*(document(str(number), f"Water {number}") for number in range(PER_PAGE + 5)))
    response = feed(client, q="water", sort="oldest", page="2", nonsense="1")
    assert len(entries(response)) == PER_PAGE
    root = ET.fromstring(response.content)
    named = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert named["self"] == f"{settings.PUBLIC_URL}/en/search/feed.atom?q=water"
    assert named["alternate"] == f"{settings.PUBLIC_URL}/en/search/?q=water"


def test_the_page_names_it_and_it_speaks_its_language(client: Client, leaflets: Things) -> None:
    leaflets.publish(document("1", "أسعار المياه", language="ar", readers=ALL))
    html = client.get("/ar/search/", {"q": "مياه", "sort": "newest"}).content.decode()
    address = "/ar/search/feed.atom?q=%D9%85%D9%8A%D8%A7%D9%87"
    assert f'<link rel="alternate" type="application/atom+xml" title="نتائج جديدة" href="{address}">' in html or (
        f'href="{address}">' in html
    )
    assert entries(client.get(address))[0][1].endswith("/ar/things/1/")


def test_what_is_withdrawn_is_gone_and_what_is_the_same_is_not_sent_again(client: Client, leaflets: Things) -> None:
    leaflets.publish(document("1", "Water one"), document("2", "Water two"))
    first = feed(client, q="water")
    again = client.get("/en/search/feed.atom", {"q": "water"}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]
    leaflets.withdraw("1")
    changed = client.get("/en/search/feed.atom", {"q": "water"}, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "Water one" not in changed.content.decode()


def test_signs_that_no_feed_may_hold(client: Client, leaflets: Things) -> None:
    leaflets.publish(document("1", "Water \x0b one", "water \x01 & <script>"))
    assert len(entries(feed(client, q="water \x07 '\"<>"))) == 1
    assert entries(feed(client, q="!!!")) == []


def test_it_costs_the_same_whatever_it_finds(client: Client, leaflets: Things) -> None:
    counts = []
    for number in (1, 20):
        leaflets.publish(*(document(str(each), f"Water {each}") for each in range(number)))
        feed(client, q="water")
        with CaptureQueriesContext(connection) as queries:
            feed(client, q="water")
        counts.append(len(queries))
    assert counts[0] == counts[1]
