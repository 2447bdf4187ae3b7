"""Rows of every table, as lines of JSON; no model code runs, so nothing is sent, counted or re-dated on the way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from hub.core.backup.columns import Column
from hub.core.backup.errors import BackupError

# Not in a backup. The search index is built again from what it was told; a session that was ended must not come alive
# again.
DERIVED = (
    *("wagtailsearch.indexentry", "sessions.session"),
    *("search.searchentry", "search.searchchange", "search.nodeupdate", "search.searchword", "search.facetname"),
)
# SQLite's full-text twin of the index has a model there only, and follows the index by triggers of its own.
_NOT_KEPT = {*DERIVED, "wagtailsearch.sqliteftsindexentry"}
_BATCH = 500


class Table:
    """One table of one model. With multi-table inheritance parent and child each have their own."""

    def __init__(self, model: type[models.Model], connection: BaseDatabaseWrapper) -> None:
        self.name = model._meta.db_table
        self.model = model
        self.connection = connection
        fields = [field for field in model._meta.local_concrete_fields if not field.generated]
        self.columns = [Column(field, connection) for field in fields]
        self._key = model._meta.pk
        self._key_column: str = self._key.column or self._key.attname
        quote = connection.ops.quote_name
        self._quoted = quote(self.name)
        self._names = ", ".join(quote(column.name) for column in self.columns)

    def describe(self) -> list[list[str]]:
        return [[column.name, column.kind] for column in self.columns]

    def rows(self) -> Iterator[list[Any]]:
        key = self.connection.ops.quote_name(self._key_column)
        sql = f"SELECT {self._names} FROM {self._quoted} ORDER BY {key}"  # noqa: S608 names of our own models
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(sql)
            while batch := cursor.fetchmany(_BATCH):
                for row in batch:
                    yield [column.to_json(value) for column, value in zip(self.columns, row, strict=True)]

    def empty(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._quoted}")  # noqa: S608

    def load(self, rows: Iterable[list[Any]]) -> int:
        marks = ", ".join(["%s"] * len(self.columns))
        sql = f"INSERT INTO {self._quoted} ({self._names}) VALUES ({marks})"  # noqa: S608
        iterator, count = iter(rows), 0
        with self.connection.cursor() as cursor:
            while batch := list(islice(iterator, _BATCH)):
                try:
                    values = [
                        [column.from_json(value) for column, value in zip(self.columns, row, strict=True)]
                        for row in batch
                    ]
                    cursor.executemany(sql, values)
                except (DatabaseError, ValueError, TypeError, ArithmeticError) as error:
                    where = f"{self.name}, rows {count + 1} to {count + len(batch)}"
                    raise BackupError(f"the database refuses them: {error}".strip(), where=where) from error
                count += len(batch)
        return count

    # A key that was used once and deleted must not be given out again: references, receipts and the log name it.

    def next_key(self) -> int | None:
        if not isinstance(self._key, models.AutoField):
            return None
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                if (sequence := self._sequence(cursor)) is None:
                    return None
                cursor.execute(f"SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM {sequence}")  # noqa: S608
            else:
                cursor.execute("SELECT seq + 1 FROM sqlite_sequence WHERE name = %s", [self.name])
            row = cursor.fetchone()
        return int(row[0]) if row else 1

    def set_next_key(self, next_key: int | None) -> None:
        if not isinstance(self._key, models.AutoField):
            return
        key = self.connection.ops.quote_name(self._key_column)
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT MAX({key}) FROM {self._quoted}")  # noqa: S608
            value = max((cursor.fetchone()[0] or 0) + 1, next_key or 1)
            if self.connection.vendor == "postgresql":
                # Unlike setval(), this is undone when the transaction is.
                if sequence := self._sequence(cursor):
                    cursor.execute(f"ALTER SEQUENCE {sequence} RESTART WITH {int(value)}")
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [self.name])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [self.name, value - 1])

    def _sequence(self, cursor: Any) -> str | None:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [self._quoted, self._key_column])
        return cursor.fetchone()[0]


def all_tables(connection: BaseDatabaseWrapper) -> list[Table]:
    """Every table that a model manages, joining tables included, by name."""
    found: dict[str, Table] = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and not meta.swapped and meta.label_lower not in _NOT_KEPT:
            found.setdefault(meta.db_table, Table(model, connection))
    return [found[name] for name in sorted(found)]


def derived_table_names() -> list[str]:
    return [apps.get_model(label)._meta.db_table for label in DERIVED]


def applied_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def encode(row: list[Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
