"""A backup sees one moment: what is written meanwhile is not in it, and whoever writes does not wait."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from hub.core.backup.columns import Column
from hub.core.backup.errors import BackupError
from hub.core.backup.snapshot import snapshot
from hub.core.backup.tables import Table
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def second() -> Iterator[BaseDatabaseWrapper]:
    """Another process's connection to the same database."""
    other = connection.copy()
    yield other
    other.close()


def test_writers_go_on_and_are_not_seen(second: BaseDatabaseWrapper) -> None:
    from hub.accounts.models.user import User

    UserFactory()
    table = Table(User, connection)
    with snapshot(connection):
        seen = len(list(table.rows()))
        with second.cursor() as cursor:
            cursor.execute("UPDATE accounts_user SET pseudonym = 'changed'")
            cursor.execute("DELETE FROM account_emailaddress")
            cursor.execute("DELETE FROM accounts_user")
        assert len(list(table.rows())) == seen == 1
    assert list(table.rows()) == []


def test_inside_a_transaction_there_is_no_snapshot_of_its_own() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError), snapshot(connection):
        pass


def test_a_column_that_cannot_be_kept_is_refused_instead_of_left_out() -> None:
    class Odd(models.Field):
        def get_internal_type(self) -> str:
            return "OddField"

    class Holder(models.Model):
        odd = Odd()

        class Meta:
            app_label = "core"
            managed = False

        def __str__(self) -> str:
            return "holder"

    with pytest.raises(BackupError, match="OddField"):
        Column(Holder._meta.get_field("odd"), connection)


def test_a_backup_holds_one_table_at_a_time_in_small_pieces(tmp_path: Path) -> None:
    """Rows come from the cursor as they are written; a table is never a list."""
    from hub.accounts.models.user import User

    UserFactory.create_batch(3)
    rows = Table(User, connection).rows()
    assert iter(rows) is rows
    next(rows)
    rows.close()
