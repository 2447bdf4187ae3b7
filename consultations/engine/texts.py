"""Which contributions say the same, word for word."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ExactGroups:
    """`distinct` texts; `groups` of two or more that are equal after white space and case, with `grouped` members."""

    distinct: int
    groups: int
    grouped: int


def normalise(text: str) -> str:
    return " ".join(text.split()).casefold()


def group_exact(texts: Iterable[str]) -> ExactGroups:
    """One pass; keeps a digest of each different text, not the texts."""
    seen = Counter(hashlib.blake2b(normalise(text).encode("utf-8"), digest_size=16).digest() for text in texts)
    repeated = [count for count in seen.values() if count > 1]
    return ExactGroups(distinct=len(seen), groups=len(repeated), grouped=sum(repeated))
