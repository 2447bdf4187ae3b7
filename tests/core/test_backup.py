"""`backup` and `restore` give back the same hub, or change nothing and say why."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import connection, transaction
from wagtail.models import Page

from hub.accounts.models.user import User
from hub.audit import keys, selectors, triggers
from hub.audit.models.entry import AuditEntry
from hub.audit.services import record, sign_head
from tests.core.backup_tools import empty_the_hub, everything, manifest_of, rewrite, run
from tests.factories.accounts import UserFactory

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("AUDIT_SIGNING_KEY", raising=False)
    settings.KEYS_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }


@pytest.fixture
def hub() -> User:
    """A small hub with a person, a log with a signed head, and an upload."""
    alice = UserFactory(pseudonym="أليس")
    for number in range(3):
        with transaction.atomic():
            record("contribution.published", subject="contribution", subject_id=number, actor=alice, data={"n": number})
    sign_head(NOW)
    default_storage.save("documents/plan.pdf", ContentFile(b"%PDF-1.7 \x00\xff"))
    return alice


@pytest.fixture
def saved(hub: User, tmp_path: Path) -> Path:
    path = tmp_path / "hub.zip"
    assert run("backup", path)["exit"] == 0
    return path


def test_the_seeded_city_comes_back_whole(tmp_path: Path, client) -> None:
    from hub.demo.services import seed

    seed(NOW)
    sign_head(NOW)
    before = everything()
    uploads = sorted(default_storage.listdir("original_images")[1])
    written = run("backup", tmp_path / "hub.zip")
    assert written["warnings"] == []
    assert written["rows"] == sum(len(rows) for rows in before.values())

    empty_the_hub()
    restored = run("restore", tmp_path / "hub.zip")
    assert restored["exit"] == 0
    assert restored["warnings"] == []
    after = everything()
    assert after.keys() == before.keys()
    for table, rows in before.items():
        assert after[table] == rows, table
    assert len([table for table, rows in after.items() if rows]) > 40, "the demo must fill most tables to prove much"
    assert sorted(default_storage.listdir("original_images")[1]) == uploads
    assert selectors.fault() is None

    pages = Page.objects.live().filter(depth__gte=2)
    assert pages.count() > 10
    for page in pages:
        assert client.get(page.get_url()).status_code == 200, page.get_url()
    assert Page.objects.live().search("Port Zeitoun").count() > 0, "the search index was built again"


def test_ids_that_were_used_once_are_not_given_out_again(hub: User, tmp_path: Path) -> None:
    gone = UserFactory()
    used = gone.pk
    gone.delete()
    run("backup", tmp_path / "hub.zip")
    empty_the_hub()
    assert run("restore", tmp_path / "hub.zip")["exit"] == 0
    assert UserFactory().pk == used + 1


def test_the_log_goes_on_where_it_stopped_and_is_protected(hub: User, saved: Path) -> None:
    empty_the_hub()
    run("restore", saved)
    with transaction.atomic():
        entry = record("contribution.published", subject="contribution", subject_id=9, actor=hub)
    assert entry.sequence == 4
    assert AuditEntry.objects.get(pk=1).actor_id == hub.pk
    assert triggers.installed(connection) == triggers.expected(connection)


def test_only_its_owner_can_read_the_file(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.iterdir() if path.name.startswith(".")] == []


def test_a_place_that_cannot_be_written_is_one_clear_line(hub: User, tmp_path: Path) -> None:
    answer = run("backup", tmp_path / "missing" / "hub.zip")
    assert answer["exit"] == 1
    assert "cannot write there" in answer["error"]


def test_a_hub_in_use_is_not_overwritten_by_accident(saved: Path) -> None:
    UserFactory(pseudonym="Bob")
    before = everything()
    answer = run("restore", saved)
    assert (answer["exit"], answer["where"]) == (1, "accounts.User")
    assert "--replace" in answer["error"]
    assert everything() == before


def test_a_hub_without_people_but_with_a_log_is_in_use_too(saved: Path) -> None:
    empty_the_hub()
    with transaction.atomic():
        record("document.published", subject="document", subject_id=1, actor=None)
    assert run("restore", saved)["where"] == "audit"


def test_replace_gives_up_what_was_there(hub: User, saved: Path) -> None:
    before = everything()
    UserFactory(pseudonym="Bob")
    with transaction.atomic():
        record("contribution.withheld", subject="contribution", subject_id=1, actor=None, reason_code="spam")
    default_storage.save("documents/later.pdf", ContentFile(b"later"))
    default_storage.delete("documents/plan.pdf")
    assert run("restore", saved, "--replace")["exit"] == 0
    assert everything() == before
    assert default_storage.listdir("documents")[1] == ["plan.pdf"]
    with default_storage.open("documents/plan.pdf") as handle:
        assert handle.read() == b"%PDF-1.7 \x00\xff"
    assert sorted(path.name for path in Path(default_storage.location).iterdir()) == ["documents"]


def test_uploads_in_a_storage_without_folders_come_back_too(settings, hub: User, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    assert storages["default"] is not None
    default_storage.save("a/b.txt", ContentFile(b"kept"))
    run("backup", tmp_path / "hub.zip")
    default_storage.delete("a/b.txt")
    default_storage.save("a/other.txt", ContentFile(b"other"))
    assert run("restore", tmp_path / "hub.zip", "--replace")["exit"] == 0
    assert default_storage.listdir("a")[1] == ["b.txt"]


class TestKeys:
    def test_come_along_and_are_kept_well(self, saved: Path, tmp_path: Path) -> None:
        name = keys.current_fingerprint()
        keys.key_file().unlink()
        assert run("restore", saved, "--replace")["keys"] == ["audit_signing_key.pem"]
        assert keys.current_fingerprint() == name
        assert stat.S_IMODE(keys.key_file().stat().st_mode) == 0o600

    def test_one_that_is_replaced_stays_beside(self, saved: Path) -> None:
        keys.key_file().unlink()
        other = keys.current_fingerprint()
        run("restore", saved, "--replace")
        assert keys.current_fingerprint() != other
        kept = [path for path in keys.key_file().parent.iterdir() if ".replaced-" in path.name]
        assert len(kept) == 1

    def test_stay_out_where_asked_or_where_the_environment_holds_them(self, hub, tmp_path: Path, monkeypatch) -> None:
        assert run("backup", tmp_path / "a.zip", "--without-keys")["keys"] == []
        monkeypatch.setenv("AUDIT_SIGNING_KEY", keys.key_file().read_text())
        assert run("backup", tmp_path / "b.zip")["keys"] == []
        assert not [name for name in manifest_of(tmp_path / "b.zip")["members"] if name.startswith("keys/")]


def no_such_migration(manifest: dict) -> None:
    manifest["migrations"].append("whitepapers.0099_from_the_future")


def older(manifest: dict) -> None:
    manifest["migrations"].remove("audit.0002_append_only")


def other_columns(manifest: dict) -> None:
    manifest["tables"][0]["columns"].append(["extra", "text"])


def other_version(manifest: dict) -> None:
    manifest["version"] = 99


def other_hash(manifest: dict) -> None:
    manifest["members"]["tables/accounts_user.jsonl"]["sha256"] = "0" * 64


def fewer_rows(manifest: dict) -> None:
    next(table for table in manifest["tables"] if table["table"] == "accounts_user")["rows"] += 1


def twice(content: bytes) -> bytes:
    return content + content


def other_reason(content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    row = json.loads(lines[1])
    row[6] = "other"
    return b"".join([lines[0], json.dumps(row).encode() + b"\n", *lines[2:]])


def unknown_group(content: bytes) -> bytes:
    return b"[1,999999,1]\n"


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2000])


def flip_a_byte(path: Path) -> None:
    """In the middle of what the largest member holds: between members stand bytes that nobody reads."""
    with ZipFile(path) as archive:
        largest = max(archive.infolist(), key=lambda member: member.compress_size)
    content = bytearray(path.read_bytes())
    content[largest.header_offset + 30 + len(largest.filename) + largest.compress_size // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (cut_short, "damaged"),
        (flip_a_byte, "damaged"),
        (lambda path: path.write_bytes(b"not a zip"), "not a backup"),
        (lambda path: path.unlink(), "cannot be read"),
        (lambda path: rewrite(path, manifest=other_hash), "damaged"),
        (lambda path: rewrite(path, add={"tables/extra.jsonl": b""}, honest=False), "damaged"),
        (lambda path: rewrite(path, add={"media/../../escaped": b"x"}), "outside its folder"),
        (lambda path: rewrite(path, manifest=other_version), "version 99"),
        (lambda path: rewrite(path, manifest=no_such_migration), "newer or other hub"),
        (lambda path: rewrite(path, manifest=older), "older hub"),
        (lambda path: rewrite(path, manifest=other_columns), "other columns"),
        (lambda path: rewrite(path, manifest=fewer_rows), "number of rows"),
        (lambda path: rewrite(path, member="tables/accounts_user.jsonl", change=twice), "the database refuses"),
        (lambda path: rewrite(path, member="tables/accounts_user_groups.jsonl", change=unknown_group), "refuses it"),
        (lambda path: rewrite(path, member="tables/audit_auditentry.jsonl", change=other_reason), "entry 2"),
    ],
)
def test_what_cannot_be_restored_changes_nothing(saved: Path, damage, reason: str) -> None:
    damage(saved)
    with transaction.atomic():
        record("contribution.withheld", subject="contribution", subject_id=1, actor=None, reason_code="spam")
    default_storage.save("documents/later.pdf", ContentFile(b"later"))
    before = everything()

    answer = run("restore", saved, "--replace")
    assert answer["exit"] == 1
    assert reason in answer["error"]
    assert everything() == before
    assert triggers.installed(connection) == triggers.expected(connection)
    assert sorted(default_storage.listdir("documents")[1]) == ["later.pdf", "plan.pdf"]
    assert sorted(path.name for path in Path(default_storage.location).iterdir()) == ["documents"]
    assert UserFactory().pk, "the counters of the tables were left alone"


def test_a_log_that_does_not_hold_is_restored_only_when_asked_and_named_in_both(hub: User, tmp_path: Path) -> None:
    with transaction.atomic(), triggers.set_aside(connection):
        AuditEntry.objects.filter(sequence=2).update(reason_code="other")
    written = run("backup", tmp_path / "hub.zip")
    assert "entry 2" in written["warnings"][0]
    assert run("restore", tmp_path / "hub.zip", "--replace")["exit"] == 1
    answer = run("restore", tmp_path / "hub.zip", "--replace", "--accept-faults")
    assert answer["exit"] == 0
    assert "entry 2" in answer["warnings"][0]
    assert triggers.installed(connection) == triggers.expected(connection)
