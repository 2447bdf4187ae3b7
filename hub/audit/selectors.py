"""Reading the log: for the export, the public heads and the health check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection

from hub.audit import triggers
from hub.audit.engine.canonical import GENESIS_HASH
from hub.audit.models.entry import AuditEntry
from hub.audit.models.head import AuditHead, SignedHead


def current_head() -> tuple[int, str]:
    """Sequence and hash of the last entry; (0, zeros) of an empty log."""
    head = AuditHead.objects.filter(pk=AuditHead.SINGLETON).first()
    return (head.sequence, head.hash) if head else (0, GENESIS_HASH)


def entry_rows(up_to: int) -> Iterator[dict[str, Any]]:
    """Entries as they are hashed and exported, in order, a few hundred in memory at a time."""
    entries = AuditEntry.objects.filter(sequence__lte=up_to).order_by("sequence")
    for entry in entries.iterator(chunk_size=500):
        yield {**entry.hashed_fields(), "hash": entry.hash}


def head_rows(up_to: int) -> Iterator[dict[str, Any]]:
    for head in SignedHead.objects.filter(sequence__lte=up_to).order_by("sequence", "date").iterator():
        yield head_row(head)


def head_row(head: SignedHead) -> dict[str, Any]:
    return {
        "date": head.date.isoformat(),
        "sequence": head.sequence,
        "hash": head.hash,
        "fingerprint": head.fingerprint,
        "signature": head.signature,
    }


def public_keys() -> list[str]:
    """Every key that ever signed a head, base64."""
    return sorted(SignedHead.objects.order_by().values_list("public_key", flat=True).distinct())


def last_fingerprint() -> str:
    """Of the key that signed last; "" before the first head."""
    return SignedHead.objects.order_by("-date").values_list("fingerprint", flat=True).first() or ""


def signed_heads(*, before: date | None = None, limit: int) -> list[SignedHead]:
    """The latest heads, newest first; `before` continues into the past."""
    heads = SignedHead.objects.order_by("-date")
    return list((heads.filter(date__lt=before) if before else heads)[:limit])


def fault() -> str | None:
    """What is visibly wrong with the log, in one line; cheap enough for /readyz."""
    sequence, chain_hash = current_head()
    last = AuditEntry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    if (last or (0, GENESIS_HASH)) != (sequence, chain_hash):
        return f"the audit log ends at entry {last[0] if last else 0}, its head says {sequence}"
    if missing := triggers.expected(connection) - triggers.installed(connection):
        return f"the audit log is not protected: trigger {min(missing)} is missing"
    return None
