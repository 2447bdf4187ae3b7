"""Machine addresses: robots.txt, security.txt, uploads from local storage, the old admin address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client

from hub.core.views import entry

pytestmark = pytest.mark.django_db

PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")


@pytest.fixture
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(entry, "default_storage", FileSystemStorage(location=tmp_path / "media"))
    for name in ("images", "original_images", "documents", ".hidden"):
        (tmp_path / "media" / name).mkdir(parents=True)
        (tmp_path / "media" / name / "a.gif").write_bytes(PIXEL)
    (tmp_path / "media/images/a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    (tmp_path / "media/images/a.html").write_text("<script>1</script>")
    (tmp_path / "secret.txt").write_text("key")
    return tmp_path / "media"


def test_a_rendition_is_shown_and_can_be_kept_by_caches(client: Client, media: Path):
    response = client.get("/media/images/a.gif")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/gif"
    assert "attachment" not in response.get("Content-Disposition", "")
    assert "public" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == PIXEL


@pytest.mark.parametrize("name", ["a.svg", "a.html"])
def test_what_a_browser_could_run_is_only_ever_downloaded(client: Client, media: Path, name: str):
    response = client.get(f"/media/images/{name}")
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "original_images/a.gif",  # may carry a place in its EXIF data
        "documents/a.gif",  # has an address of its own that asks who may read it
        ".hidden/a.gif",
        "images/../original_images/a.gif",
        "images/../../secret.txt",
        "images/%2e%2e/%2e%2e/secret.txt",
        "images/missing.gif",
        "images/%00",
        "images/",
        "images",
        "/etc/passwd",
    ],
)
def test_nothing_else_is_served(client: Client, media: Path, path: str):
    assert client.get(f"/media/{path}").status_code == 404


def test_editors_may_open_originals(admin_client: Client, media: Path):
    response = admin_client.get("/media/original_images/a.gif")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_robots_are_kept_out_of_a_demonstration_and_let_into_a_city(client: Client, settings):
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    settings.HUB_ENV = "production"
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" not in text
    assert "Disallow: /cms/" in text


def test_security_txt_names_a_contact_and_does_not_expire(client: Client, settings):
    fields = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines() if line
    )
    assert fields["Contact"] == f"mailto:{settings.CONTACT_EMAIL}"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=366)


def test_nothing_is_posted_to_machine_addresses(client: Client):
    for address in ("/", "/robots.txt", "/.well-known/security.txt", "/media/images/a.gif"):
        assert client.post(address).status_code == 405
