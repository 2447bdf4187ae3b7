"""How often one may ask, and what the answers must not give away."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import caches
from django.test import Client

from hub.contributions.engine.confirmation import address_key
from hub.contributions.services.limits import allow_search, limit_reached
from tests.factories.accounts import dan
from tests.factories.contributions import DURING

pytestmark = pytest.mark.django_db
QUESTION = "/en/search/?q=harbour"


def test_asking_without_end_is_answered_with_429(client: Client, settings: Any) -> None:
    settings.SEARCHES_PER_ADDRESS_PER_HOUR = 3
    assert [client.get(QUESTION).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert client.get(QUESTION)["Retry-After"] == "600"
    assert client.get("/en/search/").status_code == 200  # the empty page asks nothing
    assert client.get(QUESTION, REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP"])
def test_an_address_that_the_visitor_writes_himself_is_not_believed(client: Client, settings: Any, header: str) -> None:
    settings.SEARCHES_PER_ADDRESS_PER_HOUR = 2
    answers = [client.get(QUESTION, headers={header: f"198.51.100.{n}"}).status_code for n in range(3)]
    assert answers == [200, 200, 429]


def test_the_addresses_of_one_ipv6_line_count_as_one() -> None:
    assert address_key("2001:db8:1:2::1", 1) == address_key("2001:db8:1:2:ffff:eeee:dddd:cccc", 1)
    assert address_key("2001:db8:1:2::1", 1) != address_key("2001:db8:1:3::1", 1)
    assert address_key("::ffff:192.0.2.1", 1) == address_key("192.0.2.1", 1)
    assert address_key("192.0.2.1", 1) != address_key("192.0.2.2", 1)


def test_many_names_do_not_push_the_counts_out(settings: Any) -> None:
    """With few places in the cache, 300 mailboxes would make room for everybody's next wrong password."""
    assert project.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 100_000
    settings.SEARCHES_PER_ADDRESS_PER_HOUR = 1
    assert allow_search(address="192.0.2.1", now=DURING)
    for number in range(400):
        limit_reached(user=None, email=f"m{number}@example.org", address="192.0.2.9", now=DURING)
    assert not allow_search(address="192.0.2.1", now=DURING)
    assert caches["default"]


@pytest.mark.parametrize("password", ["", "a-long-enough-password"])
def test_registering_a_known_address_costs_the_same_work_and_says_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return str(encode(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    dan()
    hashed.clear()
    answers = {}
    for email in ("dan@example.org", "nobody-knows@example.org"):
        form = {"email": email, "pseudonym": "Zed", "password1": password}
        response = Client().post("/en/account/signup/", form)
        answers[email] = (response.status_code, response["Location"], len(hashed))
        hashed.clear()
    assert answers["dan@example.org"] == answers["nobody-knows@example.org"]
    assert answers["dan@example.org"][2] == bool(password)
