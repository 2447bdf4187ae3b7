"""Which proposals say much the same as a few words that somebody is typing? By words, then by parts of words.

All texts come folded (`hub.core.engine.folding`), so that accents, vowel marks and the Arabic article do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")
MOST_WORDS = 8
ALIKE = 0.4
_ARABIC = re.compile(r"[\u0621-\u064a]")
# A shorter Latin word is nearly always a small one: "the", "les". Arabic writes those as letters of the next word.
_SHORTEST = {True: 3, False: 4}
_NEAR = 0.5


@dataclass(frozen=True)
class Candidate(Generic[Key]):
    """`title` and `text` are folded; the title stands in the text too, or not, as it likes."""

    key: Key
    title: str
    text: str


def telling_words(folded: str) -> list[str]:
    """The words that say what it is about, each once, in the order they were typed."""
    words = (word for word in folded.split() if len(word) >= _SHORTEST[bool(_ARABIC.search(word))])
    return list(dict.fromkeys(words))[:MOST_WORDS]


def stem(word: str) -> str:
    """What is looked for in the database: without the last letters, which change with number and case."""
    return word[: max(4, len(word) - 2)] if len(word) > 4 else word


def most_like(folded: str, candidates: Iterable[Candidate[Key]], *, most: int) -> list[Key]:
    """Keys of those that are alike, the closest first; the same words always give the same answer."""
    words = telling_words(folded)
    if not words:
        return []
    found = [(_likeness(words, one), position, one.key) for position, one in enumerate(candidates)]
    found = [entry for entry in found if entry[0] >= ALIKE]
    found.sort(key=lambda entry: (-entry[0], entry[1]))
    return [key for _score, _position, key in found[:most]]


def _likeness(words: list[str], candidate: Candidate[Key]) -> float:
    """The share of the words that stand in the title, nearly stand there, or (half as much) stand in the text."""
    title = set(candidate.title.split())
    pieces = [_trigrams(word) for word in title]
    total = 0.0
    for word in words:
        if word in title:
            total += 1
            continue
        mine = _trigrams(word)
        near = max((_shared(mine, theirs) for theirs in pieces), default=0.0)
        if near >= _NEAR:
            total += near
        elif stem(word) in candidate.text:
            total += 0.5
    return total / len(words)


def _trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
