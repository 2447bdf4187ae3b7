"""The rows that migrations make, for tests that commit.

A test with `transaction=True` ends with a flush, which takes the languages, the page tree and the roles with it.
Django's own remedy (`serialized_rollback`) saves objects one by one, and handlers that run meanwhile make rows that
collide with the ones still to come. So the rows are read once after the migrations and put back as they were, by the
code that restores a backup. `serialized_rollback=True` has become unnecessary and does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django.plugin import blocking_manager_key

from tests.template import Template, remove_copy

Rows = dict[str, tuple[list[list[Any]], int | None]]

# What the migrations made, once they ran in this process, and whether a flush has taken it since.
_kept: Rows = {}
_flushed = False


@pytest.fixture(scope="session")
def rows_of_migrations() -> Rows:
    """Table → its rows and its next key, as the migrations left them; filled by django_db_setup."""
    return {}


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: Any, rows_of_migrations: Rows, template: Template | None
) -> Iterator[None]:
    from hub.core.backup.tables import all_tables

    with django_db_blocker.unblock():
        if template is not None:
            _require_test_database()
            template.save()
        for table in all_tables(connection):
            rows_of_migrations[table.name] = (list(table.rows()), table.next_key())
    _kept.update(rows_of_migrations)
    connection._test_serialized_contents = "[]"
    yield
    with django_db_blocker.unblock():
        remove_copy(template)


def _require_test_database() -> None:
    """Where no test says that it needs a database, none is set up: what is connected would be somebody's own."""
    if str(connection.settings_dict["NAME"]) != str(connection.creation._get_test_db_name()):
        raise RuntimeError("No test database was set up. Mark the tests with django_db, or have them ask for `db`.")


@pytest.fixture(autouse=True)
def migrated_hub(request: pytest.FixtureRequest, _django_db_marker: None) -> None:
    """Each test that commits starts from a freshly migrated hub."""
    global _flushed
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    if commits or {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
        _put_back(request.getfixturevalue("rows_of_migrations"))
        _flushed = True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that does not commit may follow one that did: it, too, finds the rows, before its transaction begins."""
    global _flushed
    if _flushed and _kept:
        with item.config.stash[blocking_manager_key].unblock():
            _put_back(_kept)
        _flushed = False


def _put_back(rows: Rows) -> None:
    from hub.core.backup.load import forget_cached, replace_rows
    from hub.core.backup.tables import all_tables

    with transaction.atomic():
        replace_rows(
            all_tables(connection),
            lambda table: rows[table.name][0],
            {name: next_key for name, (_rows, next_key) in rows.items()},
        )
    forget_cached()
