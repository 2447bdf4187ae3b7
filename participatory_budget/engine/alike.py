"""Which proposals are likely to be the same idea? By the words they share, where rare words say more than common ones.

Not every pair is compared: a pair comes up when it shares words that few others have, or when two texts stand beside
each other once all are sorted (a letter sent many times). So a thousand proposals take a moment, and none takes more.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations
from math import fsum, log
from typing import Generic, TypeVar

Key = TypeVar("Key")
ALIKE = 0.5
SHORTEST = 3  # different words; of shorter texts nothing can be said
COMPARE_ALL = 150  # so few texts are compared pair by pair
COMMON = 40  # a word that more texts have brings no pair up
MOST_LOOKS = 600_000  # pairs that words may bring up, the rarest words first
MOST_COMPARED = 5_000  # of them, word by word
NEIGHBOURS = 3
MOST_WORDS = 400  # of one text
# "And", "for", "in", "as", which Arabic writes together with the word. Taken off every text alike, so a word that only
# begins with such a letter loses it everywhere.
_ATTACHED = re.compile(r"^[وفبلك](?=[\u0621-\u064a]{4,})")


@dataclass(frozen=True)
class Pair(Generic[Key]):
    """`likeness` from 0 to 1. `one` stood before `other` in what was given."""

    one: Key
    other: Key
    likeness: float


def alike_pairs(texts: Sequence[tuple[Key, str]], *, most: int = 50, alike: float = ALIKE) -> list[Pair[Key]]:
    """Of folded texts: the pairs that say much the same, the closest first; the same answer for the same texts."""
    words = [_words(text) for _key, text in texts]
    spread = Counter(word for one in words for word in one)
    weight = {word: log(1 + len(texts) / count) for word, count in spread.items()}
    weights = [fsum(weight[word] for word in one) for one in words]
    found = []
    for one, other in _worth_comparing(texts, words, spread, weight, weights):
        shared = fsum(weight[word] for word in words[one] & words[other])
        likeness = 2 * shared / (weights[one] + weights[other])
        if likeness >= alike:
            found.append((round(likeness, 6), one, other))
    found.sort(key=lambda each: (-each[0], each[1], each[2]))
    return [Pair(texts[one][0], texts[other][0], likeness) for likeness, one, other in found[:most]]


def most_alike_to(text: str, others: Sequence[tuple[Key, str]], *, most: int = 5, alike: float = 0.25) -> list[Key]:
    """Those that come closest to one text, the closest first."""
    words = [_words(each) for each in (text, *(other for _key, other in others))]
    spread = Counter(word for one in words for word in one)
    weight = {word: log(1 + len(words) / count) for word, count in spread.items()}
    weights = [fsum(weight[word] for word in one) for one in words]
    if len(words[0]) < SHORTEST:
        return []
    scored = []
    for at, theirs in enumerate(words[1:], start=1):
        shared = fsum(weight[word] for word in words[0] & theirs)
        if theirs and 2 * shared / (weights[0] + weights[at]) >= alike:
            scored.append((-2 * shared / (weights[0] + weights[at]), at))
    return [others[at - 1][0] for _score, at in sorted(scored)[:most]]


def _words(text: str) -> frozenset[str]:
    return frozenset(_ATTACHED.sub("", word) for word in text.split()[:MOST_WORDS])


def _worth_comparing(
    texts: Sequence[tuple[Key, str]],
    words: Sequence[frozenset[str]],
    spread: Counter[str],
    weight: dict[str, float],
    weights: Sequence[float],
) -> Iterable[tuple[int, int]]:
    speaking = [at for at, one in enumerate(words) if len(one) >= SHORTEST]
    if len(speaking) <= COMPARE_ALL:
        return combinations(speaking, 2)
    holders: dict[str, list[int]] = defaultdict(list)
    for at in speaking:
        for word in words[at]:
            if 2 <= spread[word] <= COMMON:
                holders[word].append(at)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    looks = 0
    for word in sorted(holders, key=lambda each: (len(holders[each]), each)):
        looks += len(holders[word]) ** 2 // 2
        if looks > MOST_LOOKS:
            break
        for pair in combinations(holders[word], 2):
            shared[pair] += weight[word]
    # Those whose rare words alone make up the most of both.
    closest = nsmallest(
        MOST_COMPARED, shared, key=lambda pair: (-shared[pair] / (weights[pair[0]] + weights[pair[1]]), pair)
    )
    in_order = sorted(speaking, key=lambda at: (texts[at][1], at))
    beside = (
        (min(pair), max(pair))
        for step in range(1, NEIGHBOURS + 1)
        for pair in zip(in_order, in_order[step:], strict=False)
    )
    return {*closest, *beside}
