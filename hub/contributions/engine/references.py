"""How a reference is written: `C-2026-000123`."""

from __future__ import annotations

import re

REFERENCE = re.compile(r"C-(?P<year>\d{4})-(?P<number>\d{6,})")


def write_reference(year: int, number: int) -> str:
    return f"C-{year:04d}-{number:06d}"


def tidy_reference(text: str) -> str | None:
    """As people copy it: other case, blanks around. None when it cannot be one."""
    candidate = text.strip().upper()
    return candidate if REFERENCE.fullmatch(candidate) else None
