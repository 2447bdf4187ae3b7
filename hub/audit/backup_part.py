"""The log in `backup` and `restore`: its triggers step aside, and only an unbroken chain comes back."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import merge
from pathlib import Path

from django.db import connection

from hub.audit import keys, selectors, triggers
from hub.audit.engine.chain import ChainChecker, VerificationError
from hub.audit.engine.signatures import decode, fingerprint
from hub.audit.models.entry import AuditEntry


class AuditBackup:
    def holds_data(self) -> bool:
        return AuditEntry.objects.exists()

    def key_files(self) -> Sequence[Path]:
        # A key from the environment belongs to whoever keeps the environment; it never enters a backup.
        return [] if keys.from_environment() else [keys.key_file()]

    def before_load(self) -> None:
        triggers.remove(connection)

    def after_load(self) -> None:
        triggers.install(connection)

    def fault(self) -> str | None:
        try:
            check_database()
        except VerificationError as error:
            return f"the audit log does not hold: {error}"
        return None


def check_database() -> ChainChecker:
    """Follows the whole chain as it stands in the database; raises VerificationError at the first row at fault."""
    sequence, chain_hash = selectors.current_head()
    checker = ChainChecker({fingerprint(decode(key)): decode(key) for key in selectors.public_keys()})
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    entries = ((row["sequence"], 0, row) for row in selectors.entry_rows(last))
    heads = ((row["sequence"], 1, row) for row in selectors.head_rows(2**62))
    for _sequence, is_head, row in merge(entries, heads, key=lambda item: item[:2]):
        checker.head(row) if is_head else checker.entry(row)
    if (checker.sequence, checker.hash) != (sequence, chain_hash):
        raise VerificationError(f"entry {checker.sequence} is the last one, but the log's head says {sequence}")
    return checker
