"""Migrations run once for each state of the tree; after that, a test database on SQLite is a copy of a file.

Running all of them takes longer than most parts of the suite, and each test process needs a database. The template lies
in pytest's cache under a fingerprint of all that it is made from. What migrations do at their end (roles, sites, pages)
is done again on each copy. `--create-db` makes it anew. On PostgreSQL the migrations run for each process as ever.
"""

from __future__ import annotations

import fcntl
import hashlib
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".pytest_cache/migrated"
KEPT = 3
# Migrations, what they call, what runs after them, and the texts of pages that are made then.
MADE_FROM = (
    "requirements.txt",
    "*/migrations/*.py",
    "hub/*/migrations/*.py",
    "hub/settings/*.py",
    "hub/accounts/engine/*.py",
    "hub/accounts/models/*.py",
    "hub/accounts/signal_handlers.py",
    "hub/audit/triggers.py",
    "hub/core/sites.py",
    "home/models/*.py",
    "home/information/*.py",
    "home/blocks.py",
    "home/publishing.py",
    "home/signal_handlers.py",
    "hub/locale/*/LC_MESSAGES/*.po",
)


def fingerprint() -> str:
    digest = hashlib.sha256(f"{platform.python_version()} {sqlite3.sqlite_version}".encode())
    for pattern in MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class Template:
    """The first process makes it and holds the lock meanwhile; the others wait and copy."""

    def __init__(self, *, anew: bool) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.file = FOLDER / f"{fingerprint()}.sqlite3"
        self._lock = (FOLDER / "lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if anew:
            self.file.unlink(missing_ok=True)
        self.is_there = self.file.exists()
        if self.is_there:
            self.copy_to(Path(connection.creation._get_test_db_name()))
            self.file.touch()  # in use: among the last to be swept away
            self.release()

    def copy_to(self, target: Path) -> None:
        shutil.copyfile(self.file, target)

    def save(self) -> None:
        if self.is_there:
            return
        half = self.file.with_suffix(".half")
        half.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(half)])
        half.replace(self.file)
        for old in sorted(FOLDER.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            old.unlink()
        self.release()

    def release(self) -> None:
        self._lock.close()


@pytest.fixture(scope="session")
def template(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> Iterator[Template | None]:
    """None on PostgreSQL, and where somebody asks for `--reuse-db` or no migrations."""
    options = request.config
    if connection.vendor != "sqlite" or options.getvalue("reuse_db") or options.getvalue("nomigrations"):
        yield None
        return
    made = Template(anew=options.getvalue("create_db"))
    yield made
    made.release()


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, template: Template | None) -> bool:
    """A copy of the template is migrated on top instead of being thrown away first."""
    return bool(request.config.getvalue("reuse_db")) or (template is not None and template.is_there)


@pytest.fixture(scope="session")
def django_db_createdb(request: pytest.FixtureRequest, template: Template | None) -> bool:
    return bool(request.config.getvalue("create_db")) and template is None


def remove_copy(template: Template | None) -> None:
    """pytest-django leaves a database alone that it was told to keep."""
    if template is None or not template.is_there:
        return
    name = Path(connection.settings_dict["NAME"])
    connection.close()
    for ending in ("", "-wal", "-shm"):
        name.with_name(name.name + ending).unlink(missing_ok=True)


@pytest.fixture(scope="session")
def hub_file(request: pytest.FixtureRequest, template: Template | None) -> Path | None:
    """A migrated, empty hub as a file, for programs that tests start; None where the suite has no such file."""
    if template is None:
        return None
    request.getfixturevalue("django_db_setup")
    return template.file
