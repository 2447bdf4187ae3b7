"""One way to write a record of an election down, so that everybody computes the same hash. Standard library only.

Keys sorted, no white space, UTF-8; only text, whole numbers, booleans, null, lists and objects occur.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest(domain: bytes, value: Any) -> str:
    """SHA-256 over a fixed first line and the canonical JSON, in hex. The line keeps one kind of record from
    passing for another."""
    return hashlib.sha256(domain + canonical(value)).hexdigest()
