"""What changed between two texts, word by word. Pure; docs/redline.md tells the rules.

Words are compared, white space follows them. Long texts are cut at words that stand once in both (linear), and only the
stretches between are compared word against word, so ten thousand words cost no more than their changes.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A text of as many words on each side that shares no telling word with the other is shown as one replacement.
MAX_TOKENS = 6000
_EXACT = 250_000  # words of one side × words of the other that are compared without shortcuts
_ROUGH = 4_000_000  # the same with difflib's shortcut, which passes over very frequent words


def _marks() -> str:
    """Marks that belong to the letter before them, as a character class: Arabic vowels, combining accents."""
    ranges: list[list[int]] = []
    for code in range(0x300, min(sys.maxunicode, 0xFFFF) + 1):
        if unicodedata.category(chr(code)).startswith("M"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)


# Inside a word stand marks, joiners and soft hyphens, an apostrophe before a letter (city’s), a point between digits
# (4.2). French elision is a word of its own: from “l’arrondissement” to “l’autorité” one word changes.
_ELISION = r"(?i:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu)[’'](?=[^\W_])"
_WORD = rf"[^\W_](?:[^\W_]|[{_marks()}\u00ad\u200c\u200d\u2060]|[’'](?=[^\W_])|(?<=\d)[.,٫٬](?=\d))*"
_TOKEN = re.compile(rf"({_ELISION}|{_WORD}|\S|)(\s*)")

Span = tuple[int, int, int, int]


@dataclass(frozen=True)
class Change:
    kind: Literal["same", "deleted", "inserted"]
    text: str


@dataclass(frozen=True)
class Redline:
    """Joining "same" and "deleted" gives the old text back, "same" and "inserted" the new one."""

    changes: tuple[Change, ...]
    is_coarse: bool = False  # somewhere a long stretch stands as replaced, because nothing in it could be matched

    def mirrored(self) -> Redline:
        """The way back: what was inserted is deleted."""
        flipped: list[Change] = []
        for change in self.changes:
            if change.kind == "same":
                flipped.append(change)
            elif change.kind == "deleted":
                flipped.append(Change("inserted", change.text))
            elif flipped and flipped[-1].kind == "inserted":
                flipped.insert(-1, Change("deleted", change.text))
            else:
                flipped.append(Change("deleted", change.text))
        return Redline(tuple(flipped), self.is_coarse)


def redline(old: str, new: str) -> list[Change]:
    return list(compare_words(old, new).changes)


def tokens(text: str) -> list[tuple[str, str]]:
    """Words and punctuation, each with the white space after it."""
    return [(word, space) for word, space in _TOKEN.findall(text) if word or space]


def compare_words(old: str, new: str) -> Redline:
    if old == new:
        return Redline((Change("same", old),) if old else ())
    before, after = tokens(old), tokens(new)
    a, b = [word for word, _ in before], [word for word, _ in after]
    pieces: list[Change] = []
    coarse: list[bool] = []
    i = j = 0
    for i1, j1, size in [*_slid(_runs(_matches(a, b, coarse)), before, after), (len(a), len(b), 0)]:
        pieces.append(Change("deleted", _joined(before[i:i1])))
        pieces.append(Change("inserted", _joined(after[j:j1])))
        for (word, was), (_, now) in zip(before[i1 : i1 + size], after[j1 : j1 + size], strict=True):
            pieces.append(Change("same", word + was if was == now else word))
            if was != now:
                pieces += [Change("deleted", was), Change("inserted", now)]
        i, j = i1 + size, j1 + size
    return Redline(tuple(_readable(pieces)), any(coarse))


def _joined(part: Sequence[tuple[str, str]]) -> str:
    return "".join(word + space for word, space in part)


# --- matching ---------------------------------------------------------------------------------------------------------


def _matches(a: Sequence[str], b: Sequence[str], coarse: list[bool]) -> list[tuple[int, int, int]]:
    """Equal runs in order, as (place in a, place in b, length)."""
    found: list[tuple[int, int, int]] = []
    waiting: list[Span] = [(0, len(a), 0, len(b))]
    while waiting:
        i1, i2, j1, j2 = waiting.pop()
        head = 0
        while i1 + head < i2 and j1 + head < j2 and a[i1 + head] == b[j1 + head]:
            head += 1
        tail = 0
        while i1 + head < i2 - tail and j1 + head < j2 - tail and a[i2 - tail - 1] == b[j2 - tail - 1]:
            tail += 1
        if head:
            found.append((i1, j1, head))
        if tail:
            found.append((i2 - tail, j2 - tail, tail))
        inner = (i1 + head, i2 - tail, j1 + head, j2 - tail)
        if inner[0] < inner[1] and inner[2] < inner[3]:
            waiting += _cut(a, b, inner, found, coarse)
    return sorted(found)


def _cut(
    a: Sequence[str], b: Sequence[str], span: Span, found: list[tuple[int, int, int]], coarse: list[bool]
) -> Iterator[Span]:
    """Compares a short stretch; cuts a long one at its anchors and gives the pieces back."""
    i1, i2, j1, j2 = span
    product = (i2 - i1) * (j2 - j1)
    anchors = _anchors(a, b, span) if product > _EXACT else []
    if not anchors:
        if product > _ROUGH:
            coarse.append(True)
            return
        matcher = SequenceMatcher(a=a[i1:i2], b=b[j1:j2], autojunk=product > _EXACT)
        found += [(i1 + m.a, j1 + m.b, m.size) for m in matcher.get_matching_blocks() if m.size]
        return
    start_i, start_j = i1, j1
    for i, j in anchors:
        found.append((i, j, 1))
        if start_i < i and start_j < j:
            yield start_i, i, start_j, j
        start_i, start_j = i + 1, j + 1
    if start_i < i2 and start_j < j2:
        yield start_i, i2, start_j, j2


def _runs(matches: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Neighbouring matches as one."""
    runs: list[tuple[int, int, int]] = []
    for i, j, size in matches:
        if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == j:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + size)
        else:
            runs.append((i, j, size))
    return runs


