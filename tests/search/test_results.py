"""The page of results: what was found, by what it is narrowed, and what helps where nothing was."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub.core.search import Heading, ProcessPhase
from search.engine.wish import MAX_PAGE, PER_PAGE
from search.models.change import SearchChange
from search.models.vocabulary import SynonymSet
from tests.factories.contributions import CommentFactory
from tests.search.things import ALL, LONG_AGO, PHASES, Things, document
from tests.search_node.fixtures import use_node

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]
DAY = timedelta(days=1)


def page(client: Client, query: str = "", language: str = "en", **given: Any) -> str:
    response = client.get(f"/{language}/search/", {**({"q": query} if query else {}), **given})
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def links(html: str) -> dict[str, dict[str, list[str]]]:
    """The addresses of the page's own filters, by their words."""
    found = re.findall(r'<a href="([?.][^"]*)"[^>]*>(.*?)</a>', html, flags=re.DOTALL)
    return {
        " ".join(re.sub(r"<[^>]+>", " ", text).split()): parse_qs(urlsplit(url.replace("&amp;", "&")).query)
        for url, text in found
    }


def titles(html: str) -> list[str]:
    rows = re.findall(r'<h3 class="row-title"><a [^>]*>(.*?)</a>', html)
    return [re.sub(r"<[^>]+>", "", row) for row in rows]


def water(key: str = "1", title: str = "Water prices", **more: Any) -> Any:
    return document(key, title, **{"body": "What a household pays for drinking water in summer.", **more})


# --- what is shown ---


def test_a_result_says_what_it_is_where_it_stands_and_marks_the_words(client: Client, leaflets: Things) -> None:
    leaflets.publish(
        water(
            body="A long beginning that nobody asked for. " * 20 + "Every household pays for <water>.",
            part_of="Rules of the works",
            notes=("12 comments",),
        )
    )
    html = page(client, "water")
    assert "Leaflet</span> · <bdi>Rules of the works</bdi>" in html
    assert "<mark>Water</mark> prices" in html
    assert "&lt;<mark>water</mark>&gt;" in html
    assert 'href="/en/things/1/"' in html
    assert "12 comments" in html
    assert "10 January 2026" in html
    assert "1 result for <bdi>water</bdi>" in html


def test_what_is_in_another_language_says_so_to_screen_readers(client: Client, notes: Things) -> None:
    notes.publish(water(title="أسعار المياه", body="ثمن المياه في الصيف.", language="ar", readers=ALL))
    html = page(client, "مياه")
    assert re.search(r'<a href="/en/things/1/" dir="auto" lang="ar">', html)
    assert '<p class="row-text" dir="auto" lang="ar">' in html
    assert "<li>Arabic</li>" in html
    arabic = page(client, "مياه", "ar")
    assert 'dir="auto" lang="ar"' not in arabic
    assert "/ar/things/1/" in arabic


def test_the_page_is_not_for_search_engines_and_one_question_has_one_address(client: Client, notes: Things) -> None:
    notes.publish(water())
    html = page(client, "  water ", year=["2026", "2025"], nonsense="1")
    assert '<meta name="robots" content="noindex">' in html
    assert re.search(r'<link rel="canonical" href="[^"]+/en/search/\?q=water&amp;year=2025&amp;year=2026">', html)
    assert 'href="/fr/search/?q=water&amp;year=2025&amp;year=2026"' in html
    assert "noindex" not in page(client)


