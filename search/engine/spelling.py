"""How alike two words are, and which known words somebody who mistyped one can have meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_LETTERS = 20  # a longer word is not corrected
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


@dataclass(frozen=True)
class Known:
    """`word`: folded. `entries`: in how many it occurs."""

    word: str
    shown: str
    language: str
    entries: int


def mistakes_allowed(word: str) -> int:
    return 2 if len(word) > 5 else 1


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, leave out, put in or swap with their neighbour; `most + 1` when there are more."""
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most and min(last) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)


def one_mistake_away(word: str) -> Iterator[str]:
    """All that differ by one letter: they are looked up by name, so that no list of words has to be read."""
    alphabet = _LATIN if word.isascii() else _ARABIC
    for place in range(len(word) + 1):
        start, end = word[:place], word[place:]
        if end:
            yield start + end[1:]
        if len(end) > 1:
            yield start + end[1] + end[0] + end[2:]
        for letter in alphabet:
            yield start + letter + end
            if end:
                yield start + letter + end[1:]


def alike(word: str, known: Iterable[Known], language: str) -> list[Known]:
    """The closest first, then the reader's language, then what occurs most; each word once."""
    most = mistakes_allowed(word)
    ranked = []
    for each in known:
        apart = distance(word, each.word, most)
        if 0 < apart <= most:
            ranked.append((apart, each.language != language, -each.entries, each.word, each))
    ranked.sort(key=lambda one: one[:4])
    best: dict[str, Known] = {}
    for *_key, each in ranked:
        best.setdefault(each.word, each)
    return list(best.values())
