"""What the account tests share: mails in memory, a clean cache (rate limits live there), a way to read codes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from hub.accounts.models.user import User
from tests.factories.accounts import PASSWORD


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


def last_code() -> str:
    """The six digits of the newest message."""
    found = re.search(r"^\s+(\d{6})$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group(1)


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "111111"


@pytest.fixture
def sign_in_with_password(client: Client) -> Callable[[User], None]:
    def sign_in(user: User) -> None:
        response = client.post(
            "/en/account/login/?with=password", {"login": user.email, "password": PASSWORD}, follow=True
        )
        assert response.wsgi_request.user == user

    return sign_in
