"""Do two texts say much the same? By the words they share three in a row; cheap enough to ask while somebody waits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from hub.contributions.engine.folding import fold

Key = TypeVar("Key")
SHORTEST = 5  # words; of shorter texts nothing can be said
ALIKE = 0.3
_SAMPLE = 4000


def shingles(text: str, width: int = 3) -> frozenset[str]:
    """So many words in a row, folded; none where there are too few to say anything."""
    words = fold(text[:_SAMPLE]).split()
    if len(words) < SHORTEST:
        return frozenset()
    return frozenset(" ".join(words[at : at + width]) for at in range(len(words) - width + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter one stands in the longer one, 0 to 1."""
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))


def most_alike(text: str, others: Iterable[tuple[Key, str]], *, most: int) -> list[Key]:
    """Keys of those that are alike, the closest first."""
    mine = {width: shingles(text, width) for width in (1, 2, 3)}
    if not mine[1]:
        return []
    scored = []
    for key, other in others:
        theirs = shingles(other, 1)
        width = 3 if min(len(mine[1]), len(theirs)) > 9 else 2
        score = likeness(mine[width], shingles(other, width))
        if score < ALIKE:
            # The same words in another order, as people do say things.
            shared = len(mine[1] & theirs) / max(1, len(mine[1] | theirs))
            score = shared if shared >= 0.6 else 0.0
        if score:
            scored.append((score, key))
    scored.sort(key=lambda pair: -pair[0])
    return [key for _score, key in scored[:most]]
