"""Error pages: in the reader's language, with a way on, and with what was typed."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from hub.core.views import errors


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_page_speaks_the_language_of_its_address(language: str, direction: str) -> None:
    response = errors.page_not_found(RequestFactory().get(f"/{language}/nowhere/"), None)
    assert response.status_code == 404
    assert f'<html lang="{language}" dir="{direction}">' in response.content.decode()


def test_500_asks_nothing_of_the_database() -> None:
    # No `django_db` mark anywhere in this file: a query would raise.
    response = errors.server_error(RequestFactory().get("/ar/documents/"))
    assert response.status_code == 500
    assert 'dir="rtl"' in response.content.decode()


def test_500_comes_even_when_its_own_template_fails(settings) -> None:  # type: ignore[no-untyped-def]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    response = errors.server_error(RequestFactory().get("/en/"))
    assert response.status_code == 500
    assert "copy what you typed" in response.content.decode()


def test_a_stale_form_gives_the_words_back_and_no_secret() -> None:
    words = "My mother's stall feeds five people.\nShe should be told <why>."
    data = {"body": words, "password": "correct horse battery", "csrfmiddlewaretoken": "abc def", "honeypot": "a bot"}
    request = RequestFactory().post("/en/c/", data, headers={"referer": "http://testserver/en/clauses/4/"})
    page = errors.csrf_failure(request).content.decode()
    assert "She should be told &lt;why&gt;." in page
    assert "correct horse" not in page
    assert "abc def" not in page
    assert 'href="http://testserver/en/clauses/4/"' in page


def test_a_stale_form_does_not_lead_elsewhere() -> None:
    request = RequestFactory().post("/en/c/", {"body": "some words"}, headers={"referer": "https://evil.example/"})
    assert "evil.example" not in errors.csrf_failure(request).content.decode()


def test_too_many_requests_says_when_to_come_back() -> None:
    request = RequestFactory().post("/en/c/", {"body": "a long thought about trees"})
    response = errors.too_many_requests(request, retry_after=61)
    assert response.status_code == 429
    assert response["Retry-After"] == "61"
    assert "in 2 minutes" in response.content.decode()
    assert "a long thought about trees" in response.content.decode()


def test_typed_text_comes_in_the_order_of_the_form_and_once() -> None:
    post = QueryDict("a=one+two&b=one+two+three&c=single&d=one+two")
    assert errors.typed_text(post) == ["one two", "one two three"]
