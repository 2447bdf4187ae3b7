"""Keys that come from addresses, from rows of other apps and from people's bookmarks."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID


def uuids_in(keys: Iterable[str]) -> list[UUID]:
    """Those that are one, as we write them: the same thing has one key. What is no key of ours is left out."""
    found = []
    for key in keys:
        try:
            value = UUID(key)
        except ValueError:
            continue
        if str(value) == key:
            found.append(value)
    return found
