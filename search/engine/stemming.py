"""Brings a folded word to the stem that its inflected forms share.

Accents are folded before a word is stemmed: readers leave them out, and a stem must not depend on it. What Snowball's
rules then miss, because they look for an accent, is mended here. Arabic has rules of its own: Snowball's give «مياه»
and «المياه» two stems.
"""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock

import snowballstemmer

from search.engine.broken_plurals import WORDS
from search.engine.tokens import words

_ARABIC = re.compile(r"[\u0621-\u064a]")
_lock = Lock()  # a stemmer keeps the word that it works on
_english = snowballstemmer.stemmer("english")
_french = snowballstemmer.stemmer("french")
_IRREGULAR_ENGLISH = {"children": "child", "women": "woman", "men": "man", "feet": "foot", "buses": "bus"}
_IRREGULAR_FRENCH = {
    "travaux": "travail", "baux": "bail", "vitraux": "vitrail", "yeux": "oeil", "lieux": "lieu", "cieux": "ciel",
}  # fmt: skip


def is_arabic(word: str) -> bool:
    return bool(_ARABIC.search(word))


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """Of a folded word. Latin letters in an Arabic text are taken for English; numbers stay as they are."""
    if any(letter.isdigit() for letter in word):
        return word
    if is_arabic(word):
        return _arabic(word)
    if language == "fr":
        return _of_french(word)
    if language in ("en", "ar"):
        return _of_english(word)
    return word


def _of_english(word: str) -> str:
    word = _IRREGULAR_ENGLISH.get(word, word)
    with _lock:
        return str(_english.stemWord(word)) or word


def _of_french(word: str) -> str:
    word = _IRREGULAR_FRENCH.get(word, word)
    if len(word) > 3 and word[-1] == "s" and word[-2] in "aiou":
        word = word[:-1]  # "lois", "élus", "vélos": Snowball leaves these to words such as "pas"
    with _lock:
        found = str(_french.stemWord(word)) or word
    if found.endswith("iqu"):
        found = f"{found[:-2]}c"  # "publique" as "public"
    if len(found) > 3 and found.endswith("ux"):
        found = found[:-1]  # "jeux", "heureux"
    return (found.rstrip("e") or found) if len(found) > 3 else found  # "nommée" as "nommé"


# --- Arabic -----------------------------------------------------------------------------------------------------------
_ARTICLES = ("وبال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")  # with particles; longest first
# Begin with these letters by themselves.
_OWN_AL = ("التزام", "التحاق", "التماس", "التقا", "الكترون", "الغا", "الزام", "الحاق", "الهام", "الياف")
_OWN_WAW = (
    "وزار", "وزير", "وزرا", "وثيق", "وثايق", "وسيل", "وسايل", "وسط", "وساط", "وضع", "وضوح", "وقت", "وقوف",
    "وقوع", "وقود", "وقاي", "وقف", "وطن", "وحد", "وحيد", "وظيف", "وظايف", "وصول", "وصف", "وصل", "وصي", "وصاي",
    "ولاي", "ولاد", "والد", "والي", "واجب", "واجه", "واحد", "واقع", "واسع", "واضح", "وادي", "وديان", "وارد",
    "وكال", "وكيل", "ورق", "ورش", "وراث", "وريد", "ورد", "وفد", "وفا", "وفر", "وعي", "وعد", "وجب", "وجود",
    "وجه", "وزن", "وشيك", "وهم", "ويب",
)  # fmt: skip
_THEIRS = ("هما", "كما", "ها", "هم", "هن", "نا", "كم", "كن")
_MANY = (("تان", 3), ("تين", 3), ("ات", 3), ("ون", 4), ("ين", 4), ("ان", 4))


def _forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in WORDS.strip().splitlines():
        singular, *others = words(line.replace(":", " "))
        forms |= dict.fromkeys((singular, *others), singular)
    return forms


_FORMS = _forms()


def _arabic(word: str) -> str:
    if word in _FORMS:
        return _FORMS[word]
    base = _without_particles(word)
    return _FORMS.get(base) or _without_ending(base)


def _without_particles(word: str) -> str:
    if word.startswith(_OWN_AL):
        return word
    if word[0] in "وفبكل" and word[1:].startswith(_OWN_AL):
        return word[1:]
    for article in _ARTICLES:
        if word.startswith(article):
            rest = word[len(article) :]
            if article.endswith("لل") and f"ل{rest}" in _FORMS:
                return f"ل{rest}"  # "للجنة" is "ل" with "اللجنة"
            if len(rest) > 2 or rest in _FORMS:
                return rest
    rest = word[1:]
    if word[0] == "و" and len(rest) > 2 and not word.startswith(_OWN_WAW):
        return word[2:] if rest[0] in "بلك" and len(rest) > 3 and rest[1:] in _FORMS else rest
    # Too many words begin with these letters: only before one that is known.
    return rest if word[0] in "فبكل" and len(rest) > 2 and rest in _FORMS else word


def _without_ending(word: str) -> str:
    for ending in _THEIRS:
        rest = word[: -len(ending)]
        if word.endswith(ending) and (len(rest) > 3 or (ending == "ها" and len(rest) > 2) or rest in _FORMS):
            # "ة" is written "ت" before them.
            if rest[-1] == "ت" and f"{rest[:-1]}ه" in _FORMS:
                return f"{rest[:-1]}ه"
            if rest in _FORMS:
                return _FORMS[rest]
            if rest[-1] == "ت" and rest[-2] != "ا" and len(rest) > 3:
                return rest[:-1]
            word = rest
            break
    for ending, least in _MANY:
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= least:
            if rest in _FORMS:
                return _FORMS[rest]
            if ending != "ات" and f"{rest}ه" in _FORMS:
                return f"{rest}ه"
            word = rest
            break
    for ending in ("يه", "ه", "ي"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) > 2:
            return _FORMS.get(rest, rest) if len(rest) > 3 else rest
    return word
