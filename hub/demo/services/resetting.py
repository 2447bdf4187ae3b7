"""Back to the first day: an empty database, no uploads, no mail, then the city anew."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site as DjangoSite
from django.core.management import call_command
from django.db import connection, transaction

from hub.demo.services.seeding import require_demo_allowed, seed


def reset(now: datetime) -> None:
    """If it is killed on the way, running it (or `migrate` and `seed_demo`) again carries on: nothing is half kept."""
    require_demo_allowed()
    drop_all_tables()
    for folder in (settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH):
        _empty(Path(folder))
    call_command("migrate", interactive=False, verbosity=0)
    seed(now)


def drop_all_tables() -> None:
    """Rows alone will not do: the page tree, the languages and the roles are made by migrations."""
    if connection.vendor == "sqlite":
        # Only outside a transaction can the checks be switched off that forbid dropping a table others refer to.
        with connection.constraint_checks_disabled():
            _drop("", _sqlite_tables())
    else:
        _drop(" CASCADE", connection.introspection.table_names())
    ContentType.objects.clear_cache()
    DjangoSite.objects.clear_cache()


def _sqlite_tables() -> list[str]:
    """Search indexes are virtual tables; dropping one drops the tables that it keeps its data in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        rows = cursor.fetchall()
    virtual = [name for name, sql in rows if (sql or "").upper().startswith("CREATE VIRTUAL")]
    hidden = {f"{name}_{part}" for name in virtual for part in ("data", "idx", "content", "docsize", "config")}
    return [*virtual, *(name for name, _sql in rows if name not in hidden and name not in virtual)]


def _drop(suffix: str, tables: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)}{suffix}")


def _empty(folder: Path) -> None:
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
