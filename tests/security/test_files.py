"""Files that commands write or read: never over the hub's own, never outside their folder."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from hub.core.backup.archive import _safe
from hub.core.backup.errors import BackupError


@pytest.fixture
def own(settings: Any, tmp_path: Path) -> dict[str, Path]:
    database = tmp_path / "hub.sqlite3"
    folders = {"keys": tmp_path / "keys", "media": tmp_path / "media", "static": tmp_path / "static"}
    for folder in folders.values():
        folder.mkdir()
        (folder / "kept").write_text("kept")
    settings.KEYS_DIR, settings.MEDIA_ROOT, settings.STATIC_ROOT = folders.values()
    database.write_text("kept")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/link").symlink_to(database)
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(database)}}
    kept = {name: folder / "kept" for name, folder in folders.items()}
    return {**kept, "database": database, "journal": tmp_path / "hub.sqlite3-wal", "link": tmp_path / "elsewhere/link"}


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize("name", ["database", "journal", "link", "keys", "media", "static"])
@pytest.mark.parametrize("command", ["backup", "export_audit"])
def test_no_command_writes_over_the_hubs_own_files(own: dict[str, Path], command: str, name: str) -> None:
    target, answer = own[name], StringIO()
    arguments = [str(target)] if command == "backup" else ["--out", str(target)]
    with pytest.raises(CommandError):
        call_command(command, *arguments, "--json", stdout=answer)
    assert json.loads(answer.getvalue())["where"] == str(target)
    assert not target.exists() or target.read_text() == "kept"


@pytest.mark.parametrize(
    "name",
    [
        "/etc/x",
        "media/../../x",
        "media//etc/x",
        "media/./x",
        "keys/../x",
        "media/..\\x",
        "media/x\0",
        "media/",
        "./x",
        "",
    ],
)
def test_a_part_of_a_backup_cannot_leave_its_folder(name: str) -> None:
    with pytest.raises(BackupError):
        _safe(name)


@pytest.mark.parametrize("name", ["media/images/a.webp", "keys/secret_key", "tables/accounts_user.jsonl"])
def test_ordinary_parts_are_read(name: str) -> None:
    _safe(name)
