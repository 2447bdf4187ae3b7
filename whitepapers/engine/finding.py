"""Finds words in a text the way people type them: without accents, vowel marks, hamza or article.

`static/whitepapers/find.js` does the same in the browser; a journey in tests/e2e compares the two.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape

from hub.core.engine.folding import MAX_QUERY, fold_letters
from whitepapers.engine.text import BLOCK_TAGS

# Typeset and typed signs are one: “l’espace” is found by “l'espace”, a no-break hyphen by a hyphen.
_SIGNS = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"', "‐": "-", "–": "-"})
_ARTICLE = "(?:وال|بال|كال|فال|لل|ال)"
_LEADING_ARTICLE = re.compile(rf"^{_ARTICLE}(?=\w{{3,}})")
_TAG = re.compile(r"(<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>)")
_TAG_NAME = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
# Ends a paragraph or a cell: neither a letter nor a space, so no hit runs across it.
_BREAK = "\x00"

Span = tuple[int, int]


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    return fold_letters(letter).translate(_SIGNS)


def pattern_of(query: str) -> re.Pattern[str] | None:
    """What to look for in a folded text: the words in this order, with or without an Arabic article. None: nothing."""
    words = "".join(map(_folded, query.replace(_BREAK, " ")[:MAX_QUERY])).split()
    bare = [_LEADING_ARTICLE.sub("", word) for word in words]
    return re.compile(rf"\s+{_ARTICLE}?".join(map(re.escape, bare))) if bare else None


def spans(text: str, pattern: re.Pattern[str]) -> list[Span]:
    """Where the words stand in the text, from and to; hits do not overlap."""
    folded: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for one in _folded(letter):
            folded.append(one)
            places.append(place)
    return [(places[hit.start()], places[hit.end() - 1] + 1) for hit in pattern.finditer("".join(folded))]


def mark_text(text: str, pattern: re.Pattern[str]) -> tuple[str, int]:
    """Plain text as HTML with its hits in `<mark>`, and how many there are."""
    found = spans(text, pattern)
    return _marked(text, 0, found), len(found)


def mark_html(html: str, pattern: re.Pattern[str]) -> tuple[str, int]:
    """Clean HTML with its hits in `<mark>`. A hit may run across bold or a link; then each piece is marked."""
    tokens = _TAG.split(html)
    # Odd tokens are tags.
    words = [
        (_BREAK if _is_break(token) else "") if index % 2 else unescape(token) for index, token in enumerate(tokens)
    ]
    found = spans("".join(words), pattern)
    if not found:
        return html, 0
    pieces: list[str] = []
    place = 0
    for index, token in enumerate(tokens):
        pieces.append(token if index % 2 else _marked(words[index], place, found))
        place += len(words[index])
    return "".join(pieces), len(found)


def _is_break(tag: str) -> bool:
    name = _TAG_NAME.match(tag)
    return bool(name and name.group(1).lower() in BLOCK_TAGS)


def _marked(text: str, offset: int, found: list[Span]) -> str:
    """`text` stands at `offset` of the text in which the hits were found."""
    pieces: list[str] = []
    done = 0
    for start, end in found:
        first, last = max(0, start - offset), min(len(text), end - offset)
        if first >= last:
            continue
        pieces.append(f"{escape(text[done:first])}<mark>{escape(text[first:last])}</mark>")
        done = last
    pieces.append(escape(text[done:]))
    return "".join(pieces)
