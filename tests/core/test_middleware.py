from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory

from hub.core.middleware import accepted_language

# What a browser is told does not depend on where it is kept.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("given", ["a1b2c3d4-0001", "0af7651916cd43dd8448eb211c80319c"])
def test_a_proxys_request_id_is_kept(client: Client, given: str):
    assert client.get("/robots.txt", headers={"x-request-id": given})["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "amina@example.net", "x" * 65, "line\tbreak", "<script>alert</script>"])
def test_anything_else_is_replaced(client: Client, given: str):
    made = client.get("/robots.txt", headers={"x-request-id": given})["X-Request-ID"]
    assert made != given
    assert re.fullmatch(r"[0-9a-f]{32}", made)


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("", "en"),
        ("de", "en"),
        ("ar", "ar"),
        ("ar-TN,ar;q=0.9,fr;q=0.8", "ar"),
        ("fr-CA;q=0.7,en;q=0.3", "fr"),
        ("de,fr;q=0.2", "fr"),
        ("not a header;;;", "en"),
    ],
)
def test_the_entry_page_leads_to_the_readers_language(client: Client, wish: str, language: str):
    response = client.get("/", headers={"accept-language": wish})
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/"
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


def test_the_address_wins_over_the_browser_and_over_any_cookie(client: Client):
    client.cookies["django_language"] = "fr"
    response = client.get("/ar/", headers={"accept-language": "fr"})
    assert response["Content-Language"] == "ar"
    assert "Accept-Language" not in response.get("Vary", "")


@pytest.mark.parametrize("address", ["/en/", "/fr/", "/ar/", "/en/documents/", "/ar/search/", "/en/accessibility/"])
def test_public_pages_set_no_cookie_and_can_be_asked_for_again_cheaply(client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Accept-Language" not in response.get("Vary", "")
    assert response["ETag"]
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_an_address_without_language_finds_its_page(client: Client):
    response = client.get("/documents/", {"page": "2"}, headers={"accept-language": "ar"})
    assert response.status_code == 302
    assert response["Location"] == "/ar/documents/?page=2"
    assert "Accept-Language" in response["Vary"]


def test_a_form_sent_to_an_unknown_address_is_not_redirected(client: Client):
    assert client.post("/documents/").status_code == 404


def test_machine_addresses_have_one_copy_for_everybody(client: Client):
    for address in ("/robots.txt", "/.well-known/security.txt"):
        response = client.get(address, headers={"accept-language": "ar"})
        assert response.status_code == 200
        assert "Vary" not in response or "Accept-Language" not in response["Vary"]


def test_a_wish_for_a_language_never_breaks_a_page():
    for header in ("*", "a" * 5000, "fr;q=abc", ";q=1,,,"):
        assert accepted_language(RequestFactory().get("/", headers={"accept-language": header})) in ("en", "fr", "ar")


def test_head_has_the_headers_of_get_and_no_body(client: Client):
    whole, head = client.get("/en/"), client.head("/en/")
    assert head.status_code == 200
    assert head.content == b""
    assert head["Content-Length"] == whole["Content-Length"] == str(len(whole.content))


def policy(response) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))


@pytest.mark.parametrize(
    "address", ["/en/", "/ar/search/", "/en/account/login/", "/en/nothing-here/", "/", "/robots.txt"]
)
def test_public_pages_have_the_strict_policy(client: Client, address: str):
    response = client.get(address)
    assert "unsafe" not in response["Content-Security-Policy"]
    assert policy(response)["default-src"] == "'none'"
    assert policy(response)["frame-ancestors"] == "'none'"
    assert "http" not in response["Content-Security-Policy"]


def test_only_the_editor_has_its_own(client: Client):
    editor = policy(client.get("/cms/"))
    assert "'unsafe-inline'" in editor["script-src"]
    assert "unsafe-eval" not in str(editor)
    assert editor["default-src"] == "'none'"
    assert editor["frame-ancestors"] == "'self'"
