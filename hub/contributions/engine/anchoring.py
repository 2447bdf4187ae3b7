"""Where quoted words stand in a text: W3C TextQuote (exact, prefix, suffix) and TextPosition (start, end).

In the text that was quoted from, the position decides. In a later one the words must stand there letter for letter, and
what surrounds them must tell which of several places is meant; otherwise there is no answer, never a guess.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

CONTEXT = 32
LONGEST = 2000
MOST_SENTENCES = 150
# Words this long say by themselves which place is meant, if they stand in one place only.
SPEAKS_FOR_ITSELF = 40
_END = re.compile(r"[.!?؟…。;؛:]+[\"'»”’)\]]*(?=\s)|\n+")
_NOT_AN_END = re.compile(
    r"(?:\b(?:art|arts|no|nr|para|paras|sec|p|pp|cf|e\.g|i\.e|al|etc|mr|mrs|dr|st)|\b\w|\d)\.$", re.IGNORECASE
)


@dataclass(frozen=True)
class Selector:
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def select(text: str, start: int, end: int) -> Selector:
    """The words from `start` to before `end`, with what surrounds them."""
    if not 0 <= start < end <= len(text):
        raise ValueError("these positions are not in the text")
    return Selector(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start, end)


def locate(text: str, wanted: Selector) -> tuple[int, int] | None:
    """Start and end of the quoted words in `text`; None when they are gone or it is unclear which are meant."""
    if not wanted.exact:
        return None
    if text[wanted.start : wanted.end] == wanted.exact and _surroundings(text, wanted.start, wanted) == 2:
        return wanted.start, wanted.end
    places = _places(text, wanted.exact)
    if len(places) == 1 and len(wanted.exact) >= SPEAKS_FOR_ITSELF:
        return places[0], places[0] + len(wanted.exact)
    scored = [(_surroundings(text, place, wanted), place) for place in places]
    best = max((score for score, _ in scored), default=0)
    found = [place for score, place in scored if score == best]
    if best == 0 or len(found) != 1:
        return None
    return found[0], found[0] + len(wanted.exact)


def find_words(text: str, words: str, before: str = "") -> Selector | None:
    """Words as somebody marked them on a page, where white space may differ; `before` stood in front of them."""
    parts = words.split()
    if not parts:
        return None
    pattern = re.compile(r"\s+".join(re.escape(part) for part in parts))
    found = [(match.start(), match.end()) for match in pattern.finditer(text)]
    if not found:
        return None
    hint = _squeezed(before)

    def agreement(place: tuple[int, int]) -> int:
        ahead = _squeezed(text[max(0, place[0] - 4 * CONTEXT) : place[0]])
        return _common_end(ahead, hint)

    start, end = max(found, key=agreement)
    return select(text, start, end)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence or line; together they are the whole text but for the white space between."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if not match.group().startswith("\n") and _NOT_AN_END.search(text[start : match.end()].rstrip("\"'»”’)]")):
            continue
        _add(found, text, start, match.end())
        start = match.end()
    _add(found, text, start, len(text))
    return found[:MOST_SENTENCES]


def fingerprint(text: str) -> str:
    """Positions mean something in one text only."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        found.append((start, end))


def _places(text: str, words: str) -> list[int]:
    places, at = [], text.find(words)
    while at != -1:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _surroundings(text: str, place: int, wanted: Selector) -> int:
    """2: the same on both sides; 1: on one side that says something; 0: on neither."""
    end = place + len(wanted.exact)
    before = text[max(0, place - len(wanted.prefix)) : place] == wanted.prefix
    after = text[end : end + len(wanted.suffix)] == wanted.suffix
    if before and after:
        # At the very edge of a text an empty side matches anywhere, so the edge itself has to match.
        edges = (wanted.prefix or place == 0) and (wanted.suffix or end == len(text))
        return 2 if edges else 1
    return 1 if (before and len(wanted.prefix.strip()) > 7) or (after and len(wanted.suffix.strip()) > 7) else 0


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _common_end(one: str, other: str) -> int:
    count = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        count += 1
    return count
