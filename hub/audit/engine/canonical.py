"""What is hashed and signed, byte for byte. Standard library only, so that anyone can recompute it.

An entry's hash is SHA-256 over a fixed first line and the canonical JSON of the entry: keys sorted, no white space,
UTF-8. Only strings, whole numbers, booleans and null occur, so there is one way to write each value.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

ENTRY_DOMAIN = b"hub-audit-entry/1\n"
HEAD_DOMAIN = b"hub-audit-head/1\n"
EXPORT_DOMAIN = b"hub-audit-export/1\n"
GENESIS_HASH = "0" * 64
ENTRY_FIELDS = (
    "sequence",
    "recorded_at",
    "action",
    "subject",
    "subject_id",
    "actor",
    "reason_code",
    "data",
    "previous_hash",
)

_ACTION = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_NAME = re.compile(r"[a-z][a-z0-9_.]*")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TOKEN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._:+-]{0,63}")
# Beyond 2^53 a JavaScript reader rounds, and would compute another hash.
_LARGEST_NUMBER = 2**53 - 1


class NotAMachineValueError(ValueError):
    """Something that may be a person's words was about to be written into a record that nobody can erase."""


def canonical_json(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def timestamp(moment: datetime) -> str:
    """Always UTC, always six decimals, always Z: one moment has one spelling."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be recorded")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_hash(fields: Mapping[str, Any]) -> str:
    body = {name: fields[name] for name in ENTRY_FIELDS}
    return hashlib.sha256(ENTRY_DOMAIN + canonical_json(body)).hexdigest()


def head_message(*, date: str, sequence: int, hash: str) -> bytes:
    return HEAD_DOMAIN + canonical_json({"date": date, "hash": hash, "sequence": sequence})


def export_message(*, created_at: str, entries: int, heads: int, hash: str) -> bytes:
    body = {"created_at": created_at, "entries": entries, "hash": hash, "heads": heads}
    return EXPORT_DOMAIN + canonical_json(body)


def actor_commitment(salt: str, actor_id: int) -> str:
    """Binds the entry to a person without naming them: with the salt gone, nobody can tell who it was."""
    return hmac.new(bytes.fromhex(salt), str(actor_id).encode(), hashlib.sha256).hexdigest()


def check_action(action: str) -> str:
    if len(action) > 64 or not _ACTION.fullmatch(action):
        raise NotAMachineValueError(f"an action is a dotted verb such as contribution.published, not {action!r}")
    return action


def check_subject(subject: str) -> str:
    if len(subject) > 64 or not _NAME.fullmatch(subject):
        raise NotAMachineValueError(f"a subject is a kind of record such as contribution, not {subject!r}")
    return subject


def check_token(value: str, what: str) -> str:
    if value and not _TOKEN.fullmatch(value):
        raise NotAMachineValueError(f"{what} is an id or a code of at most 64 characters, never text: {value[:80]!r}")
    return value


def check_data(data: Mapping[str, Any]) -> dict[str, str | int | bool | None]:
    """Ids, codes and figures. Free text has spaces, accents, an @ or length; all of them are refused."""
    clean: dict[str, str | int | bool | None] = {}
    for key, value in data.items():
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise NotAMachineValueError(f"a key in audit data is a short lower-case name, not {key!r}")
        if isinstance(value, str):
            # str() takes the plain value out of an enum member, whose own class json would not know.
            clean[key] = check_token(str.__str__(value), f"audit data {key!r}")
        elif isinstance(value, bool) or value is None:
            clean[key] = value
        elif isinstance(value, int):
            if abs(value) > _LARGEST_NUMBER:
                raise NotAMachineValueError(f"audit data {key!r}: {value} is beyond what every JSON reader keeps")
            clean[key] = int(value)
        else:
            raise NotAMachineValueError(
                f"audit data {key!r}: {type(value).__name__} is not a text token, whole number, boolean or null"
            )
    return clean
