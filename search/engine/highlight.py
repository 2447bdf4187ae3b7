"""Shows where the words of a question stand in a text, as it is written: plain parts, which templates escape."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.engine.question import Question
from search.engine.stemming import stem
from search.engine.tokens import Token, tokens

MAX_LOOKED_AT = 100_000  # letters of a text; the first match stands well before
_ENDS = ".!?…؟:;؛,،)»”\"'·–—-"
_JOINERS = "\u200d\ufe0f"


@dataclass(frozen=True)
class Part:
    text: str
    marked: bool


class _Match(NamedTuple):
    start: int
    end: int
    group: int  # which of the question's words


def marked(title: str, language: str, question: Question) -> list[Part]:
    """All of a title; its parts together are the title."""
    return _parts(title, 0, len(title), _matches(list(tokens(title)), language, question))


def passage(text: str, language: str, question: Question, *, width: int = 240) -> list[Part]:
    """About `width` letters where most of the question's words stand together; the beginning if none does.

    White space is a single space, and "…" stands where something was cut off; it never stands alone on a line.
    """
    text = on_one_line(text[:MAX_LOOKED_AT])
    found = list(tokens(text))
    matches = _matches(found, language, question)
    start, end = _window(text, found, matches, width)
    parts = _parts(text, start, end, matches)
    if start:
        parts.insert(0, Part("…\u00a0", False))
    if end < len(text):
        parts.append(Part("\u00a0…", False))
    return _joined(parts)


def on_one_line(text: str) -> str:
    """Lines that end without a mark, such as headings, do not run into each other."""
    joined = ""
    for line in text.splitlines():
        words = " ".join(line.split())
        if words and joined:
            # A small letter goes on with the sentence of the line before.
            joined += " " if joined[-1] in _ENDS or words[0].islower() else " · "
        joined += words
    return joined


def _matches(found: Sequence[Token], language: str, question: Question) -> list[_Match]:
    """In the order of the text, none over another."""
    if question.is_empty:
        return []
    by_first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, group in enumerate(question.groups):
        for term in group:
            by_first.setdefault(term.stems[0], []).append((term.stems, number))
    for terms in by_first.values():
        terms.sort(key=lambda one: -len(one[0]))  # the longest phrase
    stems = [stem(token.folded, language) for token in found]
    matches = []
    index = 0
    while index < len(found):
        step = 1
        for wanted, number in by_first.get(stems[index], ()):
            if tuple(stems[index : index + len(wanted)]) == wanted:
                step = len(wanted)
                matches.append(_Match(found[index].start, found[index + step - 1].end, number))
                break
        index += step
    return matches


def _window(text: str, found: Sequence[Token], matches: Sequence[_Match], width: int) -> tuple[int, int]:
    if len(text) <= width:
        return 0, len(text)
    start = 0
    if matches:
        first, last = _densest(matches, width * 3 // 4)
        # Some words before the first match: a sentence is understood from its beginning.
        start = max(0, matches[first].start - max(width // 5, (width - (last - matches[first].start)) // 3))
        if start:
            start = min(next((token.start for token in found if token.start >= start), start), matches[first].start)
        if matches[first].end - start > width:
            start = matches[first].start
    if start + width >= len(text):
        end = len(text)
    else:
        end = max((token.end for token in found if start < token.end <= start + width), default=start + width)
    return _whole(text, start), _whole(text, end)


def _densest(matches: Sequence[_Match], width: int) -> tuple[int, int]:
    """The index of the first match of the best window, and where its last one ends."""
    best, chosen = (0, 0), (0, matches[0].end)
    for first, match in enumerate(matches):
        inside = [one for one in matches[first : first + 40] if one.end - match.start <= width] or [match]
        worth = (len({one.group for one in inside}), len(inside))
        if worth > best:
            best, chosen = worth, (first, inside[-1].end)
    return chosen


def _whole(text: str, place: int) -> int:
    """Not between a letter and its marks, nor inside an emoji of several."""
    while 0 < place < len(text) and (
        unicodedata.category(text[place]).startswith("M") or text[place] in _JOINERS or text[place - 1] == "\u200d"
    ):
        place += 1
    return place


def _parts(text: str, start: int, end: int, matches: Sequence[_Match]) -> list[Part]:
    def pieces() -> Iterator[Part]:
        place = start
        for match in matches:
            if match.start < start or match.end > end:
                continue
            first, last = match.start, min(_whole(text, match.end), end)
            yield Part(text[place:first], False)
            yield Part(text[first:last], True)
            place = last
        yield Part(text[place:end], False)

    return _joined(pieces())


def _joined(parts: Iterator[Part] | Sequence[Part]) -> list[Part]:
    joined: list[Part] = []
    for part in parts:
        if not part.text:
            continue
        if joined and joined[-1].marked is part.marked is False:
            joined[-1] = Part(joined[-1].text + part.text, False)
        else:
            joined.append(part)
    return joined