def test_the_same_page_is_not_sent_twice(client: Client, notes: Things) -> None:
    notes.publish(water())
    first = client.get("/en/search/?q=water")
    again = client.get("/en/search/?q=water", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


# --- kinds and filters ---


def test_each_kind_is_a_link_with_its_count_and_all_stay_in_sight(
    client: Client, leaflets: Things, notes: Things
) -> None:
    leaflets.publish(water("1"), water("2", "Water meters"))
    notes.publish(water("3", "Water pressure"))
    html = page(client, "water")
    assert {"All kinds 3", "Leaflets 2", "Notes 1"} <= links(html).keys()
    html = page(client, **links(html)["Notes 1"])
    assert titles(html) == ["Water pressure"]
    assert {"All kinds 3", "Leaflets 2", "Notes 1"} <= links(html).keys()
    assert "kind" not in links(html)["All kinds 3"]


def test_each_filter_is_an_address_that_can_be_left_again(client: Client, leaflets: Things) -> None:
    north, south = Heading("north", {"en": "North side", "fr": "Nord"}), Heading("south", {"en": "South side"})
    works = Heading("works", {"ar": "الأشغال"})
    leaflets.publish(
        water("1", "Water one", district=north, themes=(Heading("pipes", {"en": "Pipes"}),)),
        water("2", "Water two", district=south, responsible=works),
        water("3", "Water three", district=south, date=LONG_AGO - 400 * DAY),
    )
    html = page(client, "water")
    for label in ("North side 1", "South side 2", "2026 2", "2024 1"):
        assert label in links(html), label
    html = page(client, **links(html)["South side 2"])
    assert sorted(titles(html)) == ["Water three", "Water two"]
    html = page(client, **links(html)["2024 1"])
    assert titles(html) == ["Water three"]
    chosen = links(html)
    assert chosen["Take away: South side"] == {"q": ["water"], "year": ["2024"]}
    assert chosen["Take away: 2024"] == {"q": ["water"], "district": ["south"]}
    assert chosen["Clear filters"] == {"q": ["water"]}
    assert "Nord" in client.get("/fr/search/?q=water&language=en&district=north").content.decode()


def test_where_a_process_stands_is_asked_of_the_clock(client: Client, leaflets: Things) -> None:
    leaflets.publish(
        water("1", "Water one", process="test:1"), water("2", "Water two", process="test:2"), water("3", "Water three")
    )
    PHASES[:] = [ProcessPhase("test:1", "open"), ProcessPhase("test:2", "ended")]
    html = page(client, "water")
    assert {"Open now 1", "Ended 1"} <= links(html).keys()
    assert titles(page(client, **links(html)["Open now 1"])) == ["Water one"]
    PHASES[:] = [ProcessPhase("test:1", "ended"), ProcessPhase("test:2", "ended")]
    assert "Ended 2" in links(page(client, "water"))


def test_days_are_a_form_that_keeps_everything_else(client: Client, leaflets: Things) -> None:
    leaflets.publish(water("1", "Water one"), water("2", "Water two", date=LONG_AGO + 10 * DAY))
    html = page(client, "water", since="2026-01-15", until="2026-01-20", kind="leaflet", sort="oldest")
    assert titles(html) == ["Water two"]
    form = re.search(r'<form class="search-days".*?</form>', html, flags=re.DOTALL)
    assert form is not None
    for part in ('name="q" value="water"', 'name="kind" value="leaflet"', 'name="sort" value="oldest"'):
        assert part in form[0]
    assert 'id="since" name="since" value="2026-01-15"' in form[0]
    assert links(html)["Take away: from 15 January 2026"]["until"] == ["2026-01-20"]
    assert titles(page(client, "water", until="2026-01-10")) == ["Water one"]


def test_order_is_a_choice_of_links(client: Client, leaflets: Things) -> None:
    leaflets.publish(*(water(str(number), f"Water {number}", date=LONG_AGO + number * DAY) for number in (2, 1, 3)))
    assert titles(page(client, "water", sort="newest")) == ["Water 3", "Water 2", "Water 1"]
    assert titles(page(client, "water", sort="oldest")) == ["Water 1", "Water 2", "Water 3"]
    assert "Best match" in links(page(client, "water"))
    # Without words nothing matches best.
    assert "Best match" not in links(page(client, kind="leaflet"))
    assert titles(page(client, kind="leaflet")) == ["Water 3", "Water 2", "Water 1"]


def test_pages_are_links_and_an_old_number_leads_to_the_last_page(client: Client, leaflets: Things) -> None:
    leaflets.publish(*(water(str(number), f"Water {number}") for number in range(PER_PAGE + 2)))
    first = page(client, "water")
    assert len(titles(first)) == PER_PAGE
    assert 'rel="next" href="?q=water&amp;page=2"' in first
    last = page(client, "water", page=2)
    assert len(titles(last)) == 2
    assert not set(titles(first)) & set(titles(last))
    assert titles(page(client, "water", page=MAX_PAGE)) == titles(last)


# --- nothing that is not public ---


def test_what_is_withdrawn_is_found_counted_and_named_nowhere(client: Client, leaflets: Things) -> None:
    leaflets.publish(
        water("1", "Water one", themes=(Heading("secret", {"en": "Secret pipes"}),)),
        water("2", "Water two", themes=(Heading("taps", {"en": "Taps"}),)),
    )
    assert "Secret pipes 1" in links(page(client, "water"))
    leaflets.withdraw("1")
    for html in (page(client, "water"), page(client, "water", theme="secret"), page(client)):
        assert "Water one" not in html
        assert "Secret pipes" not in html
    assert "1 result for" in page(client, "water")
    suggested = client.get("/en/search/suggest/", {"q": "water"}).json()
    assert [one["title"] for one in suggested["suggestions"]] == ["Water two"]


def test_what_the_index_still_has_is_asked_again_before_anybody_sees_it(client: Client, leaflets: Things) -> None:
    leaflets.publish(water("1", "Water one"), water("2", "Water two"))
    leaflets.forget("1")
    SearchChange.objects.all().delete()
    html = page(client, "water")
    assert titles(html) == ["Water two"]
    assert "Water one" not in html
    assert SearchChange.objects.filter(kind="leaflet", key="1").exists()
    assert "1 result for" in page(client, "water")


# --- where to go from here ---


def test_nothing_found_leads_on(client: Client, leaflets: Things, notes: Things) -> None:
    leaflets.publish(water("1", "Drinking water"))
    notes.publish(water("2", "Le potable", body="potable", language="fr"))
    html = page(client, "potable")
    assert "Nothing was found for" in html
    assert links(html)["In French: 1 result"] == {"q": ["potable"], "language": ["fr"]}
    html = page(client, "drinking", kind="note", year="2020")
    assert links(html)["The same words without filters: 1 result"] == {"q": ["drinking"]}
    assert 'href="/en/documents/"' in html
    html = page(client, "drinkng watr")
    assert links(html)["drinking water"] == {"q": ["drinking water"]}
    SynonymSet.objects.create(language="en", words="zebra\nstriped horse")
    assert "<bdi>striped horse</bdi>" in page(client, "zebra")


def test_synonyms_are_found(client: Client, leaflets: Things) -> None:
    leaflets.publish(document("1", "Collection of waste"))
    assert titles(page(client, "rubbish")) == []
    SynonymSet.objects.create(language="en", words="waste\nrubbish")
    assert titles(page(client, "rubbish")) == ["Collection of waste"]


def test_short_words_lead_to_titles_that_begin_like_them(client: Client, leaflets: Things) -> None:
    leaflets.publish(document("1", "Licences for stalls"))
    html = page(client, "lice")
    assert "Titles that begin like this" in html
    assert '<a href="/en/things/1/" dir="auto">Licences for stalls</a>' in html


def test_before_anything_is_asked_the_page_says_what_there_is(client: Client, leaflets: Things) -> None:
    pipes = Heading("pipes", {"en": "Pipes", "fr": "Tuyaux"})
    leaflets.publish(
        water("1", themes=(pipes,)), water("2", "Taps", themes=(pipes, Heading("taps", {"en": "All about taps"})))
    )
    html = page(client)
    assert links(html)["Leaflets 2"] == {"kind": ["leaflet"]}
    assert links(html)["Pipes 2"] == {"theme": ["pipes"]}
    assert titles(page(client, **links(html)["All about taps 1"])) == ["Taps"]
    assert "Nothing was found" not in html


def test_a_reference_leads_to_its_page(client: Client) -> None:
    comment = CommentFactory(state="published")
    assert f'<a href="/en/c/{comment.reference}/">' in page(client, comment.reference.lower())
    hidden = CommentFactory(state="withheld")
    for reference in (hidden.reference, "C-2020-999999"):
        assert f"/c/{reference}/" not in page(client, reference)


def test_the_page_says_when_the_node_is_away(client: Client, leaflets: Things, settings: Any) -> None:
    leaflets.publish(water())
    assert "slower or less complete" not in page(client, "water")
    use_node(settings, "http://127.0.0.1:9")  # where nobody listens
    html = page(client, "water")
    assert "slower or less complete" in html
    assert titles(html) == ["Water prices"]


def test_a_search_costs_the_same_whatever_it_finds(client: Client, leaflets: Things, notes: Things) -> None:
    heading = Heading("pipes", {"en": "Pipes"})
    one = water("0", "Water 0", themes=(heading,), district=heading, responsible=heading)
    counts = []
    for number in (2, 50):  # of each kind
        for things in (leaflets, notes):
            things.publish(*(replace(one, key=f"{each}", title=f"Water meter {each}") for each in range(number)))
        page(client, "water meter")
        with CaptureQueriesContext(connection) as queries:
            page(client, "water meter")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_questions_of_a_machine_end(client: Client, settings: Any) -> None:
    settings.SEARCHES_PER_ADDRESS_PER_HOUR = 2
    for _ in range(2):
        assert client.get("/en/search/?kind=clause").status_code == 200
    assert client.get("/en/search/?q=water").status_code == 429
    assert client.get("/en/search/").status_code == 200
    assert client.get("/en/search/feed.atom?q=water").status_code == 429


# --- suggestions ---


def test_suggestions_are_for_machines_alike_for_everybody_and_asked_for_anew(client: Client, leaflets: Things) -> None:
    leaflets.publish(water("1"), water("2", "Prix de l’eau", language="fr", readers=ALL))
    response = client.get("/en/search/suggest/", {"q": "pri"})
    assert response["Content-Type"].startswith("application/json")
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.cookies
    told = response.json()
    assert told["said"] == "2 suggestions"
    assert {"title": "Prix de l’eau", "url": "/en/things/2/", "kind": "Leaflet", "language": "fr"} in told[
        "suggestions"
    ]
    again = client.get("/en/search/suggest/", {"q": "pri"}, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert client.get("/en/search/suggest/", {"q": "p"}).json()["suggestions"] == []
    assert client.post("/en/search/suggest/", {"q": "pri"}).status_code == 405


def test_a_machine_that_asks_for_suggestions_without_end_is_stopped(client: Client, settings: Any) -> None:
    settings.SEARCHES_PER_ADDRESS_PER_HOUR = 1
    answers = [client.get("/en/search/suggest/", {"q": "pri"}).status_code for _ in range(7)]
    assert answers == [200] * 6 + [429]
