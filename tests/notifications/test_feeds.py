"""Feeds: the news of one subject, for anybody, without a cookie, and only what is public at that moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from freezegun import freeze_time

from hub.notifications.models.news import News
from tests.factories.whitepapers import published_draft
from tests.notifications.crowds import clauses_of, new_version

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 15, 10, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def page():
    with freeze_time(NOW - timedelta(days=9)):
        page = published_draft(clauses=3)
    for day in range(3):
        with freeze_time(NOW + timedelta(days=day)):
            new_version(page, text=f"The text of day {day}.")
    return page


def test_the_newest_comes_first_and_the_same_is_not_sent_twice(page, client: Client):
    address = f"/en/following/document/{page.translation_key}/feed.atom"
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")
    feed = ElementTree.fromstring(response.content)
    entries = feed.findall(f"{ATOM}entry")
    assert [one.find(f"{ATOM}updated").text[:10] for one in entries] == ["2026-04-17", "2026-04-16", "2026-04-15"]
    assert f"New version: {page.title}" in {one.find(f"{ATOM}title").text for one in entries}
    assert "Version 4 of" in entries[0].find(f"{ATOM}summary").text
    # Nothing of the letter around it: no reader, no link that stops.
    assert b"/following/stop" not in response.content
    assert b"You receive" not in response.content
    again = client.get(address, HTTP_IF_NONE_MATCH=response["ETag"])
    assert again.status_code == 304
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_speaks_the_language_of_its_address(page, client: Client, language):
    response = client.get(f"/{language}/following/clause/{clauses_of(page)[0].pk}/feed.rss")
    assert response["Content-Type"].startswith("application/rss+xml")
    assert response["Content-Language"] == language
    channel = ElementTree.fromstring(response.content).find("channel")
    assert channel.find("language").text == language
    assert len(channel.findall("item")) == 3
    assert {item.find("guid").text for item in channel.findall("item")} == {
        f"urn:uuid:{pk}" for pk in News.objects.values_list("pk", flat=True)
    }


def test_what_is_taken_down_or_never_was_has_no_feed(page, client: Client):
    address = f"/en/following/document/{page.translation_key}/feed.atom"
    page.unpublish()
    for path in (address, "/en/following/nothing/x/feed.atom", "/en/following/document/nonsense/feed.rss"):
        assert client.get(path).status_code == 404


def test_a_subject_without_news_has_an_empty_feed(page, client: Client):
    response = client.get(f"/en/following/clause/{clauses_of(page)[2].pk}/feed.atom")
    assert response.status_code == 200
    assert ElementTree.fromstring(response.content).findall(f"{ATOM}entry") == []
    assert client.get(f"/en/following/clause/{clauses_of(page)[2].pk}/feed.atom").content == response.content


def test_the_page_of_a_subject_names_its_feeds_and_its_dates(page, client: Client):
    from tests.factories.consultations import ConsultationFactory

    consultation = ConsultationFactory(document_page=page)
    text = client.get(f"/en/following/consultation/{consultation.pk}/").content.decode()
    assert f"/en/following/consultation/{consultation.pk}/feed.atom" in text
    assert f"/en/consultations/{consultation.slug}/calendar.ics" in text
