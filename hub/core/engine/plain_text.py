"""Text without what no document may hold. Pure."""

from __future__ import annotations

import re

# XML has no way to write these, PostgreSQL keeps no NUL, and UTF-8 has no halves of pairs. Tabs and ends of lines stay.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)
