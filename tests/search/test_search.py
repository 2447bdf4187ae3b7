"""The search page as a reader uses it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from search.services import applying
from tests.factories import whitepapers as make

pytestmark = pytest.mark.django_db


def page(client: Client, query: str, language: str = "en") -> str:
    """After the worker has told the index what was written."""
    applying.apply_due(datetime.now(UTC))
    response = client.get(f"/{language}/search/", {"q": query})
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def act(**kwargs: Any) -> Any:
    return make.published_draft(
        body=[make.clause_block("Every stall needs a licence from the district.", heading="Trading")],
        slug="act",
        title="Act on street markets",
        **kwargs,
    )


def test_an_empty_question_shows_only_the_box(client: Client) -> None:
    html = client.get("/en/search/").content.decode()
    assert 'name="q"' in html
    assert "noindex" not in html
    assert "Nothing was found" not in html


def test_results_are_not_for_other_search_engines(client: Client) -> None:
    assert '<meta name="robots" content="noindex">' in page(client, "licence")


def test_a_document_is_found_by_its_title_and_a_clause_by_its_words(client: Client) -> None:
    act()
    html = page(client, "markets")
    assert 'href="/en/documents/act/"' in html
    html = page(client, "stall licence")
    assert 'href="/en/documents/act/#sec_1"' in html
    assert "<bdi>Act on street markets</bdi>" in html
    assert "Every <mark>stall</mark> needs a <mark>licence</mark>" in html


def test_all_words_have_to_occur(client: Client) -> None:
    act()
    assert "#sec_1" not in page(client, "stall elephant")


def test_arabic_is_found_without_article_hamza_and_vowel_marks(client: Client) -> None:
    make.published_draft(
        body=[make.clause_block("تُوزَّع المياه على الأحياء بالتساوي.")],
        slug="water",
        title="مشروع توزيع المياه",
        language="ar",
        summary="",
    )
    for query in ("مياه", "المياه", "احياء"):
        assert "/ar/documents/water/#sec_1" in page(client, query, "ar"), query
    assert 'href="/ar/documents/water/"' in page(client, "مياه", "ar")


def test_what_is_not_translated_is_found_by_all_and_says_its_language(client: Client) -> None:
    act()
    html = page(client, "licence", "fr")
    assert re.search(r'<a href="[^"]+#sec_1" dir="auto" lang="en">', html)
    assert "<li>Anglais</li>" in html
    assert 'lang="en">1 Trading' not in page(client, "licence")


def test_nothing_that_is_not_public_is_found(client: Client) -> None:
    draft = make.draft_page(clauses=1, title="Secret plan")
    draft.save_revision()
    published = act()
    published.unpublish()
    html = page(client, "licence")
    assert "#sec_1" not in html
    assert "Secret plan" not in page(client, "secret plan")


def test_only_the_newest_text_of_a_clause_is_found(client: Client) -> None:
    published = act()
    blocks = make.body_of(published)
    blocks[0]["value"]["text"] = "<p>Every stall needs a permit.</p>"
    make.publish(make.set_body(published, blocks))
    assert "#sec_1" not in page(client, "licence")
    assert "#sec_1" in page(client, "permit")


def test_a_retired_clause_is_not_found(client: Client) -> None:
    published = make.published_draft(body=[make.clause_block("Zebra."), make.clause_block("Giraffe.")], slug="act")
    make.publish(make.set_body(published, make.body_of(published)[:1]))
    assert "#sec_2" not in page(client, "giraffe")


@pytest.mark.parametrize(
    "query",
    [
        "' OR 1=1 --",
        '"unbalanced',
        "a" * 5000,
        "* AND NOT (",
        "\x00null\x00",
        "<script>alert(1)</script>",
        "%_%",
        "🦓",
        "col:umn -minus +plus ^ ~",
        "ال",
        "   ",
        "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    ],
)
def test_hostile_questions_get_an_answer(client: Client, query: str) -> None:
    act()
    html = page(client, query)
    assert "<script>alert" not in html
    assert "#sec_1" not in html


def test_nothing_found_helps_on(client: Client) -> None:
    html = page(client, "elephant")
    assert "Nothing was found for" in html
    assert "fewer or other words" in html


def test_a_search_costs_the_same_whatever_it_finds(client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 6):
        for _ in range(number):
            make.published_draft(clauses=3)
        page(client, "licence")
        with CaptureQueriesContext(connection) as queries:
            page(client, "licence")
        counts.append(len(queries))
    assert counts[0] == counts[1]
