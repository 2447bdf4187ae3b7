"""The words of texts and questions as every engine keeps and asks them: folded, cut, brought to their stems.

Change anything that gives another stem, and `ANALYSIS_VERSION` has to grow: entries of an older one are written anew.
"""

from __future__ import annotations

from functools import lru_cache

from hub.core.engine.folding import fold_word
from search.engine.function_words import FUNCTION_WORDS
from search.engine.stemming import is_arabic, stem
from search.engine.tokens import words

ANALYSIS_VERSION = 1
LANGUAGES = ("en", "fr", "ar")  # those that have stems here; words of others are folded only


def stems(text: str, language: str) -> list[str]:
    """All words of a text in its order, each as its stem; none is left out, so that phrases stay phrases."""
    return [stem(word, language) for word in words(text)]


def terms(text: str, language: str) -> str:
    """What stands in `title_terms` and `body_terms`."""
    return " ".join(stems(text, language))


def whole_words(text: str) -> str:
    """Folded but not stemmed, for suggestions. An Arabic word also without its article: people begin with either."""
    found = []
    for word in words(text):
        found.append(word)
        if is_arabic(word) and (bare := fold_word(word)) != word:
            found.append(bare)
    return " ".join(found)


def typed_words(text: str) -> list[str]:
    """What somebody is typing, as `whole_words` has it; the last may be the beginning of a word."""
    return words(text)


@lru_cache(maxsize=1 << 12)
def stems_of_word(word: str) -> tuple[str, ...]:
    """Of one folded word, by the rules of each language and unstemmed: a question does not say its language."""
    if is_arabic(word):
        return (stem(word, "ar"),)
    return tuple(dict.fromkeys([*(stem(word, language) for language in LANGUAGES), word]))


def phrases_of(folded: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Of words that stand one after the other, by the rules of each language."""
    return tuple(dict.fromkeys(tuple(stem(word, language) for word in folded) for language in LANGUAGES))


def is_function_word(word: str) -> bool:
    """Whether a question means the same without this folded word."""
    return word in FUNCTION_WORDS
