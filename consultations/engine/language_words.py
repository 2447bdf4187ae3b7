"""Words of a text as people wrote them, each with the stem that its inflections share.

English, French and Arabic are stemmed (Snowball); words of other languages are only folded. Arabic and accents are
folded as the search folds them, so "المكتبة" and "مكتبات", "éclairage" and "eclairages" are one. A broken plural
("حديقة", "حدائق") stays a word of its own: no rule leads from one to the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from hub.contributions.engine.redline import tokens
from hub.core.engine.folding import fold_letters, fold_word

_STEMMERS = {"en": "english", "fr": "french", "ar": "arabic"}
LEAST_LETTERS = 2
# Lists of stop words are made from everyday writing. These few of theirs are what a consultation may be about.
_MEANT = {
    "en": (
        "bill",
        "computer",
        "fire",
        "home",
        "homes",
        "information",
        "invention",
        "mill",
        "research",
        "room",
        "rooms",
    ),
    "fr": ("ouvert", "ouverte", "ouverts", "parole", "pièce", "valeur", "voie"),
}
# What the lists forget: wishes, which every contribution is, and apostrophes left out.
_ADDED = {
    "en": ("dont", "cant", "wont", "im", "ive", "id", "isnt", "doesnt"),
    "fr": (
        *("ca", "cas", "chose", "choses", "etc", "faire", "faudra", "faudrait", "faut"),
        *("demande", "demandons", "souhaite", "souhaitons", "veulent", "veut", "veux", "voulons"),
    ),
    "ar": ("أريد", "نريد", "أطلب", "نطلب", "أرجو", "نرجو", "يجب", "ينبغي"),
}
_IS_ARABIC = re.compile(r"[\u0621-\u064a]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
# "our library", "their libraries": the pronoun hides the feminine ending, and the stemmer sees neither.
_POSSESSED = re.compile(r"(?<=\w{3})ت(?:نا|هم|هن|ها|كم|ه|ك|ي)$")


@dataclass(frozen=True, slots=True)
class Word:
    written: str
    stem: str


def language_of(code: str) -> str:
    """ "fr-CA" is French."""
    return code.lower().replace("_", "-").split("-")[0]


def words_in(text: str, language: str) -> list[Word]:
    """Content words in order: no stop words, numbers or addresses, nothing shorter than two letters."""
    stem, ignored = stemmer(language_of(language)), stop_words(language_of(language))
    found: list[Word] = []
    for token, _ in tokens(_ADDRESS.sub(" ", text)):
        written = token.replace("’", "'")
        # An elided article ("l'") is a token of its own; so is a sign.
        if not written[:1].isalpha() or written.endswith("'"):
            continue
        folded = fold_letters(written)
        if len(folded) < LEAST_LETTERS or folded in ignored or fold_word(written) in ignored:
            continue
        found.append(Word(token, stem(written)))
    return found


@lru_cache(maxsize=32)
def stop_words(language: str) -> frozenset[str]:
    """Folded as words are; with a part before an apostrophe on its own ("don't" is also "don", "t")."""
    import stopwordsiso

    if not stopwordsiso.has_lang(language):
        return frozenset()
    listed = stopwordsiso.stopwords(language).union(_ADDED.get(language, ())).difference(_MEANT.get(language, ()))
    return frozenset(fold_letters(word) for word in listed)


@lru_cache(maxsize=32)
def stemmer(language: str) -> Callable[[str], str]:
    """From a word as written to its stem. Remembers: a vocabulary is small, its texts are not."""
    if language not in _STEMMERS:
        return lru_cache(maxsize=100_000)(fold_word)
    import snowballstemmer

    stem = snowballstemmer.stemmer(_STEMMERS[language]).stemWord

    def latin(word: str) -> str:
        # The rules of French look at accents, so they go last.
        return fold_letters(stem(word.casefold()))

    def arabic(word: str) -> str:
        return _arabic(fold_word(word), word, stem) if _IS_ARABIC.search(word) else fold_letters(word)

    return lru_cache(maxsize=100_000)(arabic if language == "ar" else latin)


def _arabic(folded: str, word: str, stem: Callable[[str], str]) -> str:
    """With the article in front the stemmer knows a noun: it takes no letter for the prefix of a verb."""
    noun = _POSSESSED.sub("ة", folded)
    if noun == folded and word.endswith("ة"):
        noun = folded[:-1] + "ة"  # folding made it ه, which would pass for a pronoun
    return fold_letters(stem("ال" + noun)).removeprefix("ال") if len(noun) > 2 else folded
