"""The demo's mailbox shows what the hub wrote, to a tester, and nothing else, and not in production."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from hub.demo import selectors

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = selectors.FILE_BACKEND
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    (tmp_path / "secret.log").write_text("Subject: secret\n\nnot mail")
    return tmp_path / "mail"


def send(*subjects: str, body: str = "Your code is 482 913.\nhttp://127.0.0.1:8000/en/confirm/x/") -> None:
    messages = [EmailMessage(subject, body, "hub@example.org", ["reader@example.org"]) for subject in subjects]
    get_connection().send_messages(messages)


def test_empty_mailbox_says_how_to_get_mail(mail_folder: Path, client: Client) -> None:
    response = client.get("/demo/mailbox/")
    assert response.status_code == 200
    assert "No mail yet" in response.content.decode()


def test_a_code_can_be_read_in_the_browser(mail_folder: Path, client: Client) -> None:
    send("Your code", "رمز التأكيد")
    listing = client.get("/demo/mailbox/").content.decode()
    assert "Your code" in listing
    assert "رمز التأكيد" in listing
    assert "reader@example.org" in listing
    newest = selectors.newest_mails()[0]
    assert newest.subject == "رمز التأكيد"
    response = client.get(f"/demo/mailbox/{newest.file}/{newest.number}/")
    text = response.content.decode()
    assert "482 913" in text
    assert 'href="http://127.0.0.1:8000/en/confirm/x/"' in text
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


def test_mail_is_shown_as_text(mail_folder: Path, client: Client) -> None:
    send("<b>bold</b>", body="<script>alert(1)</script>")
    found = selectors.newest_mails()[0]
    for address in ("/demo/mailbox/", f"/demo/mailbox/{found.file}/{found.number}/"):
        text = client.get(address).content.decode()
        assert "<b>bold" not in text
        assert "<script>alert" not in text


@pytest.mark.parametrize(
    "name",
    ["..%2Fsecret.log", "%2e%2e%2fsecret.log", "secret.log", "20260101-000000-1.log", "..", "%2Fetc%2Fpasswd"],
)
def test_nothing_outside_the_folder_can_be_read(mail_folder: Path, client: Client, name: str) -> None:
    send("Your code")
    response = client.get(f"/demo/mailbox/{name}/1/", follow=True)
    assert response.status_code == 404
    assert "not mail" not in response.content.decode()


def test_a_link_out_of_the_folder_is_not_followed(mail_folder: Path, client: Client) -> None:
    send("Your code")
    (mail_folder / "20990101-000000-1.log").symlink_to(mail_folder.parent / "secret.log")
    assert "secret" not in client.get("/demo/mailbox/").content.decode()
    assert client.get("/demo/mailbox/20990101-000000-1.log/1/", follow=True).status_code == 404


def test_there_is_no_mailbox_where_the_demo_is_not_allowed(mail_folder: Path, client: Client, settings: Any) -> None:
    send("Your code")
    found = selectors.newest_mails()[0]
    settings.DEMO_ALLOWED = False
    # Addresses that do not exist are looked for under a language first.
    for address in ("/demo/mailbox/", f"/demo/mailbox/{found.file}/{found.number}/"):
        response = client.get(address, follow=True)
        assert response.status_code == 404
        assert "482 913" not in response.content.decode()


def test_real_mail_is_not_looked_for(mail_folder: Path, client: Client, settings: Any) -> None:
    send("Your code")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    text = client.get("/demo/mailbox/").content.decode()
    assert "Your code" not in text
    assert "real mail" in text
