"""Which language is this text in? By its letters first, then by its most common small words."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Enough to tell what we offer apart; a wrong guess costs a `lang` attribute, not a contribution.
_SMALL_WORDS = {
    "en": (
        "the of and to is in that it for are be this with not have has will would should we they you your "
        "there from but or what can more our by on as an was"
    ),
    "fr": (
        "le la les des du et est une un dans que qui pour pas ne sur avec il elle nous vous ce cette ces au aux "
        "par plus mais ou sont être je j l d c n s qu en se son sa"
    ),
}
_WORD_SETS = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000


def guess_language(text: str, *, page_language: str, languages: Sequence[str]) -> str:
    """One of `languages`; the page's own language when the text does not say otherwise."""
    sample = text[:_SAMPLE]
    arabic, latin = len(_ARABIC.findall(sample)), len(_LATIN.findall(sample))
    if arabic > latin:
        return "ar" if "ar" in languages else page_language
    if not latin:
        return page_language
    words = [word.casefold() for word in _WORD.findall(sample)]
    hits = {code: sum(word in small for word in words) for code, small in _WORD_SETS.items() if code in languages}
    if not hits:
        return page_language
    best = max(hits, key=lambda code: (hits[code], code == page_language))
    if hits[best] >= 2 and hits[best] > hits.get(page_language, 0):
        return best
    return page_language if page_language != "ar" else best
