"""The front page and the information pages as readers get them."""

import re

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape
from wagtail.models import Page

from hub.core.registries import personal_data

# What a browser is told does not depend on where it is kept.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

LANGUAGES = ["en", "fr", "ar"]
PATHS = [
    "",
    "documents/",
    "consultations/",
    "budgets/",
    "reports/",
    "search/",
    "how-it-works/",
    "accessibility/",
    "privacy/",
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_of_an_empty_hub_answers_without_a_cookie_and_with_an_etag(
    client: Client, language: str, path: str
) -> None:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    assert not response.cookies
    assert response["ETag"]
    html = response.content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert "style=" not in html
    again = client.get(f"/{language}/{path}", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", PATHS)
def test_the_language_switch_stays_on_the_page(client: Client, path: str) -> None:
    html = client.get(f"/en/{path}").content.decode()
    for language in LANGUAGES:
        assert re.search(
            rf'<link rel="alternate" hreflang="{language}" href="http://testserver/{language}/{path}">', html
        )
        assert f'href="/{language}/{path}"' in html


def test_a_page_without_translation_has_no_alternate(client: Client) -> None:
    Page.objects.get(slug="privacy", locale__language_code="fr").unpublish()
    html = client.get("/en/privacy/").content.decode()
    assert 'hreflang="ar" href="http://testserver/ar/privacy/"' in html
    assert "/fr/privacy/" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_privacy_page_lists_every_registered_field(client: Client, language: str) -> None:
    html = client.get(f"/{language}/privacy/").content.decode()
    fields = [field for _name, provider in personal_data for field in provider.fields()]
    assert fields
    assert html.count('<th scope="row">') == len(fields)
    with translation.override(language):
        for _name, provider in personal_data:
            for field in provider.fields():
                assert escape(field.label) in html


def test_the_budget_page_says_honestly_that_nothing_is_open(client: Client) -> None:
    assert "No budget is open" in client.get("/en/budgets/").content.decode()


def test_the_sitemap_lists_every_public_page_in_every_language(client: Client) -> None:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    xml = response.content.decode()
    for language in LANGUAGES:
        assert f"/{language}/privacy/</loc>" in xml
    assert 'hreflang="ar"' in xml
