"""Which contributions say the same: word for word, or as copies of one letter. docs/machine-help.md tells the rules.

Exact groups come first, so one copy of each text is compared. Pairs worth comparing come from sketches (`shingles`),
and what counts is measured on the whole sets. A text joins a group only when it is close to the group's *medoid*, the
letter the others are copies of. Being close to another member is not enough, so a chain of small changes joins nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consultations.engine.texts import normalise
from hub.contributions.engine.redline import redline

if TYPE_CHECKING:
    from consultations.engine.shingles import Corpus, Flags, Hashes, Places, Scores

VERSION = "grouping/1"

# Both in per mille. Two letters of one organiser that ask for different things share up to 690 (EPA-R06-OAR-2020-0510).
SIMILAR = 750  # Jaccard similarity of two near-duplicates
CONTAINED = 900  # share of a letter that stands in a text with personal additions
LEAST_WORDS = 15  # shorter texts are grouped only when equal: one word says yes or no
LEAST_TEMPLATE = 40  # words of a letter that is looked for inside longer texts; a shared opening is no letter
LEAST_SHARE = 125  # per mille of the longer text that the letter makes up; below, it is a quotation


@dataclass(frozen=True)
class Group:
    """Two or more contributions, ids in order; `medoid` is the letter that the others are copies of."""

    medoid: int
    members: tuple[int, ...]
    exact: bool  # all are equal after white space and case


@dataclass(frozen=True)
class Grouping:
    """`distinct` texts that differ after white space and case; groups with the largest first."""

    distinct: int
    groups: tuple[Group, ...]

    @property
    def grouped(self) -> int:
        return sum(len(group.members) for group in self.groups)


@dataclass(frozen=True)
class Additions:
    added: tuple[str, ...]
    left_out: tuple[str, ...]


def group_texts(rows: Iterable[tuple[int, str]]) -> Grouping:
    """Rows are (id, text). Keeps hashes, not texts, so that rows may come from the database one by one."""
    from consultations.engine.shingles import Shingler, words_of

    shingler = Shingler()
    copies: dict[bytes, list[int]] = {}
    sets: dict[bytes, Hashes] = {}
    words: dict[bytes, int] = {}
    for number, text in rows:
        plain = normalise(text)
        key = hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        copies.setdefault(key, []).append(number)
        if key not in words:
            found = words_of(plain)
            words[key] = len(found)
            if len(found) >= LEAST_WORDS:
                sets[key] = shingler(found)
    for ids in copies.values():
        ids.sort()
    if len({number for ids in copies.values() for number in ids}) < sum(map(len, copies.values())):
        raise ValueError("an id stands twice among the texts")
    long = sorted(sets, key=lambda key: copies[key][0])
    medoids = _linked([sets[key] for key in long], [words[key] for key in long], [len(copies[key]) for key in long])
    members: dict[bytes, list[bytes]] = {key: [key] for key in copies if key not in sets}
    for key, medoid in zip(long, medoids, strict=True):
        members.setdefault(long[medoid], []).append(key)
    groups = [
        Group(copies[medoid][0], tuple(sorted(n for key in keys for n in copies[key])), exact=len(keys) == 1)
        for medoid, keys in members.items()
    ]
    large = [group for group in groups if len(group.members) > 1]
    return Grouping(len(copies), tuple(sorted(large, key=lambda group: (-len(group.members), group.medoid))))


def _linked(sets: Sequence[Hashes], words: Sequence[int], copies: Sequence[int]) -> list[int]:
    """The place of each text's medoid; a text that is close to no other is its own.

    Letters become medoids in this order: the most contributions that are near-duplicates of it, then the shortest, then
    the lowest id. Each takes what is close to it and still free. In the end who is more similar to a later medoid goes
    there, so the order decides who is a medoid and nothing else.
    """
    import numpy as np

    from consultations.engine.shingles import Corpus

    corpus = Corpus.of(sets)
    weights, everyone = np.array(copies, dtype=np.int64), np.arange(len(corpus))
    letters, others, scores, similar = _close(corpus, weights, np.array(words, dtype=np.int64))
    backing = weights + np.bincount(letters[similar], weights[others[similar]], minlength=len(corpus)).astype(np.int64)
    order = np.lexsort((everyone, corpus.sizes, -backing))
    bounds = np.searchsorted(letters, np.arange(len(corpus) + 1))
    is_free, is_medoid = np.ones(len(corpus), dtype=bool), np.zeros(len(corpus), dtype=bool)
    for one in order.tolist():
        if is_free[one]:
            is_medoid[one] = True
            is_free[one] = False
            is_free[others[bounds[one] : bounds[one + 1]]] = False
    rank = np.empty(len(corpus), dtype=np.int64)
    rank[order] = everyone
    joins = is_medoid[letters] & ~is_medoid[others]
    letters, others, scores = letters[joins], others[joins], scores[joins]
    best = np.lexsort((rank[letters], -scores, others))
    member, first = np.unique(others[best], return_index=True)
    medoids = everyone.copy()
    medoids[member] = letters[best][first]
    return [int(place) for place in medoids]


def _close(corpus: Corpus, weights: Places, words: Places) -> tuple[Places, Places, Scores, Flags]:
    """All (letter, text, similarity, near-duplicates?) where the text is close to the letter, letter by letter."""
    import numpy as np

    from consultations.engine.shingles import candidates

    sizes = corpus.sizes
    likely = np.lexsort((np.arange(len(corpus)), sizes, -weights))
    letters, texts, scores, flags = [], [], [], []
    # Half of its sketch: what holds nine tenths of a letter, or is as long and near-duplicate, all but surely does.
    for one, found in candidates(corpus, likely, least=0.5):
        shared = corpus.shared(one, found)
        union = sizes[one] + sizes[found] - shared
        similar = shared * 1000 >= SIMILAR * union
        contained = (shared * 1000 >= CONTAINED * sizes[one]) & (sizes[one] * 1000 >= LEAST_SHARE * sizes[found])
        close = similar | (contained & (words[one] >= LEAST_TEMPLATE))
        found, score, similar = found[close], (shared / union)[close], similar[close]
        own = np.full(len(found), one, dtype=np.int64)
        # Near-duplicates are so both ways, whichever way they were found.
        letters += [own, found[similar]]
        texts += [found, own[similar]]
        scores += [score, score[similar]]
        flags += [similar, similar[similar]]
    if not letters:
        none = np.empty(0, dtype=np.int64)
        return none, none, none.astype(np.float64), none.astype(bool)
    pairs = np.concatenate(letters) * len(corpus) + np.concatenate(texts)
    pairs, first = np.unique(pairs, return_index=True)
    return pairs // len(corpus), pairs % len(corpus), np.concatenate(scores)[first], np.concatenate(flags)[first]


def additions(template: str, text: str) -> Additions:
    """What a text adds to the letter it is a copy of, and what it leaves out; white space and case do not count."""
    added: list[str] = []
    left_out: list[str] = []
    changes = redline(" ".join(template.split()), " ".join(text.split()))
    for index, change in enumerate(changes):
        words = change.text.strip()
        if change.kind == "same" or not words:
            continue
        # A deletion stands before the insertion in its place.
        twin = changes[index + 1 if change.kind == "deleted" else index - 1 :][:1]
        if twin and twin[0].kind not in ("same", change.kind) and normalise(twin[0].text) == normalise(words):
            continue
        (added if change.kind == "inserted" else left_out).append(words)
    return Additions(tuple(added), tuple(left_out))
