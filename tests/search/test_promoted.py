"""What editors do for the search: recommended results, and words that mean the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion
from wagtail.models import Page, PageViewRestriction

from hub.accounts.models.user import User
from hub.audit.models.entry import AuditEntry
from search.models.vocabulary import SynonymSet
from tests.factories.accounts import UserFactory, bob, carol
from tests.search.things import Things, document

pytestmark = pytest.mark.django_db


def page_at(path: str, language: str = "en") -> Page:
    return Page.objects.get(slug=path, locale__language_code=language)


def promote(query: str, page: Page | None = None, **more: Any) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(query), page=page, **more)


def picks(client: Client, query: str, language: str = "en", **given: Any) -> str:
    html = client.get(f"/{language}/search/", {"q": query, **given}).content.decode()
    return html.split('class="search-picks"')[1].split("</section>")[0] if "search-picks" in html else ""


def editor() -> User:
    return carol()


# --- recommended results ---


def test_a_recommended_page_stands_on_top_and_says_whose_choice_it_is(client: Client, leaflets: Things) -> None:
    leaflets.publish(document("1", "Taking part in the harbour plan"))
    promote("taking part", page_at("how-it-works"), description="Where to begin.")
    html = client.get("/en/search/", {"q": "Taking  PART"}).content.decode()
    assert html.index("Recommended by the editors") < html.index("/en/things/1/")
    assert 'href="/en/how-it-works/"' in picks(client, "taking part")
    assert "Where to begin." in picks(client, "taking part")


@pytest.mark.parametrize(("promoted", "asked"), [("licence", "licences"), ("مياه", "المياه"), ("l'eau", "eau")])
def test_it_is_shown_for_the_same_question_however_it_is_written(client: Client, promoted: str, asked: str) -> None:
    promote(promoted, page_at("how-it-works"))
    assert picks(client, asked)
    assert not picks(client, f"{asked} elephant")


def test_synonyms_ask_the_same(client: Client) -> None:
    promote("rubbish collection", page_at("how-it-works"))
    assert not picks(client, "waste collection")
    SynonymSet.objects.create(language="en", words="rubbish\nwaste")
    assert picks(client, "waste collection")


def test_it_is_shown_in_the_readers_language_or_not_at_all(client: Client) -> None:
    promote("start", page_at("how-it-works"), description="Where to begin.")
    french = picks(client, "start", "fr")
    assert 'href="/fr/how-it-works/"' in french
    assert "Where to begin." not in french
    page_at("how-it-works", "fr").unpublish()
    assert not picks(client, "start", "fr")
    assert picks(client, "start")


def test_what_is_not_public_is_not_recommended(client: Client) -> None:
    page = page_at("how-it-works")
    promote("start", page)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert not picks(client, "start")


def test_another_site_is_marked_and_dangerous_addresses_are_left_out(client: Client) -> None:
    promote("tides", external_link_url="https://example.org/tides", external_link_text="Tide tables")
    promote("tides", external_link_url="javascript:alert(1)", external_link_text="No")
    found = picks(client, "tides")
    assert 'href="https://example.org/tides"' in found
    assert 'aria-label="other site"' in found
    assert "javascript:" not in found


def test_filters_and_later_pages_show_none(client: Client) -> None:
    promote("start", page_at("how-it-works"))
    assert not picks(client, "start", kind="page")
    assert not picks(client, "start", year="2026")


def test_no_question_of_a_visitor_is_kept(client: Client, leaflets: Things) -> None:
    leaflets.publish(document("1", "Water"))
    promote("start", page_at("how-it-works"))
    before = _all_rows()
    for address in ("search/?q=a+very+private+question", "search/feed.atom?q=a+very+private+question"):
        client.get(f"/en/{address}")
    client.get("/en/search/suggest/?q=a+very+private+question")
    assert _all_rows() == before
    assert Query.objects.count() == 1
    assert not QueryDailyHits.objects.exists()


def _all_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
        return counts


# --- the desk ---


def test_editors_recommend_and_say_what_means_the_same(client: Client) -> None:
    client.force_login(editor())
    assert "Synonyms of the search" in client.get("/cms/").content.decode()
    assert client.get("/cms/searchpicks/add/").status_code == 200
    response = client.post("/cms/synonyms/new/", {"language": "en", "words": " waste \n\n rubbish\ngarbage bin "})
    assert response.status_code == 302, response.content.decode()
    row = SynonymSet.objects.get()
    assert row.words == "waste\nrubbish\ngarbage bin"
    assert "waste, rubbish, garbage bin" in client.get("/cms/synonyms/").content.decode()
    assert "waste" in client.get(f"/cms/synonyms/edit/{row.pk}/").content.decode()
    client.post(f"/cms/synonyms/edit/{row.pk}/", {"language": "en", "words": "waste\nrubbish"})
    client.post(f"/cms/synonyms/delete/{row.pk}/")
    assert not SynonymSet.objects.exists()
    actions = AuditEntry.objects.filter(subject="synonyms").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["synonyms.added", "synonyms.changed", "synonyms.removed"]
    assert "rubbish" not in str(list(AuditEntry.objects.values()))


def test_others_of_the_staff_may_not(client: Client) -> None:
    client.force_login(bob())
    assert "Synonyms of the search" not in client.get("/cms/").content.decode()
    client.post("/cms/synonyms/new/", {"language": "en", "words": "waste\nrubbish"})
    assert not SynonymSet.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("waste", "at least two words"),
        ("waste\n!!!", "has no word in it"),
        ("waste\nWastes", "are the same to the search"),
        ("waste\none two three four five six seven", "is too long"),
        ("waste\nbin", "stands in another list already"),
        ("\n".join(f"word{'abcdefghij'[number % 10]}{'klmno'[number // 10]}" for number in range(31)), "more than 30"),
    ],
)
def test_lists_that_would_do_nothing_or_harm_are_refused(client: Client, words: str, said: str) -> None:
    SynonymSet.objects.create(language="en", words="bin\ndustbin")
    client.force_login(editor())
    response = client.post("/cms/synonyms/new/", {"language": "en", "words": words})
    assert said in response.content.decode()
    assert SynonymSet.objects.count() == 1


def test_a_report_of_what_visitors_ask_is_not_offered(client: Client) -> None:
    client.force_login(UserFactory(superuser=True))
    assert "reports/search-terms" not in client.get("/cms/").content.decode()
