"""The account page: mine alone; profile, copy of my data, deletion."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from freezegun import freeze_time

from hub.accounts.models.user import User
from hub.accounts.selectors import personal_data_register
from hub.accounts.services import erasure
from hub.audit.models.entry import AuditEntry
from hub.core.registries import personal_data
from tests.accounts.conftest import last_code, wrong
from tests.factories.accounts import PASSWORD, UserFactory, alice, bob, carol, dan

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGES = ["", "profile/", "data/", "delete/", "delete/confirm/", "email/", "password/change/", "second-factor/"]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_led_to_the_sign_in(client: Client, page: str) -> None:
    response = client.get(f"/ar/account/{page}")
    assert response["Location"].startswith("/ar/account/login/?next=")


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_never_kept_by_a_shared_cache(client: Client, page: str) -> None:
    client.force_login(alice())
    assert "no-store" in client.get(f"/en/account/{page}")["Cache-Control"]


def test_a_page_shows_its_owner_and_nobody_else(client: Client) -> None:
    dan()
    client.force_login(alice())
    for page in ("", "profile/", "data/"):
        response = client.get(f"/en/account/{page}")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"alice@example.org" in body or b"Alice" in body
        assert b"dan@example.org" not in body


def test_no_address_leads_to_another_account(client: Client) -> None:
    """There is nothing to guess: extra keys change nothing."""
    other = dan()
    client.force_login(alice())
    client.post(
        f"/en/account/profile/?id={other.pk}",
        {
            "id": other.pk,
            "pk": other.pk,
            "pseudonym": "Changed",
            "kind": "person",
            "language": "en",
            "notification_choice": "none",
        },
    )
    other.refresh_from_db()
    assert other.pseudonym == "Dan"


class TestProfile:
    DATA = {
        "pseudonym": "Olive",
        "kind": "organisation",
        "organisation_name": "Friends of the Harbour",
        "language": "ar",
        "notification_choice": "none",
    }

    def test_saves_and_answers_in_the_new_language(self, client: Client) -> None:
        person = alice()
        client.force_login(person)
        response = client.post("/en/account/profile/", self.DATA)
        assert response["Location"] == "/ar/account/"
        person.refresh_from_db()
        assert (person.public_name, person.language, person.notification_choice) == (
            "Friends of the Harbour",
            "ar",
            "none",
        )

    def test_an_organisation_needs_a_name(self, client: Client) -> None:
        client.force_login(alice())
        response = client.post("/en/account/profile/", {**self.DATA, "organisation_name": ""})
        assert response.context["form"].errors["organisation_name"]
        assert b'value="Olive"' in response.content

    def test_a_person_does_not_go_on_naming_an_organisation(self, client: Client) -> None:
        person = UserFactory(organisation=True)
        client.force_login(person)
        client.post("/en/account/profile/", {**self.DATA, "kind": "person"})
        person.refresh_from_db()
        assert (person.public_name, person.organisation_name) == ("Olive", "")

    def test_privileges_cannot_be_posted(self, client: Client) -> None:
        person = alice()
        client.force_login(person)
        client.post("/en/account/profile/", {**self.DATA, "is_superuser": "on", "is_staff": "on", "groups": "1"})
        person.refresh_from_db()
        assert not person.is_superuser
        assert not person.is_staff
        assert not person.groups.exists()


class TestDownload:
    def test_holds_what_every_app_registered_and_no_secret(self, client: Client) -> None:
        person = carol()
        TOTP.activate(person, generate_totp_secret())
        client.force_login(person)
        response = client.get("/en/account/data/")
        assert response["Content-Disposition"].startswith('attachment; filename="my-data-')
        text = b"".join(response.streaming_content).decode()
        copy = json.loads(text)
        assert set(copy["data"]) == {name for name, _provider in personal_data}
        assert copy["data"]["accounts"]["account"][0]["email"] == "carol@example.org"
        assert copy["data"]["accounts"]["account"][0]["roles"] == ["editor"]
        assert person.password not in text
        assert Authenticator.objects.get().data["secret"] not in text


def test_the_register_names_purpose_and_time_of_every_field() -> None:
    lines = personal_data_register()
    assert {line.source for line in lines} == {name for name, _provider in personal_data}
    for line in lines:
        assert line.field.label
        assert line.field.purpose
        assert line.field.lawful_basis
        assert line.field.retention


class TestChangeOfAddress:
    def test_nothing_changes_until_the_code_is_typed_and_the_old_address_is_told(self, client: Client) -> None:
        person = alice()
        client.force_login(person)
        client.post("/en/account/email/", {"action_add": "1", "email": "new@example.org"})
        person.refresh_from_db()
        assert person.email == "alice@example.org"
        assert mail.outbox[-1].to == ["new@example.org"]

        client.post("/en/account/confirm-email/", {"code": last_code()})

        person.refresh_from_db()
        assert person.email == "new@example.org"
        assert list(EmailAddress.objects.values_list("email", flat=True)) == ["new@example.org"]
        assert [message.to for message in mail.outbox[1:]] == [["alice@example.org"]]

    def test_an_address_of_somebody_else_is_neither_taken_nor_given_away(self, client: Client) -> None:
        dan()
        client.force_login(alice())
        client.post("/en/account/email/", {"action_add": "1", "email": "dan@example.org"})
        client.post("/en/account/confirm-email/", {"code": "123456"})
        assert User.objects.get(pseudonym="Alice").email == "alice@example.org"


class TestErasure:
    def erase(self, client: Client, person: User) -> None:
        client.force_login(person)
        assert client.post("/en/account/delete/")["Location"] == "/en/account/delete/confirm/"
        assert client.post("/en/account/delete/confirm/", {"code": last_code()})["Location"] == "/en/account/deleted/"

    def test_empties_the_row_and_frees_the_address(self, client: Client) -> None:
        person = alice()
        SocialAccount.objects.create(user=person, provider="city", uid="citizen-1", extra_data={"name": "Alice"})
        TOTP.activate(person, generate_totp_secret())
        self.erase(client, person)

        person.refresh_from_db()
        assert "alice" not in str([person.email, person.pseudonym, person.organisation_name, str(person)]).lower()
        assert not person.is_active
        assert not person.has_usable_password()
        assert person.erased_at
        for model in (EmailAddress, SocialAccount, Authenticator):
            assert not model.objects.filter(user=person).exists()
        assert "_auth_user_id" not in client.session

        client.post("/en/account/signup/", {"email": "alice@example.org", "pseudonym": "Alice again"})
        client.post("/en/account/confirm-email/", {"code": last_code()})
        assert User.objects.get(email="alice@example.org").pk != person.pk

    def test_nobody_can_sign_in_to_it_any_more(self, client: Client) -> None:
        person = alice()
        elsewhere = Client()
        elsewhere.post("/en/account/login/?with=password", {"login": person.email, "password": PASSWORD})
        assert elsewhere.get("/en/account/").status_code == 200
        self.erase(client, person)

        assert elsewhere.get("/en/account/").status_code == 302
        again = Client()
        again.post("/en/account/login/?with=password", {"login": "alice@example.org", "password": PASSWORD})
        assert "_auth_user_id" not in again.session
        again.post("/en/account/login/", {"login": "alice@example.org"})
        assert "belongs to no account" in mail.outbox[-1].body

    def test_touches_nobody_else(self, client: Client) -> None:
        alice_, others = alice(), [dan(), bob(), carol()]
        before = list(User.objects.exclude(pk=alice_.pk).order_by("pk").values())
        self.erase(client, alice_)
        assert list(User.objects.exclude(pk=alice_.pk).order_by("pk").values()) == before
        assert EmailAddress.objects.count() == len(others)
        assert [list(person.groups.values_list("name", flat=True)) for person in others] == [
            [],
            ["moderator"],
            ["editor"],
        ]

    def test_is_recorded_without_leading_to_the_person(self, client: Client) -> None:
        person = bob()
        self.erase(client, person)
        entry = AuditEntry.objects.get(action="account.erased")
        assert entry.subject_id == str(person.pk)
        assert not AuditEntry.objects.by(person).exists()

    def test_takes_the_roles_away(self, client: Client) -> None:
        person = bob()
        self.erase(client, person)
        assert not person.groups.exists()
        assert AuditEntry.objects.filter(action="role.taken", subject_id=str(person.pk)).count() == 1

    def test_all_or_nothing(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        class Stuck:
            def erase(self, user: User, *, now: datetime) -> None:
                raise RuntimeError("this app cannot let go")

        person = alice()
        monkeypatch.setitem(personal_data._items, "zz_stuck", Stuck())
        with pytest.raises(RuntimeError):
            erasure.erase_account(person, actor=person, now=NOW)
        person.refresh_from_db()
        assert person.email == "alice@example.org"
        assert person.is_active
        assert not AuditEntry.objects.filter(action="account.erased").exists()

    def test_needs_a_fresh_proof(self, client: Client) -> None:
        client.force_login(alice())
        response = client.post("/en/account/delete/confirm/", {"code": "123456"})
        assert response["Location"] == "/en/account/delete/"
        assert User.objects.get(pseudonym="Alice").is_active

    def test_five_wrong_codes_end_it(self, client: Client) -> None:
        client.force_login(alice())
        client.post("/en/account/delete/")
        code = last_code()
        for _ in range(5):
            client.post("/en/account/delete/confirm/", {"code": wrong(code)})
        client.post("/en/account/delete/confirm/", {"code": code})
        assert User.objects.get(pseudonym="Alice").is_active

    def test_an_old_code_does_nothing(self, client: Client) -> None:
        client.force_login(alice())
        with freeze_time(NOW):
            client.post("/en/account/delete/")
        with freeze_time(NOW + timedelta(minutes=15, seconds=1)):
            client.force_login(User.objects.get(pseudonym="Alice"))
            client.post("/en/account/delete/confirm/", {"code": last_code()})
        assert User.objects.get(pseudonym="Alice").is_active

    def test_by_password(self, client: Client) -> None:
        person = alice()
        client.force_login(person)
        page = "/en/account/delete/confirm/?with=password"
        assert client.post(page, {"password": "wrong-password"}).status_code == 200
        assert client.post(page, {"password": PASSWORD})["Location"] == "/en/account/deleted/"

    def test_who_has_no_password_cannot_choose_it(self, client: Client) -> None:
        person = UserFactory(without_password=True)
        client.force_login(person)
        response = client.post("/en/account/delete/confirm/?with=password", {"password": ""})
        assert response["Location"] == "/en/account/delete/"
        person.refresh_from_db()
        assert person.is_active

    def test_the_code_of_another_person_does_nothing(self, client: Client) -> None:
        client.force_login(dan())
        client.post("/en/account/delete/")
        code = last_code()
        other = Client()
        other.force_login(alice())
        session = other.session
        session["account_erasure"] = client.session["account_erasure"]
        session.save()
        other.post("/en/account/delete/confirm/", {"code": code})
        assert User.objects.get(pseudonym="Alice").is_active

    def test_the_only_administrator_stays(self, client: Client) -> None:
        person = UserFactory(administrator=True, pseudonym="Root")
        client.force_login(person)
        client.post("/en/account/delete/")
        response = client.post("/en/account/delete/confirm/", {"code": last_code()})
        assert response["Location"] == "/en/account/"
        assert User.objects.get(pseudonym="Root").is_active

    def test_one_of_two_administrators_may_go(self, client: Client) -> None:
        UserFactory(administrator=True)
        person = UserFactory(administrator=True)
        self.erase(client, person)

    def test_the_database_refuses_to_revive_an_erased_account(self, client: Client) -> None:
        person = alice()
        erasure.erase_account(person, actor=person, now=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=person.pk).update(is_active=True)


def test_the_database_refuses_two_addresses_that_differ_in_capitals_only() -> None:
    alice()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ALICE@example.org")])
