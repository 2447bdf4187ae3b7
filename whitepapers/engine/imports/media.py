"""The pictures inside a file, by the names that its text uses. Names are only looked up, never opened as paths."""

from __future__ import annotations

from collections.abc import Iterable

from whitepapers.engine.imports.docx_package import Package

MAX_PICTURES = 500


def media_of(content: bytes, names: Iterable[str]) -> dict[str, bytes]:
    """What is there; too large a picture is left out."""
    if content[:4] != b"PK\x03\x04":
        return {}
    package = Package(content)
    found = {}
    for name in list(dict.fromkeys(names))[:MAX_PICTURES]:
        data = package.media(name)
        if data is not None:
            found[name] = data
    return found
