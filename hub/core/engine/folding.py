"""Brings words to the form they are searched in, the same for the text and for the question.

Arabic is written with and without vowel marks, hamza and article; French with and without accents. A reader who types
"مياه" means "المياه", one who types "ecole" means "école".
"""

from __future__ import annotations

import re
import unicodedata

_TATWEEL = "\u0640"
_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
        "ى": "ي", "ئ": "ي", "ی": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "ء": "",
        _TATWEEL: "",
        "œ": "oe", "æ": "ae", "ß": "ss",
    }
)  # fmt: skip
# A word with its vowel marks and accents, composed or not.
_WORD = re.compile(r"[\w\u0300-\u036f\u064b-\u065f\u0670]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
# Particles that are written together with the article; a word of three letters or more has to remain.
_ARTICLE = re.compile(r"^(?:وال|بال|كال|فال|لل|ال)(?=\w{3,})")
MAX_QUERY = 200
MAX_TERMS = 8


def fold_letters(text: str) -> str:
    """Lower case without accents, vowel marks and the variants of alef, ya and ta marbuta."""
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(letter))
    return bare.translate(_LETTERS)


def fold_word(word: str) -> str:
    folded = fold_letters(word)
    return _ARTICLE.sub("", folded) if _ARABIC.search(folded) else folded


def fold(text: str) -> str:
    """All words of a text, folded, with single spaces between them."""
    words = (fold_word(word) for word in _WORD.findall(text))
    return " ".join(" ".join(words).split())


def query_terms(query: str) -> list[str]:
    """The words asked for: folded, each once, not more than a person would type."""
    words = fold(query.replace("\x00", " ")[:MAX_QUERY]).split()
    return list(dict.fromkeys(words))[:MAX_TERMS]


def excerpt(text: str, terms: list[str], width: int = 200) -> str:
    """Part of a text around the first word that was asked for; the beginning when there is none."""
    start = 0
    for match in _WORD.finditer(text):
        if any(term in fold_word(match.group()) for term in terms):
            start = max(0, match.start() - width // 3)
            break
    if start:
        start = text.find(" ", start) + 1
    end = len(text) if len(text) - start <= width else text.rfind(" ", start, start + width)
    if end <= start:
        end = start + width
    piece = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{piece}{' …' if end < len(text) else ''}"
