"""What stands of what readers said: which contribution belongs to which theme. Pure; the machine is never asked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Said:
    """One person's judgement. `reader` is None where the account is gone; `key` tells rows of one moment apart."""

    comment: int
    theme: UUID
    reader: int | None
    belongs: bool
    settles: bool
    at: datetime
    key: int


def roots_of(merged_into: Mapping[UUID, UUID | None]) -> dict[UUID, UUID]:
    """Each theme and the one that it counts for: itself, or the last of those that it was merged into."""
    roots: dict[UUID, UUID] = {}
    for theme in merged_into:
        root, seen = theme, {theme}
        while (into := merged_into.get(root)) is not None and into not in seen:
            root = into
            seen.add(into)
        roots[theme] = root
    return roots


def latest_words(rows: Iterable[Said], roots: Mapping[UUID, UUID]) -> dict[tuple[int, UUID], list[Said]]:
    """By contribution and theme, merged ones resolved: the last word of each reader.

    Whoever judged a theme and later the one that it was merged into is asked about the later judgement only.
    """
    last: dict[tuple[int, UUID], dict[Hashable, Said]] = {}
    for row in rows:
        words = last.setdefault((row.comment, roots[row.theme]), {})
        # Readers whose accounts are gone cannot be told apart: each of their rows counts for itself.
        reader: Hashable = row.reader if row.reader is not None else ("nobody", row.key)
        if reader not in words or _is_later(row, words[reader]):
            words[reader] = row
    return {place: list(words.values()) for place, words in last.items()}


def stands(words: Iterable[Said]) -> bool:
    """One "belongs" is enough, unless somebody settled it: then the latest who settled decides."""
    found = list(words)
    settling = [row for row in found if row.settles]
    if settling:
        return max(settling, key=lambda row: (row.at, row.key)).belongs
    return any(row.belongs for row in found)


def standing(rows: Iterable[Said], roots: Mapping[UUID, UUID]) -> set[tuple[int, UUID]]:
    """All (contribution, theme) that stand."""
    return {place for place, words in latest_words(rows, roots).items() if stands(words)}


def _is_later(one: Said, other: Said) -> bool:
    return (one.at, one.key) > (other.at, other.key)
