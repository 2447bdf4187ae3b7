"""Database triggers that refuse to change, delete or truncate what is in the log, whoever asks.

They guard against bugs, hurried SQL and ordinary intruders. Somebody who owns the database can drop them; that is what
the signed heads are for. A later migration that alters these tables on SQLite rebuilds them and loses the triggers: it
must end with `install`, and a test looks for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

_MESSAGE = "the audit log is append-only"
# table -> columns that must stay unique; see _sqlite_statements.
TABLES: dict[str, tuple[str, ...]] = {
    "audit_auditentry": ("sequence", "previous_hash", "hash"),
    "audit_signedhead": ("id", "date"),
}


def install(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _postgresql_install() if connection.vendor == "postgresql" else _sqlite_install())


def remove(connection: BaseDatabaseWrapper) -> None:
    _run(connection, _postgresql_remove() if connection.vendor == "postgresql" else _sqlite_remove())


@contextmanager
def set_aside(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For restore, reset_demo and flush. Use inside a transaction: a failure then brings the triggers back."""
    remove(connection)
    yield
    install(connection)


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers that stand now."""
    if connection.vendor == "postgresql":
        sql = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgname LIKE 'audit%append_only%'"
    else:
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%append_only%'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def expected(connection: BaseDatabaseWrapper) -> set[str]:
    events = ("row", "truncate") if connection.vendor == "postgresql" else ("update", "delete", "replace")
    return {_name(table, event) for table in TABLES for event in events}


def _name(table: str, event: str) -> str:
    return f"{table}_append_only_{event}"


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    if connection.vendor == "postgresql":
        # PostgreSQL refuses to alter a table while deferred foreign keys still wait to be checked on it.
        statements = ["SET CONSTRAINTS ALL IMMEDIATE", *statements, "SET CONSTRAINTS ALL DEFERRED"]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite_install() -> list[str]:
    statements = []
    for table, unique in TABLES.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
        # INSERT OR REPLACE removes the row that is in the way without firing its delete trigger.
        clash = " OR ".join(f"{column} = NEW.{column}" for column in unique)
        statements += [
            f"CREATE TRIGGER IF NOT EXISTS {_name(table, 'update')} BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER IF NOT EXISTS {_name(table, 'delete')} BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER IF NOT EXISTS {_name(table, 'replace')} BEFORE INSERT ON {table}"  # noqa: S608 own constants
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {clash}) {refuse}",
        ]
    return statements


def _sqlite_remove() -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {_name(table, event)}" for table in TABLES for event in ("update", "delete", "replace")
    ]


def _postgresql_install() -> list[str]:
    statements = [
        "CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$"
    ]
    for table in TABLES:
        statements += [
            f"CREATE OR REPLACE TRIGGER {_name(table, 'row')} BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
            f"CREATE OR REPLACE TRIGGER {_name(table, 'truncate')} BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()",
            # ALWAYS: also where session_replication_role was set to skip ordinary triggers.
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {_name(table, 'row')}",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {_name(table, 'truncate')}",
        ]
    return statements


def _postgresql_remove() -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {_name(table, event)} ON {table}" for table in TABLES for event in ("row", "truncate")
    ]
