"""Following the chain: each entry must carry the hash of the one before, each signed head must lie on it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from hub.audit.engine.canonical import (
    ENTRY_FIELDS,
    GENESIS_HASH,
    NotAMachineValueError,
    check_action,
    check_data,
    check_subject,
    check_token,
    entry_hash,
    export_message,
    head_message,
)
from hub.audit.engine.signatures import decode, fingerprint, is_signed_by

_HASH = re.compile(r"[0-9a-f]{64}")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_HEAD_FIELDS = {"date", "sequence", "hash", "fingerprint", "signature"}


class VerificationError(Exception):
    """The first thing that does not hold, named so that a person can go and look."""


class ChainChecker:
    """Fed row by row, in order; keeps only the last entry, so a log of any length fits."""

    def __init__(self, public_keys: Mapping[str, bytes] | None = None, trusted: Collection[str] = ()) -> None:
        """`public_keys` by fingerprint; `trusted` fingerprints known from elsewhere (none: any key in the file)."""
        self.public_keys = dict(public_keys or {})
        self.trusted = frozenset(trusted)
        self.sequence = 0
        self.hash = GENESIS_HASH
        self.heads = 0
        self.last_date = ""
        self.used_keys: set[str] = set()

    def entry(self, fields: Mapping[str, Any]) -> None:
        expected = self.sequence + 1
        sequence = fields.get("sequence")
        name = f"entry {expected}"
        if set(fields) != {*ENTRY_FIELDS, "hash"}:
            odd = sorted(set(fields) ^ {*ENTRY_FIELDS, "hash"})
            raise VerificationError(f"{name}: fields missing or unknown: {', '.join(odd)}")
        if type(sequence) is not int or sequence != expected:
            raise VerificationError(f"{name}: missing or out of order; found {sequence!r} in its place")
        self._check_contents(name, fields)
        if fields["previous_hash"] != self.hash:
            raise VerificationError(f"{name}: does not continue from entry {self.sequence}; its previous hash differs")
        if entry_hash(fields) != fields["hash"]:
            raise VerificationError(f"{name}: its contents do not match its hash")
        self.sequence, self.hash = expected, fields["hash"]

    def head(self, fields: Mapping[str, Any]) -> None:
        """A signed head stands right after the last entry that it covers."""
        date = fields.get("date")
        name = f"signed head of {date}"
        if set(fields) != _HEAD_FIELDS:
            raise VerificationError(f"{name}: fields missing or unknown")
        if not isinstance(date, str) or not _DATE.fullmatch(date) or date <= self.last_date:
            raise VerificationError(f"{name}: dates are not in order")
        if type(fields["sequence"]) is not int or fields["sequence"] != self.sequence:
            raise VerificationError(
                f"{name}: it covers entry {fields['sequence']!r}, and the log ends or continues at {self.sequence}"
            )
        if fields["hash"] != self.hash:
            raise VerificationError(f"{name}: entry {self.sequence} is not the one that was signed")
        message = head_message(date=date, sequence=self.sequence, hash=self.hash)
        self._check_signature(name, fields, message)
        self.last_date = date
        self.heads += 1

    def end(self, fields: Mapping[str, Any], *, created_at: str) -> None:
        """The signed last line of an export: how much there must have been."""
        name = "end of the export"
        found = {"entries": self.sequence, "heads": self.heads, "hash": self.hash}
        for key, value in found.items():
            if type(fields.get(key)) is not type(value) or fields[key] != value:
                raise VerificationError(f"{name}: {key} should be {fields.get(key)!r}, found {value!r}")
        message = export_message(created_at=created_at, entries=self.sequence, heads=self.heads, hash=self.hash)
        self._check_signature(name, fields, message)

    def _check_signature(self, name: str, fields: Mapping[str, Any], message: bytes) -> None:
        key_name = fields.get("fingerprint")
        if self.trusted and key_name not in self.trusted:
            raise VerificationError(f"{name}: signed with the key {key_name!r}, which is not the one given with --key")
        public_key = self.public_keys.get(key_name, b"") if isinstance(key_name, str) else b""
        if not public_key or fingerprint(public_key) != key_name:
            raise VerificationError(
                f"{name}: the public key {key_name!r} is not in the file, or does not match its name"
            )
        signature = fields.get("signature")
        if not isinstance(signature, str) or not is_signed_by(public_key, decode(signature), message):
            raise VerificationError(f"{name}: the signature does not hold")
        self.used_keys.add(str(key_name))

    @staticmethod
    def _check_contents(name: str, fields: Mapping[str, Any]) -> None:
        try:
            check_action(fields["action"])
            check_subject(fields["subject"])
            check_token(fields["subject_id"], "a subject id")
            check_token(fields["reason_code"], "a reason code")
            check_data(fields["data"])
            hashes = (fields["previous_hash"], fields["hash"], *([fields["actor"]] if fields["actor"] else ()))
            well_formed = all(_HASH.fullmatch(value) for value in hashes) and _TIMESTAMP.fullmatch(
                fields["recorded_at"]
            )
        except NotAMachineValueError as error:
            raise VerificationError(f"{name}: {error}") from error
        except (TypeError, AttributeError) as error:
            raise VerificationError(f"{name}: a value is of the wrong kind") from error
        if not well_formed:
            raise VerificationError(f"{name}: a hash or a time is not written as it should be")
