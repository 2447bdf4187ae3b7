"""Checking an exported audit log: JSON lines, read one at a time, without a database and without trust in us."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from hub.audit.engine.chain import ChainChecker, VerificationError
from hub.audit.engine.signatures import decode, fingerprint

FORMAT = "hub-audit"
VERSION = 1
_LINE_LIMIT = 64 * 1024


def check_export(path: Path, trusted: Collection[str]) -> Mapping[str, Any]:
    with path.open("rb") as handle:
        lines = _lines(handle)
        header = next(lines, None)
        if header is None or header.get("type") != "header" or header.get("format") != FORMAT:
            raise VerificationError("line 1: this is not the header of an exported audit log")
        if header.get("version") != VERSION:
            raise VerificationError(f"line 1: version {header.get('version')!r} is not known; this checks {VERSION}")
        checker = ChainChecker(_public_keys(header), trusted)
        ended = False
        for number, row in enumerate(lines, start=2):
            if ended:
                raise VerificationError(f"line {number}: there is more after the end of the export")
            kind = row.pop("type", None)
            if kind == "entry":
                checker.entry(row)
            elif kind == "head":
                checker.head(row)
            elif kind == "end":
                checker.end(row, created_at=str(header.get("created_at")))
                ended = True
            else:
                raise VerificationError(f"line {number}: unknown kind of line {kind!r}")
        if not ended:
            raise VerificationError(f"after entry {checker.sequence}: the file breaks off before its signed end")
    return {
        "entries": checker.sequence,
        "signed_heads": checker.heads,
        "last_hash": checker.hash,
        "last_signed_date": checker.last_date or None,
        "created_at": header.get("created_at"),
        "fingerprints": sorted(checker.used_keys),
        "key_compared": bool(trusted),
    }


def _public_keys(header: Mapping[str, Any]) -> dict[str, bytes]:
    listed = header.get("public_keys")
    if not isinstance(listed, list) or not all(isinstance(key, str) for key in listed):
        raise VerificationError("line 1: the public keys are missing")
    # The name is computed, not read: a file cannot give one key the fingerprint of another.
    return {fingerprint(decode(key)): decode(key) for key in listed}


def _lines(handle: Any) -> Iterator[dict[str, Any]]:
    number = 0
    while raw := handle.readline(_LINE_LIMIT + 1):
        number += 1
        if len(raw) > _LINE_LIMIT:
            raise VerificationError(f"line {number}: longer than any line of an audit log")
        try:
            row = json.loads(raw, object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            raise VerificationError(f"line {number}: not valid JSON ({error})") from error
        if not isinstance(row, dict):
            raise VerificationError(f"line {number}: not a JSON object")
        yield row


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # A name given twice could show one value to this checker and another to somebody else's.
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return row
