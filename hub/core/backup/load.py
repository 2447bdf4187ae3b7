"""Restoring a backup: everything is checked first, then replaced in one transaction, or nothing is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from hub.core.backup import keyfiles, media
from hub.core.backup.archive import ArchiveReader, reading
from hub.core.backup.errors import BackupError
from hub.core.backup.tables import Table, all_tables, applied_migrations, derived_table_names
from hub.core.registries import backup_parts

NextKeys = Mapping[str, int | None]
Counts = dict[str, int]

# Rows that only people bring in; migrations make none of them.
_SIGNS_OF_LIFE = (settings.AUTH_USER_MODEL, "wagtailimages.Image", "wagtaildocs.Document")


def restore_backup(path: Path, *, replace: bool, accept_faults: bool = False, now: datetime) -> dict[str, Any]:
    with reading(path) as archive:
        archive.check()
        tables = all_tables(connection)
        _check_fits(archive, tables)
        if not replace:
            _check_empty()
        staged = media.Staged(archive, default_storage) if archive.manifest["media"]["included"] else None
        try:
            if staged:
                staged.prepare()
            rows, faults = _load(archive, tables, accept_faults=accept_faults)
        except BaseException:
            if staged:
                staged.discard()
            raise
        keys = _put_files(archive, staged, now)
        forget_cached()
        return {
            "tables": len(tables),
            "rows": rows,
            "media": archive.manifest["media"]["files"],
            "keys": keys,
            "created_at": archive.manifest["created_at"],
            "warnings": faults,
        }


def _put_files(archive: ArchiveReader, staged: media.Staged | None, now: datetime) -> list[str]:
    """The rows are committed: from here on only the file system can fail, and what failed must be said."""
    try:
        keys = keyfiles.put(archive, now=now)
        if staged:
            staged.commit()
    except OSError as error:
        raise BackupError(
            f"the rows are restored, but not all files ({error.strerror}): repair that, then restore with --replace",
            where=str(error.filename or ""),
        ) from error
    return keys


def rebuild_search() -> None:
    """Wagtail's index of pages for the editor, then the one that people search."""
    call_command("update_index", verbosity=0)
    call_command("search_rebuild", node=not settings.SEARCH_URL.startswith("database:"), stdout=StringIO())


def _check_fits(archive: ArchiveReader, tables: list[Table]) -> None:
    theirs, ours = set(archive.manifest["migrations"]), set(applied_migrations(connection))
    if theirs - ours:
        raise BackupError(
            f"the backup is of a newer or other hub: here {len(theirs - ours)} migrations are missing",
            where=min(theirs - ours),
        )
    if ours - theirs:
        raise BackupError(
            f"the backup is of an older hub: it lacks {len(ours - theirs)} migrations; restore it with the version "
            "that wrote it, then migrate",
            where=min(ours - theirs),
        )
    described = {entry["table"]: entry["columns"] for entry in archive.manifest["tables"]}
    for table in tables:
        if described.pop(table.name, None) != table.describe():
            raise BackupError("the table has other columns here than in the backup", where=table.name)
    if described:
        raise BackupError("the backup has a table that is not known here", where=min(described))


def _check_empty() -> None:
    for label in _SIGNS_OF_LIFE:
        if apps.get_model(label)._base_manager.exists():
            raise BackupError("this hub is not empty; --replace gives up all that is in it", where=label)
    for name, part in backup_parts:
        if part.holds_data():
            raise BackupError("this hub is not empty; --replace gives up all that is in it", where=name)


def replace_rows(tables: list[Table], rows_of: Callable[[Table], Iterable[list[Any]]], next_keys: NextKeys) -> Counts:
    """Inside a transaction: empties the tables, fills them, and returns how many rows each got.

    Foreign keys are deferred on both databases, so the order of the tables does not matter.
    """
    for _name, part in backup_parts:
        part.before_load()
    with connection.cursor() as cursor:
        for name in derived_table_names():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608 our own tables
    for table in tables:
        table.empty()
    counts = {table.name: table.load(rows_of(table)) for table in tables}
    connection.check_constraints()
    for table in tables:
        table.set_next_key(next_keys[table.name])
    for _name, part in backup_parts:
        part.after_load()
    return counts


def _load(archive: ArchiveReader, tables: list[Table], *, accept_faults: bool) -> tuple[int, list[str]]:
    described = {entry["table"]: entry for entry in archive.manifest["tables"]}
    next_keys = {name: entry["next_key"] for name, entry in described.items()}
    try:
        with transaction.atomic(durable=True):
            counts = replace_rows(tables, lambda table: archive.lines(f"tables/{table.name}.jsonl"), next_keys)
            for name, count in counts.items():
                if count != described[name]["rows"]:
                    raise BackupError("the number of rows is not the one in the manifest", where=name)
            faults = [fault for _name, part in backup_parts if (fault := part.fault())]
            if faults and not accept_faults:
                raise BackupError(f"{faults[0]}; --accept-faults restores it as it is")
    except DatabaseError as error:
        raise BackupError(f"the database refuses it: {error}".strip()) from error
    return sum(counts.values()), faults


def forget_cached() -> None:
    """Ids and addresses of the hub that was here a moment ago."""
    cache.clear()
    ContentType.objects.clear_cache()
    Site.objects.clear_cache()
