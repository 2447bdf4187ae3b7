"""Writing a backup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django
from django.core.files.storage import default_storage
from django.db import connection

from hub.core.backup import keyfiles, media
from hub.core.backup.archive import ArchiveWriter, writing
from hub.core.backup.snapshot import snapshot
from hub.core.backup.tables import Table, all_tables, applied_migrations, encode
from hub.core.registries import backup_parts


def write_backup(path: Path, *, now: datetime, with_keys: bool = True, with_media: bool = True) -> dict[str, Any]:
    """Everything in one file; returns figures and what was noticed on the way."""
    with writing(path) as archive:
        with snapshot(connection):
            migrations = applied_migrations(connection)
            tables = [_write_table(archive, table) for table in all_tables(connection)]
            warnings = [fault for _name, part in backup_parts if (fault := part.fault())]
        # After the rows: an upload that a row names was there before the row was.
        files, missing = _write_media(archive) if with_media else (0, [])
        keys = _write_keys(archive) if with_keys else []
        archive.finish(
            {
                "created_at": now.isoformat(),
                "database": connection.vendor,
                "versions": {"django": django.get_version(), "wagtail": version("wagtail")},
                "migrations": migrations,
                "tables": tables,
                "media": {"included": with_media, "files": files},
                "keys": keys,
            }
        )
    rows = sum(table["rows"] for table in tables)
    return {
        "file": str(path),
        "bytes": path.stat().st_size,
        "tables": len(tables),
        "rows": rows,
        "media": files,
        "keys": keys,
        "warnings": [*warnings, *(f"{name}: deleted while the backup was written" for name in missing)],
    }


def _write_table(archive: ArchiveWriter, table: Table) -> dict[str, Any]:
    member = f"tables/{table.name}.jsonl"
    archive.add(member, (encode(row) for row in table.rows()))
    return {
        "table": table.name,
        "model": table.model._meta.label,
        "columns": table.describe(),
        "rows": archive.members[member]["chunks"],
        "next_key": table.next_key(),
    }


def _write_media(archive: ArchiveWriter) -> tuple[int, list[str]]:
    count, missing = 0, []
    for name in list(media.names(default_storage)):
        content = media.chunks(default_storage, name)
        try:
            first = next(content, b"")
        except FileNotFoundError:
            missing.append(name)  # deleted between listing and reading
            continue
        # Pictures and documents are compressed already.
        archive.add(media.PREFIX + name, _starting_with(first, content), compress=False)
        count += 1
    return count, missing


def _write_keys(archive: ArchiveWriter) -> list[str]:
    names = []
    for path in keyfiles.present():
        archive.add(keyfiles.PREFIX + path.name, [path.read_bytes()])
        names.append(path.name)
    return names


def _starting_with(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
