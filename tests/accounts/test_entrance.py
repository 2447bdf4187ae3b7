"""Coming in: by a code, by a password, for the first time; wrong codes, late codes, and what strangers can find out."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from freezegun import freeze_time

from hub.accounts.models.user import User
from tests.accounts.conftest import last_code, wrong
from tests.factories.accounts import PASSWORD, UserFactory, alice

# What a browser is told does not depend on where it is kept.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
LOGIN = "/en/account/login/"
CODE = "/en/account/login/code/confirm/"
SIGNUP = "/en/account/signup/"
CONFIRM = "/en/account/confirm-email/"


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


class TestSignUp:
    def test_by_code_without_any_password(self, client: Client) -> None:
        response = client.post("/fr/account/signup/", {"email": "New@Example.org", "pseudonym": "Olive"})
        assert response["Location"] == "/fr/account/confirm-email/"
        assert not is_signed_in(client)

        response = client.post("/fr/account/confirm-email/", {"code": last_code()})

        assert response["Location"] == "/fr/account/"
        person = User.objects.get(email="new@example.org")
        assert person.public_name == "Olive"
        assert person.language == "fr"
        assert not person.has_usable_password()
        assert is_signed_in(client)

    def test_with_a_password_for_those_who_like_one(self, client: Client) -> None:
        client.post(SIGNUP, {"email": "new@example.org", "pseudonym": "Olive", "password1": PASSWORD})
        client.post(CONFIRM, {"code": last_code()})
        assert is_signed_in(client)
        client.post("/en/account/logout/")
        client.post(f"{LOGIN}?with=password", {"login": "new@example.org", "password": PASSWORD})
        assert is_signed_in(client)

    def test_goes_back_to_where_the_person_came_from(self, client: Client) -> None:
        client.post(f"{SIGNUP}?next=/en/account/profile/", {"email": "new@example.org", "pseudonym": "Olive"})
        response = client.post(CONFIRM, {"code": last_code()})
        assert response["Location"] == "/en/account/profile/"

    def test_a_stranger_who_asked_for_a_code_is_led_to_register_and_back(self, client: Client) -> None:
        """Also when the link of the message is opened while the page still waits for a code."""
        client.post(LOGIN, {"login": "new@example.org", "next": "/en/account/profile/"})
        link = next(line for line in mail.outbox[-1].body.splitlines() if "/signup/" in line)
        assert link == f"{settings.PUBLIC_URL}{SIGNUP}?next=%2Fen%2Faccount%2Fprofile%2F"

        path = link.removeprefix(settings.PUBLIC_URL)
        assert b'value="/en/account/profile/"' in client.get(path).content
        client.post(path, {"email": "new@example.org", "pseudonym": "Olive", "next": "/en/account/profile/"})
        response = client.post(CONFIRM, {"code": last_code()})

        assert response["Location"] == "/en/account/profile/"
        assert is_signed_in(client)

    def test_who_registers_twice_is_led_to_sign_in_and_back(self, client: Client) -> None:
        client.post(f"{SIGNUP}?next=/en/account/profile/", {"email": alice().email, "pseudonym": "Olive"})
        assert f"{LOGIN}?next=%2Fen%2Faccount%2Fprofile%2F\n" in mail.outbox[-1].body

    @pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "javascript:x", "/" + "a" * 300])
    def test_a_message_leads_nowhere_else(self, client: Client, where: str) -> None:
        client.post(LOGIN, {"login": "new@example.org", "next": where})
        assert f"{SIGNUP}\n" in mail.outbox[-1].body

    @pytest.mark.parametrize("password", ["short", "password12", "new@example.org"])
    def test_refuses_weak_passwords(self, client: Client, password: str) -> None:
        response = client.post(SIGNUP, {"email": "new@example.org", "pseudonym": "Olive", "password1": password})
        assert response.context["form"].errors["password1"]
        assert not User.objects.exists()

    @pytest.mark.parametrize("name", ["", "me@example.org", "Mayor\u202e", "Ma\u200byor"])
    def test_refuses_names_that_mislead(self, client: Client, name: str) -> None:
        response = client.post(SIGNUP, {"email": "new@example.org", "pseudonym": name})
        assert response.context["form"].errors["pseudonym"]

    def test_keeps_what_was_typed_when_something_is_wrong(self, client: Client) -> None:
        response = client.post(SIGNUP, {"email": "not an address", "pseudonym": "Olive"})
        assert b'value="Olive"' in response.content
        assert b"not an address" in response.content

    def test_an_address_differs_not_by_its_capitals(self, client: Client) -> None:
        alice()
        client.post(SIGNUP, {"email": "ALICE@example.org", "pseudonym": "Other"})
        assert User.objects.count() == 1


class TestSignInByCode:
    def test_a_code_opens_the_door(self, client: Client) -> None:
        person = UserFactory(without_password=True)
        response = client.post(LOGIN, {"login": person.email.upper()})
        assert response["Location"] == CODE
        response = client.post(CODE, {"code": last_code()})
        assert response["Location"] == "/en/account/"
        assert is_signed_in(client)

    def test_spaces_and_dashes_in_a_code_do_no_harm(self, client: Client) -> None:
        client.post(LOGIN, {"login": UserFactory().email})
        code = last_code()
        client.post(CODE, {"code": f" {code[:3]}-{code[3:]} "})
        assert is_signed_in(client)

    def test_five_wrong_codes_end_it(self, client: Client) -> None:
        client.post(LOGIN, {"login": UserFactory().email})
        code = last_code()
        for _ in range(4):
            response = client.post(CODE, {"code": wrong(code)})
            assert response.status_code == 200
        assert client.post(CODE, {"code": wrong(code)}, follow=True).redirect_chain[-1][0] == LOGIN
        client.post(CODE, {"code": code})
        assert not is_signed_in(client)

    def test_a_code_works_for_a_quarter_of_an_hour(self, client: Client) -> None:
        person = UserFactory()
        with freeze_time("2026-11-22 12:00:00"):
            client.post(LOGIN, {"login": person.email})
        with freeze_time("2026-11-22 12:14:59"):
            assert client.get(CODE).status_code == 200
        with freeze_time("2026-11-22 12:15:01"):
            client.post(CODE, {"code": last_code()})
        assert not is_signed_in(client)

    def test_a_code_belongs_to_the_browser_that_asked(self, client: Client) -> None:
        client.post(LOGIN, {"login": UserFactory().email})
        stranger = Client()
        stranger.post(LOGIN, {"login": "stranger@example.org"})
        stranger.post(CODE, {"code": last_code_of(0)})
        assert not is_signed_in(stranger)

    def test_a_new_code_takes_the_place_of_the_old_one(self, client: Client) -> None:
        client.post(LOGIN, {"login": UserFactory().email})
        old = last_code()
        client.post(CODE, {"action": "resend"})
        assert last_code() != old
        client.post(CODE, {"code": old})
        assert not is_signed_in(client)
        client.post(CODE, {"code": last_code()})
        assert is_signed_in(client)

    def test_another_code_can_be_asked_for_three_times_only(self, client: Client) -> None:
        client.post(LOGIN, {"login": UserFactory().email})
        for _ in range(5):
            client.post(CODE, {"action": "resend"})
        assert len(mail.outbox) == 4

    def test_codes_cannot_be_asked_for_without_end(self, client: Client) -> None:
        person = UserFactory()
        for _ in range(6):
            Client().post(LOGIN, {"login": person.email})
        assert len(mail.outbox) == 3

    def test_the_other_page_of_allauth_leads_here(self, client: Client) -> None:
        assert client.get("/en/account/login/code/?next=/en/account/profile/")["Location"] == (
            f"{LOGIN}?next=%2Fen%2Faccount%2Fprofile%2F"
        )

    def test_never_leads_to_another_site(self, client: Client) -> None:
        client.post(f"{LOGIN}?next=https://evil.example/", {"login": UserFactory().email})
        assert client.post(CODE, {"code": last_code()})["Location"] == "/en/account/"


def last_code_of(position: int) -> str:
    message = mail.outbox[position]
    return next(line.strip() for line in message.body.splitlines() if line.strip().isdigit())


class TestSignInByPassword:
    def test_right_password(self, client: Client) -> None:
        person = UserFactory()
        response = client.post(f"{LOGIN}?with=password", {"login": person.email, "password": PASSWORD})
        assert response["Location"] == "/en/account/"
        assert is_signed_in(client)

    def test_wrong_passwords_are_limited_even_from_many_places(self, client: Client) -> None:
        person = UserFactory()
        for position in range(6):
            Client(REMOTE_ADDR=f"192.0.2.{position + 1}").post(
                f"{LOGIN}?with=password", {"login": person.email, "password": "wrong-password"}
            )
        response = client.post(f"{LOGIN}?with=password", {"login": person.email, "password": PASSWORD})
        assert response.status_code in (200, 429)
        assert not is_signed_in(client)

    def test_the_password_is_asked_for_only_when_wanted(self, client: Client) -> None:
        assert b'type="password"' not in client.get(LOGIN).content
        assert b'type="password"' in client.get(f"{LOGIN}?with=password").content

    def test_an_unconfirmed_address_needs_its_code_first(self, client: Client) -> None:
        person = UserFactory(confirmed=False)
        response = client.post(f"{LOGIN}?with=password", {"login": person.email, "password": PASSWORD})
        assert response["Location"] == CONFIRM
        assert not is_signed_in(client)
        client.post(CONFIRM, {"code": last_code()})
        assert is_signed_in(client)

    def test_a_new_password_by_code(self, client: Client) -> None:
        person = UserFactory()
        client.post("/en/account/password/reset/", {"email": person.email})
        client.post("/en/account/password/reset/confirm/", {"code": last_code()})
        client.post("/en/account/password/reset/complete/", {"password1": "another-long-password"})
        person.refresh_from_db()
        assert person.check_password("another-long-password")
        assert not is_signed_in(client)


class TestNobodyFindsOutWhoIsRegistered:
    """Same status, same place, same words, whether the account exists or not."""

    @pytest.mark.parametrize(
        ("path", "field", "extra"),
        [
            (LOGIN, "login", {}),
            (f"{LOGIN}?with=password", "login", {"password": "wrong-password"}),
            (SIGNUP, "email", {"pseudonym": "Olive"}),
            ("/en/account/password/reset/", "email", {}),
        ],
    )
    def test_same_answer(self, path: str, field: str, extra: dict[str, str]) -> None:
        alice()
        answers = []
        for address in ("alice@example.org", "nobody@example.org"):
            visitor = Client()
            response = visitor.post(path, {field: address, **extra}, follow=True)
            body = without_secrets(response.content.decode()).replace(address, "ADDRESS")
            answers.append((response.status_code, response.redirect_chain, body))
        assert answers[0] == answers[1]

    def test_the_owner_of_the_address_is_told(self, client: Client) -> None:
        alice()
        client.post(SIGNUP, {"email": "alice@example.org", "pseudonym": "Olive"})
        assert "There is one already" in mail.outbox[-1].body
        Client().post(LOGIN, {"login": "nobody@example.org"})
        assert mail.outbox[-1].to == ["nobody@example.org"]
        assert "belongs to no account" in mail.outbox[-1].body

    def test_a_right_looking_code_for_nobody_is_refused(self, client: Client) -> None:
        client.post(LOGIN, {"login": "nobody@example.org"})
        assert client.post(CODE, {"code": ""}).status_code == 200
        assert client.post(CODE, {"code": "123456"}).status_code == 200
        assert not is_signed_in(client)


def without_secrets(body: str) -> str:
    """Without the form token, which differs in every answer."""
    return "\n".join(line for line in body.splitlines() if "csrfmiddlewaretoken" not in line)


class TestSomebodyRegistersMyAddress:
    def test_their_password_dies_when_i_come_in_by_code(self, client: Client) -> None:
        Client().post(SIGNUP, {"email": "alice@example.org", "pseudonym": "Thief", "password1": PASSWORD})
        client.post(LOGIN, {"login": "alice@example.org"})
        client.post(CODE, {"code": last_code()})
        assert is_signed_in(client)

        thief = Client()
        thief.post(f"{LOGIN}?with=password", {"login": "alice@example.org", "password": PASSWORD})
        assert not is_signed_in(thief)

    def test_my_own_password_survives_a_sign_in_by_code(self, client: Client) -> None:
        person = UserFactory()
        client.post(LOGIN, {"login": person.email})
        client.post(CODE, {"code": last_code()})
        person.refresh_from_db()
        assert person.check_password(PASSWORD)


def test_forms_have_no_anonymous_cookie_but_where_a_token_is_needed(client: Client) -> None:
    assert "sessionid" not in client.get(LOGIN).cookies
