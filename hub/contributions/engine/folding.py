"""One spelling for letters that people type in several ways: "مياه" finds "المياه", "ecole" finds "École"."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": None})
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Words of the text, folded, one blank between them."""
    text = text.translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LETTERS)
    return " ".join(_fold_word(word) for word in _WORD.findall(plain))


def _fold_word(word: str) -> str:
    # The article, alone or after the short words that are written together with it (و ف ب ك).
    for article in ("وال", "فال", "بال", "كال", "ال"):
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word
