"""What somebody saw when they began to edit, as a short code: two tabs do not overwrite each other unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

LENGTH = 16


def fingerprint(values: Mapping[str, Any]) -> str:
    """The same values always have the same code, in whatever order they are named."""
    plain = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:LENGTH]