def _slid(
    runs: list[tuple[int, int, int]], before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]
) -> list[tuple[int, int, int]]:
    """What came or went alone can often be marked a few words earlier or later with the same right.

    A new sentence “Two.” after “One.” is “ Two.” and not “. Two”: marks begin where a paragraph or a sentence does.
    """
    for index in range(len(runs) - 1):
        (i1, j1, left), (i2, j2, right) = runs[index], runs[index + 1]
        if i1 + left != i2 and j1 + left != j2:
            continue
        side, start, end = (after, j1 + left, j2) if i1 + left == i2 else (before, i1 + left, i2)
        most = right - 1 if index + 2 < len(runs) else right
        down = 0
        while down < left - 1 and side[start - down - 1][0] == side[end - down - 1][0]:
            down += 1
        up = 0
        while up < most and side[start + up][0] == side[end + up][0]:
            up += 1
        shift = max(range(-down, up + 1), key=lambda step: (_boundary(side, start + step), -abs(step)))
        runs[index] = (i1, j1, left + shift)
        runs[index + 1] = (i2 + shift, j2 + shift, right - shift)
    return [run for run in runs if run[2]]


def _boundary(side: Sequence[tuple[str, str]], place: int) -> int:
    """How well a mark begins here: at a paragraph, a sentence, after a comma, between words."""
    if place == 0:
        return 3
    word, space = side[place - 1]
    if "\n" in space:
        return 3
    return 2 if word in ".!?؟;؛:" else 1 if word in ",،)" else 0


def _anchors(a: Sequence[str], b: Sequence[str], span: Span) -> list[tuple[int, int]]:
    """Words that stand once on each side, those of them that kept their order (the longest such run)."""
    i1, i2, j1, j2 = span
    once_a = {word for word, count in Counter(a[i1:i2]).items() if count == 1 and word[:1].isalnum()}
    once_b = {word for word, count in Counter(b[j1:j2]).items() if count == 1 and word in once_a}
    place = {b[j]: j for j in range(j1, j2) if b[j] in once_b}
    pairs = [(i, place[a[i]]) for i in range(i1, i2) if a[i] in place]
    return [pairs[index] for index in longest_run([j for _, j in pairs])]


def longest_run(places: Sequence[int]) -> list[int]:
    """Indexes of a longest increasing subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(tails, place)
        previous.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [index]
    run: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(index)
        index = previous[index]
    return run[::-1]


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass
class _Stretch:
    """Something that stayed, or a deletion with the insertion in its place."""

    same: str = ""
    deleted: str = ""
    inserted: str = ""

    @property
    def words(self) -> int:
        return max(_word_count(self.deleted), _word_count(self.inserted))


def _word_count(text: str) -> int:
    return sum(1 for word, _ in tokens(text) if word[:1].isalnum())


def _readable(pieces: Sequence[Change]) -> list[Change]:
    """Joins neighbours, and takes a word or two that happened to stay between larger changes into them."""
    stretches: list[_Stretch] = []
    for piece in pieces:
        if not piece.text:
            continue
        last = stretches[-1] if stretches else None
        if piece.kind == "same":
            if last and last.same:
                last.same += piece.text
            else:
                stretches.append(_Stretch(same=piece.text))
            continue
        if last is None or last.same:
            stretches.append(last := _Stretch())
        if piece.kind == "deleted":
            last.deleted += piece.text
        else:
            last.inserted += piece.text
    return _written(_folded(stretches))


def _folded(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    result: list[_Stretch] = []
    for index, one in enumerate(stretches):
        island = len(result) > 1 and not one.same and result[-1].same
        if island and _is_noise(result[-1].same, result[-2], one):
            between = result.pop().same
            result[-1].deleted += between + one.deleted
            result[-1].inserted += between + one.inserted
        else:
            result.append(stretches[index])
    return result


def _is_noise(between: str, before: _Stretch, after: _Stretch) -> bool:
    """A paragraph's end always counts; a word only when what changed around it is no larger."""
    if "\n" in between or not (before.words and after.words):
        return False
    return 2 * _word_count(between) <= min(before.words, after.words)


def _written(stretches: Sequence[_Stretch]) -> list[Change]:
    """White space that ends both a deletion and its insertion stayed."""
    changes: list[Change] = []
    carried = ""
    for one in stretches:
        if one.same:
            changes.append(Change("same", carried + one.same))
            carried = ""
            continue
        if carried:
            changes.append(Change("same", carried))
            carried = ""
        deleted, inserted = one.deleted, one.inserted
        while deleted and inserted and deleted[-1] == inserted[-1] and deleted[-1].isspace():
            carried = deleted[-1] + carried
            deleted, inserted = deleted[:-1], inserted[:-1]
        changes += [Change(kind, text) for kind, text in (("deleted", deleted), ("inserted", inserted)) if text]  # type: ignore[arg-type]
    if carried:
        changes.append(Change("same", carried))
    return changes
