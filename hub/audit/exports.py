"""What leaves the log: the file that anybody can check (docs/audit.md), and a person's own entries."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

from django.utils.translation import gettext as _

from hub.audit import selectors
from hub.audit.engine.canonical import export_message, timestamp
from hub.audit.engine.export_file import FORMAT, VERSION
from hub.audit.engine.signatures import fingerprint
from hub.audit.keys import public_bytes, public_text, sign, signing_key
from hub.audit.models.entry import AuditEntry
from hub.audit.services import forget_actor
from hub.core.registries import PersonalField

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def write_export(out: TextIO, *, now: datetime) -> dict[str, Any]:
    """Streams the log as it stands now. Entries that arrive meanwhile are left for the next export."""
    key = signing_key()
    # Read first: rows never change, so everything up to here is one consistent state without a long transaction.
    sequence, last_hash = selectors.current_head()
    created_at = timestamp(now)
    keys = sorted({*selectors.public_keys(), public_text(key)})
    _write(out, "header", {"format": FORMAT, "version": VERSION, "created_at": created_at, "public_keys": keys})
    counts = {"entry": 0, "head": 0}
    for kind, row in _in_chain_order(sequence):
        _write(out, kind, row)
        counts[kind] += 1
    message = export_message(created_at=created_at, entries=counts["entry"], heads=counts["head"], hash=last_hash)
    end = {"entries": counts["entry"], "heads": counts["head"], "hash": last_hash}
    _write(out, "end", {**end, "fingerprint": fingerprint(public_bytes(key)), "signature": sign(key, message)})
    return {
        "entries": counts["entry"],
        "signed_heads": counts["head"],
        "last_hash": last_hash,
        "fingerprint": fingerprint(public_bytes(key)),
    }


def _in_chain_order(sequence: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each signed head right after the entry that it covers, so that a reader needs to remember one hash only."""
    entries = ((row["sequence"], 0, "entry", row) for row in selectors.entry_rows(sequence))
    heads = ((row["sequence"], 1, "head", row) for row in selectors.head_rows(sequence))
    for _sequence, _rank, kind, row in heapq.merge(entries, heads, key=lambda item: item[:2]):
        yield kind, row


def _write(out: TextIO, kind: str, row: Mapping[str, Any]) -> None:
    out.write(json.dumps({"type": kind, **row}, ensure_ascii=False, separators=(",", ":")) + "\n")


class AuditPersonalData:
    """What the log knows about a person: which entries were theirs. Never words, names or addresses."""

    def fields(self) -> Sequence[PersonalField]:
        return [
            PersonalField(
                field="audit.ActorOpening.actor_id",
                label=_("Which decisions and submissions were yours, as a number"),
                purpose=_("To show afterwards that every decision was taken by somebody entitled to take it"),
                lawful_basis=_("Task in the public interest"),
                retention=_("Until you delete your account; the entries stay, and no longer lead to you"),
            )
        ]

    def export(self, user: AbstractBaseUser) -> Mapping[str, Any]:
        entries = AuditEntry.objects.by(user).order_by("sequence")
        return {
            "audit_entries": [
                {
                    "sequence": entry.sequence,
                    "recorded_at": entry.recorded_at.isoformat(),
                    "action": entry.action,
                    "subject": entry.subject,
                    "subject_id": entry.subject_id,
                    "reason_code": entry.reason_code,
                }
                for entry in entries.iterator()
            ]
        }

    def erase(self, user: AbstractBaseUser, *, now: datetime) -> None:
        forget_actor(user)
