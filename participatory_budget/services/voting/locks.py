"""Who may touch a ballot box at the same time: many who cast, or one who moves what waits into the log.

Without it a ballot could be accepted while the box closes, and never be counted. On SQLite one writer goes at a time
anyway (transactions are IMMEDIATE).
"""

from __future__ import annotations

from django.db import connection, transaction

from participatory_budget.models.budget import Budget


def share_box(budget: Budget) -> None:
    """For casting; held until the transaction ends."""
    _lock(budget, "pg_advisory_xact_lock_shared")


def own_box(budget: Budget) -> None:
    """For batches and the close: waits for every cast that is under way, and makes new ones wait."""
    _lock(budget, "pg_advisory_xact_lock")


def _lock(budget: Budget, function: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a lock of the ballot box belongs inside a transaction")
    if connection.vendor == "postgresql":
        number = int.from_bytes(budget.pk.bytes[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [number])
