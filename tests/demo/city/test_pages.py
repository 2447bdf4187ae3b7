"""Walks through the seeded city as a reader without an account."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from django.utils.html import escape
from wagtail.models import Page

from hub.contributions.models.comment import Comment
from hub.moderation.enums import State
from whitepapers.models.clause import Clause

LANGUAGES = ("en", "fr", "ar")
ARABIC = re.compile(r"[\u0600-\u06ff]")


def city_pages() -> list[Page]:
    return list(Page.objects.live().public().filter(depth__gt=1).select_related("locale").order_by("path"))


def test_every_page_answers_in_its_language_without_a_cookie(city: datetime, client: Client) -> None:
    pages = city_pages()
    assert {page.locale.language_code for page in pages} == set(LANGUAGES)
    for page in pages:
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert f'<html lang="{page.locale.language_code}"' in response.content.decode(), page.url
        assert not response.cookies, page.url


def test_every_page_exists_in_three_languages_with_a_title_of_its_own(city: datetime) -> None:
    by_key: dict[object, dict[str, Page]] = {}
    for page in city_pages():
        by_key.setdefault(page.translation_key, {})[page.locale.language_code] = page
    for translations in by_key.values():
        assert set(translations) == set(LANGUAGES), translations
        assert ARABIC.search(translations["ar"].title)
        if translations["en"].depth > 3:  # below the sections, whose names may be alike ("Documents")
            assert translations["fr"].title != translations["en"].title


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", ["public-spaces", "cooler-city"])
def test_reading_view_and_every_clause_speak_the_language(
    city: datetime, client: Client, language: str, slug: str
) -> None:
    page = Page.objects.get(slug=slug, locale__language_code=language, content_type__app_label="whitepapers").specific
    assert client.get(page.url).status_code == 200
    for clause in Clause.objects.filter(document=page.translation_key, kind="clause"):
        response = client.get(f"{page.url}clauses/{clause.eid}/")
        assert response.status_code == 200
        text = clause.texts.filter(language=language).latest("version__number")
        assert escape(text.heading) in response.content.decode()
        assert bool(ARABIC.search(text.text)) == (language == "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clause_about_renewal_takes_comments(city: datetime, client: Client, language: str) -> None:
    page = Page.objects.get(slug="public-spaces", locale__language_code=language, content_type__app_label="whitepapers")
    clause = Clause.objects.get(document=page.translation_key, number="4.2")
    assert clause.eid == "sec_4__subsec_2"
    assert client.get(f"{page.url}clauses/{clause.eid}/comment/").status_code == 200


def test_each_published_contribution_can_be_followed_and_no_other(city: datetime, client: Client) -> None:
    for comment in Comment.objects.all():
        status = client.get(f"/en/c/{comment.reference}/").status_code
        assert status == (200 if comment.state == State.PUBLISHED else 404), comment.reference


def test_what_is_withheld_stands_on_no_page(city: datetime, client: Client) -> None:
    hidden = list(Comment.objects.exclude(state=State.PUBLISHED))
    assert len(hidden) > 8
    addresses = [page.url for page in city_pages()]
    for page in Page.objects.filter(content_type__app_label="whitepapers", depth=4):
        addresses += [
            f"{page.url}clauses/{clause.eid}/"
            for clause in Clause.objects.filter(document=page.translation_key, kind="clause")
        ]
    for address in addresses:
        html = client.get(address).content.decode()
        for comment in hidden:
            assert comment.comment[:40] not in html, (address, comment.reference)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "fictional city"), ("fr", "ville imaginaire"), ("ar", "مدينة متخيَّلة")],
)
def test_the_city_says_that_it_is_fictional(city: datetime, client: Client, language: str, words: str) -> None:
    for address in (
        "",
        "documents/public-spaces/",
        "consultations/public-spaces/",
        "consultations/cooler-city/report/",
    ):
        assert words in client.get(f"/{language}/{address}").content.decode(), address
