"""Nobody changes a row, whichever way they ask the database; and many writers at once make one chain."""

from __future__ import annotations

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from hub.audit import selectors, triggers
from hub.audit.backup_part import check_database
from hub.audit.models.entry import AuditEntry
from hub.audit.models.head import SignedHead
from hub.audit.services import record, sign_head
from tests.audit.conftest import NOW

STATEMENTS = [
    "UPDATE audit_auditentry SET reason_code = 'x' WHERE sequence = 2",
    "UPDATE audit_auditentry SET hash = hash",
    "DELETE FROM audit_auditentry WHERE sequence = 3",
    "DELETE FROM audit_auditentry",
    "UPDATE audit_signedhead SET signature = ''",
    "DELETE FROM audit_signedhead",
]
SQLITE_ONLY = [
    "INSERT OR REPLACE INTO audit_auditentry SELECT * FROM audit_auditentry WHERE sequence = 2",
    "REPLACE INTO audit_auditentry SELECT sequence + 100, recorded_at, action, subject, subject_id, actor, reason_code,"
    " data, previous_hash, hash FROM audit_auditentry WHERE sequence = 3",
    "REPLACE INTO audit_signedhead SELECT * FROM audit_signedhead",
    "UPDATE OR REPLACE audit_auditentry SET sequence = 1 WHERE sequence = 2",
]
POSTGRESQL_ONLY = [
    "TRUNCATE audit_auditentry CASCADE",
    "TRUNCATE audit_signedhead",
    "SET session_replication_role = replica; DELETE FROM audit_auditentry",
    "INSERT INTO audit_auditentry SELECT * FROM audit_auditentry WHERE sequence = 2"
    " ON CONFLICT (sequence) DO UPDATE SET reason_code = 'x'",
]


@transaction.atomic
def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    pytest.fail(f"went through: {statement}")


@pytest.mark.django_db
def test_sql_that_changes_the_log_is_refused(fill) -> None:
    fill(3)
    sign_head(NOW)
    before = list(AuditEntry.objects.values())
    own = POSTGRESQL_ONLY if connection.vendor == "postgresql" else SQLITE_ONLY
    for statement in STATEMENTS + own:
        with pytest.raises(DatabaseError):
            execute(statement)
    assert list(AuditEntry.objects.values()) == before
    assert SignedHead.objects.count() == 1


@pytest.mark.django_db
def test_the_orm_is_refused_too(fill) -> None:
    fill(2)
    entry = AuditEntry.objects.get(pk=1)
    entry.reason_code = "other"
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.django_db
def test_all_triggers_stand_after_all_migrations_and_readiness_notices_a_missing_one() -> None:
    assert triggers.installed(connection) == triggers.expected(connection)
    assert selectors.fault() is None
    triggers.remove(connection)
    assert "not protected" in selectors.fault()
    triggers.install(connection)
    triggers.install(connection)
    assert selectors.fault() is None


@pytest.mark.django_db
def test_readiness_notices_a_tail_that_was_cut_off(fill) -> None:
    fill(3)
    with triggers.set_aside(connection):
        AuditEntry.objects.filter(sequence=3).delete()
    assert "ends at entry 2, its head says 3" in selectors.fault()


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_log_for_tests_and_demo_and_puts_the_triggers_back(fill) -> None:
    fill(2)
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    assert not AuditEntry.objects.exists()
    assert triggers.installed(connection) == triggers.expected(connection)


@pytest.mark.django_db
def test_flush_is_refused_in_production(settings, fill) -> None:
    fill(1)
    settings.HUB_ENV = "production"
    with pytest.raises(CommandError, match="audit log"):
        call_command("flush", interactive=False, verbosity=0)
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_unbroken_chain() -> None:
    writers, each = 6, 15
    start = threading.Barrier(writers)
    errors: list[Exception] = []

    def write(number: int) -> None:
        try:
            start.wait()
            for _ in range(each):
                with transaction.atomic():
                    record("contribution.received", subject="contribution", subject_id=number, actor=None)
        except Exception as error:  # noqa: BLE001 shown by the assertion below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert check_database().sequence == writers * each
