"""Finds the terms of a glossary in the HTML of a clause and marks the first use of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

_TAG = re.compile(r'(<(?:[^">]|"[^"]*")*>)')
_TAG_NAME = re.compile(r"^<(/?)([a-z0-9]+)")
# A link within a link is none, and a mark would hide a reference.
_UNMARKED = frozenset({"a", "sup", "sub", "caption", "th"})
# One-letter words and the article are written in one with an Arabic noun: "والترخيص", "للترخيص".
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_BEFORE = "(?:[وف]?(?:[بك]?ال|لل|[بكل])?)"


@dataclass(frozen=True)
class Term:
    """A word and what it means in this document."""

    block_id: str
    anchor: str  # id of its entry in the glossary
    term: str
    forms: tuple[str, ...]  # other forms it is found by, such as the plural
    definition: str

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.term, *self.forms)


def marked_terms(html: str, terms: Sequence[Term], *, glossary_url: str = "") -> str:
    """The same HTML with a link to the glossary at the first use of each term. `html` is clean (engine/text.py).

    On the page that shows the glossary itself (no `glossary_url`) a screen reader says the definition with the word.
    """
    if not terms or not html:
        return html
    pattern = _pattern(tuple(spelling for term in terms for spelling in term.spellings))
    by_spelling = {" ".join(spelling.split()).casefold(): term for term in terms for spelling in term.spellings}
    left = {term.block_id for term in terms}
    pieces: list[str] = []
    closed_by: list[str] = []

    def link(found: re.Match[str]) -> str:
        term = by_spelling.get(_unescaped(found.group("word")).casefold())
        if term is None or term.block_id not in left:
            return found.group()
        left.discard(term.block_id)
        said = "" if glossary_url else f' aria-describedby="{escape(term.anchor)}-text"'
        return f'<a class="term" href="{escape(glossary_url)}#{escape(term.anchor)}"{said}>{found.group()}</a>'

    for piece in _TAG.split(html):
        tag = _TAG_NAME.match(piece)
        if tag:
            if tag.group(2) in _UNMARKED:
                closed_by = closed_by[:-1] if tag.group(1) else [*closed_by, tag.group(2)]
            pieces.append(piece)
        else:
            pieces.append(piece if closed_by else pattern.sub(link, piece))
    return "".join(pieces)


@lru_cache(maxsize=64)
def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words, the longest first: "market stall" before "market"."""
    words = "|".join(_spelled(spelling) for spelling in sorted(set(spellings), key=len, reverse=True))
    before = _ARABIC_BEFORE if any(_ARABIC.search(spelling) for spelling in spellings) else ""
    return re.compile(rf"(?<!\w){before}(?P<word>{words})(?!\w)", re.IGNORECASE)


def _spelled(spelling: str) -> str:
    """As it stands in HTML, with any white space between its words."""
    words = r"\s+".join(re.escape(escape(word, quote=False)) for word in spelling.split())
    # Letters that stand for words are not the word that they spell: IT is not it.
    return f"(?-i:{words})" if spelling.isupper() else words


def _unescaped(word: str) -> str:
    return " ".join(word.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())
