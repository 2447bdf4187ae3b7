"""The city's identity provider, played by a small real server: discovery, token and user info over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from hub.accounts.models.user import User
from tests.factories.accounts import UserFactory, alice

pytestmark = pytest.mark.django_db
PERSON = {"sub": "citizen-1", "email": "alice@example.org", "email_verified": True, "name": "Alice Legal-Name"}


class _Provider(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        base = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.startswith("/.well-known/"):
            self._answer(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/userinfo",
                    "jwks_uri": f"{base}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer a-token":
            self._answer(PERSON)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        right = form.get("code") == ["a-code"] and "code_verifier" in form
        self._answer({"access_token": "a-token", "token_type": "Bearer"} if right else {"error": "invalid_grant"})

    def _answer(self, body: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    settings.OIDC_ENABLED = True
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "city",
                    "name": "City Login",
                    "client_id": "hub",
                    "secret": "a-secret",
                    "settings": {"server_url": url},
                }
            ],
        }
    }
    yield url
    server.shutdown()


def come_back(client: Client) -> Any:
    """From our button to the provider and back, as a browser goes."""
    away = client.post("/fr/account/provider/city/login/?process=login")
    query = parse_qs(urlparse(away["Location"]).query)
    back = urlparse(query["redirect_uri"][0])
    assert back.path == "/account/provider/city/callback/"
    return client.get(back.path, {"code": "a-code", "state": query["state"][0]})


def test_no_button_without_a_provider(client: Client) -> None:
    assert b"provider/city" not in client.get("/en/account/login/").content
    assert client.post("/en/account/provider/city/login/").status_code == 404


def test_the_button_names_the_provider(client: Client, provider: str) -> None:
    body = client.get("/en/account/login/").content.decode()
    assert "Sign in with City Login" in body
    assert (
        client.get("/en/account/provider/city/login/").status_code == 200
    )  # asks; only a press of the button leads out


def test_a_new_person_chooses_a_public_name_first(client: Client, provider: str) -> None:
    response = come_back(client)
    assert response["Location"].endswith("/account/provider/signup/")
    page = client.get(response["Location"])
    assert "Legal-Name" not in page.content.decode()
    client.post(response["Location"], {"email": "alice@example.org", "pseudonym": "Olive"})
    person = User.objects.get(email="alice@example.org")
    assert person.public_name == "Olive"
    assert SocialAccount.objects.get(user=person).uid == "citizen-1"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_account_with_the_same_address_is_not_taken_over(client: Client, provider: str) -> None:
    person = alice()
    response = come_back(client)
    client.post(response["Location"], {"email": "alice@example.org", "pseudonym": "Olive"})
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.filter(user=person).exists()
    assert mail.outbox[-1].to == ["alice@example.org"]


def test_the_second_step_is_asked_for_here_too(client: Client, provider: str) -> None:
    person = UserFactory(editor=True)
    SocialAccount.objects.create(user=person, provider="city", uid="citizen-1")
    TOTP.activate(person, generate_totp_secret())
    response = come_back(client)
    assert "/second-factor/authenticate/" in response["Location"]
    assert "_auth_user_id" not in client.session


def test_a_wrong_code_from_the_provider_shows_our_page(client: Client, provider: str) -> None:
    away = client.post("/en/account/provider/city/login/?process=login")
    state = parse_qs(urlparse(away["Location"]).query)["state"][0]
    response = client.get("/account/provider/city/callback/", {"code": "forged", "state": state}, follow=True)
    assert "Signing in did not work" in response.content.decode()
    assert "_auth_user_id" not in client.session
