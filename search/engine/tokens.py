"""Cuts a text into words and folds each; where they stand is kept, so that they can be marked in the original.

The same in every language, so that a question meets a text whatever either is written in: only stems differ. A folded
word has letters and digits and nothing else, which every engine keeps whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from hub.core.engine.folding import fold_letters

MAX_LETTERS = 40  # of a word; what is longer is no word
MAX_WORDS = 10_000  # of a text; PostgreSQL refuses vectors over a megabyte
_MARKS = "\u00ad\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200c\u200d"
_QUOTES = "'\u2019\u2018\u02bc\uff07`\u00b4\u2032"
_PIECE = rf"\w[\w{_MARKS}]*"
_TOKEN = re.compile(rf"\d+(?:[.\u066b]\d+)+(?!\w)|{_PIECE}(?:[{_QUOTES}]{_PIECE})*")
_QUOTE = re.compile(f"[{_QUOTES}]")
_INVISIBLE = dict.fromkeys((0xAD, 0x200C, 0x200D))
# In French these lose their vowel before another: "l'eau", "qu'il", "jusqu'à".
_ELIDED = frozenset(
    ("l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu")
)
_HAMZA, _KEPT = "\u0621", "\ue000"
_ARABIC_PARTICLES = re.compile("^(?:وال|بال|كال|فال|لل|ال)")


class Token(NamedTuple):
    """`text[start:end]` is the word, without what is elided before it ("eau" of "l'eau")."""

    start: int
    end: int
    folded: str


def tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(_cuttable(text)):
        after, before, folded = core(match.group())
        if folded:
            yield Token(match.start() + after, match.end() - before, folded)


def words(text: str) -> list[str]:
    """Folded, in the order of the text; not more than anybody reads."""
    found = []
    for raw in _TOKEN.findall(_cuttable(text)):
        folded = core(raw)[2]
        if folded:
            found.append(folded)
            if len(found) == MAX_WORDS:
                break
    return found


def spellings(text: str) -> list[str]:
    """Each word once as it is written, with what is elided before it; `core` tells what is the word in it."""
    return list(dict.fromkeys(_TOKEN.findall(_cuttable(text))))[:MAX_WORDS]


def _cuttable(text: str) -> str:
    """As long as the text was: an underscore is no part of a word."""
    return text.replace("_", " ")


@lru_cache(maxsize=1 << 16)
def core(raw: str) -> tuple[int, int, str]:
    """How many letters are left out before and after, and the word folded."""
    if raw[0].isdigit() and ("." in raw or "\u066b" in raw):
        return 0, 0, _digits(raw.replace(".", "x").replace("\u066b", "x"))[:MAX_LETTERS]
    pieces = _QUOTE.split(raw)
    after = before = 0
    while len(pieces) > 1 and fold_letters(pieces[0]) in _ELIDED:
        after += len(pieces.pop(0)) + 1
    if len(pieces) > 1 and pieces[-1] in ("s", "S"):
        before = len(pieces.pop()) + 1
    return after, before, _folded("".join(pieces))


def _folded(word: str) -> str:
    word = word.translate(_INVISIBLE)
    bare = _alnum(fold_letters(word))
    if _HAMZA in word and len(_ARABIC_PARTICLES.sub("", bare)) < 3:
        # Without its hamza "ماء", water, would be "ما", what.
        bare = _alnum(fold_letters(word.replace(_HAMZA, _KEPT)).replace(_KEPT, _HAMZA))
    return _digits(bare)[:MAX_LETTERS]


def _alnum(text: str) -> str:
    return text if text.isalnum() else "".join(letter for letter in text if letter.isalnum())


def _digits(text: str) -> str:
    """Arabic digits as the others: a year is asked for in either."""
    if text.isascii():
        return text
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)
