"""Mails: plain text, in the person's language, links to pages in that language."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_person_is_written_to_in_their_language_whatever_the_page(client: Client, language: str) -> None:
    person = UserFactory(language=language)
    client.post("/fr/account/login/", {"login": person.email})
    message = mail.outbox[-1]
    assert message.extra_headers["Content-Language"] == language
    assert f"{settings.PUBLIC_URL}/{language}/" in message.body


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_stranger_is_written_to_in_the_language_of_the_page(client: Client, language: str) -> None:
    client.post(f"/{language}/account/login/", {"login": "stranger@example.org"})
    message = mail.outbox[-1]
    assert message.extra_headers["Content-Language"] == language
    assert f"{settings.PUBLIC_URL}/{language}/account/signup/" in message.body


def test_plain_text_only_and_from_the_hub(client: Client) -> None:
    client.post("/en/account/login/", {"login": UserFactory().email})
    message = mail.outbox[-1]
    assert message.content_subtype == "plain"
    assert not getattr(message, "alternatives", [])
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    assert "<" not in message.body


def test_the_name_of_the_hub_is_not_escaped() -> None:
    body = render_to_string("account/email/login_code_message.txt", {"code": "123456", "hub_name": "Jane's & Co"})
    assert "Jane's & Co" in body
