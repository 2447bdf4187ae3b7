"""What a checkpoint of the log says, and what is signed of it. Pure; standard library only (docs/ballot-box.md)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from participatory_budget.engine.canonical import canonical, digest
from participatory_budget.engine.frozen import Document

NOTE_DOMAIN = b"hub-checkpoint/1\n"
SEALED_DOMAIN = b"hub-sealed-checkpoint/1\n"


def note_of(*, election: str, amended: str, number: int, slot: str, size: int, root: str, salt: str) -> dict[str, Any]:
    """Public after the close. The salt keeps the size from being found by trying all sizes before that.

    `amended` is the hash of the newest amendment, or of the election before there is one: none is dated back later.
    """
    return {
        "amended": amended,
        "election": election,
        "number": number,
        "root": root,
        "salt": salt,
        "size": size,
        "slot": slot,
    }


def sealed_sha256(note: Document) -> str:
    return digest(NOTE_DOMAIN, note)


def signed_message(*, election: str, number: int, slot: str, sealed: str) -> bytes:
    """Needs nothing but what is public at once, so that anybody can check the signature on the same day."""
    return SEALED_DOMAIN + canonical({"election": election, "number": number, "sealed": sealed, "slot": slot})


def newest_slot(opens_at: datetime, closes_at: datetime, minutes: int, now: datetime) -> datetime | None:
    """The last of the fixed times that has come; none before the first. The close is a time of its own."""
    step = timedelta(minutes=minutes)
    until = min(now, closes_at - timedelta(microseconds=1))
    passed = (until - opens_at) // step
    return opens_at + passed * step if passed >= 1 else None
