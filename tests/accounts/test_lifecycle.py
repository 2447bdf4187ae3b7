"""Invited people, addresses that nobody confirmed, and a mail server that is down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from hub.accounts.enums import Role
from hub.accounts.models.user import User
from hub.accounts.services.lifecycle import delete_unconfirmed
from hub.audit.models.entry import AuditEntry
from hub.audit.services import AuditError
from tests.accounts.conftest import last_code
from tests.factories.accounts import PASSWORD, UserFactory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_an_invited_person_is_told_in_their_language_and_comes_in_by_code(client: Client) -> None:
    root = UserFactory(administrator=True)
    client.force_login(root)
    client.post("/cms/users/new/", {"email": "new@example.org", "pseudonym": "New", "language": "fr"})
    message = mail.outbox[-1]
    assert message.to == ["new@example.org"]
    assert "/fr/account/login/" in message.body
    person = User.objects.get(email="new@example.org")
    assert AuditEntry.objects.by(root).get(action="account.invited").subject_id == str(person.pk)

    newcomer = Client()
    newcomer.post("/fr/account/login/", {"login": "new@example.org"})
    newcomer.post("/fr/account/login/code/confirm/", {"code": last_code()})
    assert newcomer.session["_auth_user_id"] == str(person.pk)


@pytest.mark.django_db
def test_addresses_that_nobody_confirmed_are_forgotten() -> None:
    old, recent = NOW - timedelta(days=31), NOW - timedelta(days=29)
    gone = UserFactory(confirmed=False, date_joined=old)
    kept = [
        UserFactory(confirmed=False, date_joined=recent),
        UserFactory(confirmed=True, date_joined=old),
        UserFactory(confirmed=False, date_joined=old, roles=[Role.EDITOR]),
        UserFactory(confirmed=False, date_joined=old, last_login=old),
        UserFactory(confirmed=False, date_joined=old, superuser=True),
    ]
    delete_unconfirmed(NOW)
    assert not User.objects.filter(pk=gone.pk).exists()
    assert User.objects.filter(pk__in=[person.pk for person in kept]).count() == len(kept)


@pytest.mark.django_db
class TestMailServerDown:
    @pytest.fixture(autouse=True)
    def _down(self, settings: Any) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nothing listens on the discard port

    @pytest.mark.parametrize(
        ("path", "data"),
        [
            ("login/", {"login": "alice@example.org"}),
            ("signup/", {"email": "new@example.org", "pseudonym": "New"}),
            ("password/reset/", {"email": "alice@example.org"}),
        ],
    )
    def test_says_so_in_the_readers_language_without_telling_who_is_registered(
        self, client: Client, path: str, data: dict[str, str]
    ) -> None:
        UserFactory(email="alice@example.org", language="ar")
        response = client.post(f"/en/account/{path}", data)
        assert response.status_code == 503
        assert "We could not send the message" in response.content.decode()

    def test_an_account_is_not_erased_without_its_code(self, client: Client) -> None:
        person = UserFactory()
        client.force_login(person)
        assert client.post("/en/account/delete/").status_code == 503
        person.refresh_from_db()
        assert person.is_active
        assert person.date_joined <= timezone.now()


@pytest.mark.django_db
def test_who_is_made_a_superuser_on_the_command_line_is_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="Root@example.org", interactive=False, verbosity=0)
    person = User.objects.get(is_superuser=True)
    entry = AuditEntry.objects.get(action="account.superuser_made")
    assert (person.email, entry.subject_id, entry.actor) == ("root@example.org", str(person.pk), "")


@pytest.mark.django_db
def test_without_a_record_nobody_becomes_a_superuser(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*args: object, **kwargs: object) -> None:
        raise AuditError("the log is out of order")

    monkeypatch.setattr("hub.accounts.models.user.record", refuses)
    with pytest.raises(AuditError):
        User.objects.create_superuser("root@example.org", PASSWORD)
    assert not User.objects.filter(is_superuser=True).exists()
