"""Every other way into the editor leads to the one sign-in, and staff need a second step in production."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.messages import get_messages
from django.test import Client

from hub.accounts.enums import Role
from hub.accounts.models.user import User
from tests.accounts.conftest import last_code
from tests.factories.accounts import PASSWORD, UserFactory, carol, dan

# What a browser is told does not depend on where it is kept.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/cms/login/", "/en/account/login/?next=%2Fcms%2F"),
        ("/cms/login/?next=/cms/pages/", "/en/account/login/?next=%2Fcms%2Fpages%2F"),
        ("/cms/login/?next=https://evil.example/", "/en/account/login/"),
        ("/cms/logout/", "/en/account/logout/"),
        ("/cms/password_reset/", "/en/account/password/reset/"),
        ("/cms/password_reset/confirm/MQ/abc-def/", "/en/account/password/reset/"),
        ("/_util/login/", "/en/account/login/"),
    ],
)
def test_other_doors_lead_to_the_one_sign_in(client: Client, path: str, target: str) -> None:
    assert client.get(path)["Location"] == target


@pytest.mark.parametrize("path", ["/cms/login/", "/en/_util/login/", "/admin/login/"])
def test_no_other_door_takes_a_password(client: Client, path: str) -> None:
    person = UserFactory(administrator=True)
    client.post(path, {"username": person.email, "login": person.email, "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in client.session


def test_who_has_no_business_in_the_editor_is_told_so_and_not_sent_in_circles(client: Client) -> None:
    client.force_login(dan())
    response = client.get("/cms/", follow=True)
    assert response.status_code == 403


def test_the_editor_opens_after_signing_in(client: Client) -> None:
    person = carol()
    assert client.get("/cms/", follow=True).redirect_chain[-1][0] == "/en/account/login/?next=%2Fcms%2F"
    response = client.post(
        "/en/account/login/?with=password&next=/cms/", {"login": person.email, "password": PASSWORD}, follow=True
    )
    assert response.redirect_chain[-1][0] == "/cms/"
    assert response.status_code == 200


def test_wagtails_account_page_offers_no_password_and_no_address(client: Client) -> None:
    client.force_login(carol())
    body = client.get("/cms/account/").content.decode()
    assert "password" not in body.split("<main", 1)[-1].lower()
    assert 'name="name_email-first_name"' not in body


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def _required(self, settings: Any) -> None:
        settings.STAFF_SECOND_FACTOR_REQUIRED = True

    @pytest.mark.parametrize("role", Role)
    def test_staff_without_it_are_sent_to_set_it_up(self, client: Client, role: Role) -> None:
        client.force_login(UserFactory(roles=[role]))
        response = client.get("/cms/reports/")
        assert response["Location"] == "/en/account/second-factor/totp/activate/?next=%2Fcms%2Freports%2F"
        assert "second sign-in step" in str(next(iter(get_messages(response.wsgi_request))))

    def test_superusers_too(self, client: Client) -> None:
        client.force_login(UserFactory(superuser=True))
        assert "/second-factor/" in client.get("/cms/")["Location"]

    def test_writing_is_refused_as_well(self, client: Client) -> None:
        client.force_login(UserFactory(administrator=True))
        response = client.post("/cms/users/new/", {"email": "x@example.org", "pseudonym": "X", "language": "en"})
        assert "/second-factor/" in response["Location"]
        assert not User.objects.filter(email="x@example.org").exists()

    def test_with_it_the_editor_opens(self, client: Client) -> None:
        person = carol()
        TOTP.activate(person, generate_totp_secret())
        client.force_login(person)
        assert client.get("/cms/").status_code == 200

    def test_recovery_codes_alone_are_not_enough(self, client: Client) -> None:
        person = carol()
        RecoveryCodes.activate(person)
        client.force_login(person)
        assert "/second-factor/" in client.get("/cms/")["Location"]

    def test_citizens_are_not_bothered(self, client: Client) -> None:
        client.force_login(dan())
        assert client.get("/en/account/").status_code == 200

    def test_not_asked_for_outside_production(self, client: Client, settings: Any) -> None:
        settings.STAFF_SECOND_FACTOR_REQUIRED = False
        client.force_login(carol())
        assert client.get("/cms/").status_code == 200

    def test_setting_it_up_opens_the_editor(self, client: Client) -> None:
        person = carol()
        client.post("/en/account/login/?with=password", {"login": person.email, "password": PASSWORD})
        page = client.get("/cms/", follow=True)
        if "reauthenticate" in page.redirect_chain[-1][0]:
            page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
        secret = page.context["form"].secret
        response = client.post("/en/account/second-factor/totp/activate/", {"code": code_of(secret)}, follow=True)
        assert response.redirect_chain[-1][0] == "/en/account/second-factor/recovery-codes/"
        assert client.get("/cms/").status_code == 200

    @pytest.mark.parametrize("by", ["code", "password"])
    def test_neither_code_nor_password_is_enough_once_it_is_on(self, client: Client, by: str) -> None:
        person = carol()
        secret = generate_totp_secret()
        TOTP.activate(person, secret)
        if by == "code":
            client.post("/en/account/login/", {"login": person.email})
            response = client.post("/en/account/login/code/confirm/", {"code": last_code()})
        else:
            response = client.post("/en/account/login/?with=password", {"login": person.email, "password": PASSWORD})
        assert response["Location"].startswith("/en/account/second-factor/authenticate/")
        assert "_auth_user_id" not in client.session
        client.post("/en/account/second-factor/authenticate/", {"code": code_of(secret)})
        assert "_auth_user_id" in client.session


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_the_secret_is_not_readable_in_the_database() -> None:
    secret = generate_totp_secret()
    TOTP.activate(dan(), secret)
    assert secret not in str(Authenticator.objects.get().data)


def test_the_secret_survives_a_change_of_the_key(settings: Any) -> None:
    secret = generate_totp_secret()
    factor = TOTP.activate(dan(), secret)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "y" * 50
    assert Authenticator.objects.get(pk=factor.instance.pk).wrap().validate_code(code_of(secret))
