"""The words of a text as people spell them, for "did you mean"."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from hub.core.engine.folding import fold_word
from search.engine.stemming import is_arabic
from search.engine.tokens import core, spellings

MIN_LETTERS, MAX_LETTERS, MAX_SHOWN = 3, 40, 60


def words_of(text: str) -> dict[str, str]:
    """By folded word, without an Arabic article, how it is written: {"ecole": "école"}. Numbers are left out."""
    found: dict[str, str] = {}
    for raw in spellings(text):
        known = _known_by(raw)
        if known:
            found.setdefault(*known)
    return found


@lru_cache(maxsize=1 << 16)
def _known_by(raw: str) -> tuple[str, str] | None:
    after, before, word = core(raw)
    written = raw[after : len(raw) - before]
    if any(letter.isdigit() for letter in word):
        return None
    if is_arabic(word):
        written = "".join(letter for letter in written if letter != "\u0640" and not unicodedata.combining(letter))
        bare = fold_word(word)
        # The article goes from both; what folding drops stands after it.
        if bare != word and len(written) > len(word) - len(bare):
            word, written = bare, written[len(word) - len(bare) :]
    written = unicodedata.normalize("NFC", written.lower().replace("\u00ad", ""))
    fits = MIN_LETTERS <= len(word) <= MAX_LETTERS and len(written) <= MAX_SHOWN
    return (word, written) if fits else None
