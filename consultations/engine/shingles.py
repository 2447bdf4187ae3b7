"""Texts as sets of hashed shingles, and which pairs of them are worth comparing.

A *sketch* is the 16 smallest hashes of a set (a bottom-k MinHash): a fair sample of its shingles. A text that holds
most of another one holds most of its sketch, however much else it says. So looking all shingles of each text up in one
index of sketches finds near-duplicates, and letters with long additions as well; banded signatures would miss the
latter, whose Jaccard similarity is small. What is found is only a candidate: the caller compares the sets themselves.

Imports numpy: only `grouping` imports this module, when it is asked to work.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hub.core.engine.folding import fold_letters

SHINGLE = 3  # words
SKETCH = 16  # hashes
# A hash that stands in more sketches than this keeps those of the likeliest templates. Without it, 100,000 copies of
# one letter, each with its own last line, would be five billion pairs.
OWNERS = 16
_BLOCK = 2_000_000  # hits that are counted at once
_WORD = re.compile(r"\w[\w\u0300-\u036f\u064b-\u065f\u0670]*")

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]
Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]


def words_of(text: str) -> list[str]:
    """Lower case; without accents, vowel marks and punctuation, which retyping a letter changes."""
    return _WORD.findall(text.casefold() if text.isascii() else fold_letters(unicodedata.normalize("NFC", text)))


class Shingler:
    """Remembers the hash of each word it has met."""

    def __init__(self) -> None:
        self._hashes: dict[str, int] = {}

    def __call__(self, words: Sequence[str]) -> Hashes:
        """The different shingles, in order of their hashes."""
        known = self._hashes
        for word in words:
            if word not in known:
                digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
                known[word] = int.from_bytes(digest, "big")
        each = np.array([known[word] for word in words], dtype=np.uint64)
        if len(each) < SHINGLE:
            return np.empty(0, dtype=np.uint64)
        mixed = np.zeros(len(each) - SHINGLE + 1, dtype=np.uint64)
        for offset in range(SHINGLE):
            mixed = _mix(mixed ^ each[offset : offset + len(mixed)])
        return np.unique(mixed)


def _mix(values: Hashes) -> Hashes:
    """The finaliser of splitmix64 (after adding its constant): each bit of the input changes half of the output's."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@dataclass(frozen=True)
class Corpus:
    """All sets of shingles, one after the other; set `i` is `hashes[starts[i]:starts[i + 1]]`."""

    hashes: Hashes
    starts: Places

    @classmethod
    def of(cls, sets: Sequence[Hashes]) -> Corpus:
        sizes = np.array([len(one) for one in sets], dtype=np.int64)
        return cls(
            hashes=np.concatenate(sets) if sets else np.empty(0, dtype=np.uint64),
            starts=np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)]),
        )

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, index: int) -> Hashes:
        return self.hashes[self.starts[index] : self.starts[index + 1]]

    @property
    def sizes(self) -> Places:
        return np.diff(self.starts)

    def shared(self, one: int, others: Places) -> Places:
        """How many shingles set `one` has in common with each of the others: counted, not estimated."""
        mine = self[one]
        sizes = self.sizes[others]
        if not len(mine) or not len(others):
            return np.zeros(len(others), dtype=np.int64)
        theirs = np.concatenate([self[other] for other in others.tolist()])
        at = np.minimum(np.searchsorted(mine, theirs), len(mine) - 1)
        ends = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(mine[at] == theirs)])
        bounds = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])
        found: Places = np.diff(ends[bounds])
        return found


def candidates(corpus: Corpus, order: Places, least: float) -> Iterator[tuple[int, Places]]:
    """For each set, those that probably hold at least this share of it; likely templates come first in `order`."""
    rank = np.empty(len(corpus), dtype=np.int64)
    rank[order] = np.arange(len(corpus))
    keys, owners = _index(corpus, rank)
    kept = np.bincount(owners, minlength=len(corpus))
    pairs = np.concatenate([np.empty((0, 2), dtype=np.int64), *_hits(corpus, keys, owners, np.ceil(kept * least))])
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    bounds = np.searchsorted(pairs[:, 0], np.arange(len(corpus) + 1))
    for one in np.flatnonzero(np.diff(bounds)).tolist():
        yield one, pairs[bounds[one] : bounds[one + 1], 1]


def _index(corpus: Corpus, rank: Places) -> tuple[Hashes, Places]:
    """The sketches' hashes in order, each with the set that owns it: the first in rank where there are many."""
    # A set's hashes stand in order, so its sketch is where it begins.
    places = np.arange(len(corpus.hashes)) - np.repeat(corpus.starts[:-1], corpus.sizes)
    is_sketch = places < SKETCH
    keys = corpus.hashes[is_sketch]
    owners = np.repeat(np.arange(len(corpus)), corpus.sizes)[is_sketch]
    sequence = np.lexsort((rank[owners], keys))
    keys, owners = keys[sequence], owners[sequence]
    nth = np.arange(len(keys)) - np.searchsorted(keys, keys, side="left")
    return keys[nth < OWNERS], owners[nth < OWNERS]


def _hits(corpus: Corpus, keys: Hashes, owners: Places, needed: NDArray[np.float64]) -> Iterator[Places]:
    """Pairs (owner, set) where the set holds as much of the owner's sketch as is needed, block by block of sets."""
    first = np.searchsorted(keys, corpus.hashes, side="left")
    count = np.searchsorted(keys, corpus.hashes, side="right") - first
    total = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(count)])
    per_set = total[corpus.starts]
    begin = 0
    while begin < len(corpus):
        end = max(begin + 1, int(np.searchsorted(per_set, per_set[begin] + _BLOCK, side="right")) - 1)
        part = slice(int(corpus.starts[begin]), int(corpus.starts[end]))
        repeats = count[part]
        hit = np.repeat(first[part] - (total[part.start : part.stop] - total[part.start]), repeats)
        who = owners[hit + np.arange(len(hit))]
        held_by = np.repeat(np.repeat(np.arange(begin, end), corpus.sizes[begin:end]), repeats)
        pair, times = np.unique(who * len(corpus) + held_by, return_counts=True)
        who, held_by = pair // len(corpus), pair % len(corpus)
        wanted = (times >= needed[who]) & (who != held_by)
        yield np.stack([who[wanted], held_by[wanted]], axis=1)
        begin = end
