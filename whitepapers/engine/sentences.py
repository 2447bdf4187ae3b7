"""Sentences, capitals and abbreviations in plain text of three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from whitepapers.engine.text import word_count

# Beyond this a sentence is hard to follow; French and Arabic chain what English separates.
LONGEST_SENTENCE = {"en": 35, "fr": 40, "ar": 45}
_END = re.compile(r"[.!?…؟۔]+[»”’\")\]]*\s+")
# What stands before a full stop that ends no sentence: figures, single letters, usual abbreviations.
_NO_END = re.compile(
    r"(?:^|[\s(«“\"'’])(?:\d+|\w|art|arts|al|no|nos|n°|p|pp|par|para|paras|sec|secs|cf|vs|etc|e\.g|i\.e|c\.-à-d"
    r"|mr|mrs|ms|dr|m|mm|mme|st|ste|vol|ch|ed|éd|reg|regs|subs|sch|approx|env|max|min|ص|د|أ|م|ج)$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]+")
_ABBREVIATION = re.compile(r"(?<![\w.-])([A-ZÀ-Þ]{2,6})s?(?![\w-])")
_ROMAN = re.compile(r"^[IVXLCDM]+$")


def sentence_ends(line: str) -> Iterator[int]:
    """Where the next sentence of the line begins."""
    start = 0
    for end in _END.finditer(line):
        if _NO_END.search(line[start : end.start()]):
            continue
        yield end.end()
        start = end.end()


def sentences(text: str) -> Iterator[str]:
    """Lines are sentences of their own: paragraphs, items of a list, cells of a table."""
    for line in text.split("\n"):
        edges = [0, *sentence_ends(line), len(line)]
        for start, end in pairwise(edges):
            if line[start:end].strip():
                yield line[start:end].strip()


def long_sentences(text: str, language: str) -> list[tuple[str, int]]:
    """Sentences that are hard to follow, with their words."""
    limit = LONGEST_SENTENCE.get(language, 35)
    counted = ((sentence, word_count(sentence)) for sentence in sentences(text))
    return [(sentence, count) for sentence, count in counted if count > limit]


def is_shouted(text: str) -> bool:
    """All in capitals, where the script has capitals: slow to read, and screen readers may spell it out."""
    letters = "".join(_LETTERS.findall(text))
    return len(letters) > 12 and letters.isupper() and letters.lower() != letters


def has_shouting(text: str) -> bool:
    """A line in capitals, or three and more words on end."""
    for line in text.split("\n"):
        if is_shouted(line):
            return True
        words = [(is_capital, len(list(run))) for is_capital, run in groupby(_WORDS.findall(line), key=_is_capital)]
        if any(is_capital and count >= 3 for is_capital, count in words):
            return True
    return False


def _is_capital(word: str) -> bool:
    return len(word) > 2 and word.isupper() and word.lower() != word


def undefined_abbreviations(texts: list[str], known: frozenset[str]) -> dict[str, int]:
    """Abbreviation → position of the first text that uses it, when nothing in the document says what it stands for.

    It is explained where it stands in brackets after its words, or has words in brackets after it.
    """
    whole = "\n".join(texts)
    found: dict[str, int] = {}
    for position, text in enumerate(texts):
        for line in text.split("\n"):
            if is_shouted(line):
                continue
            for match in _ABBREVIATION.finditer(line):
                word = match.group(1)
                if word not in found and word not in known and not _ROMAN.match(word) and not _explained(word, whole):
                    found[word] = position
    return found


def _explained(word: str, whole: str) -> bool:
    return re.search(rf"[(«“\"]\s*{word}s?\s*[)»”\"]|\b{word}s?\s*\(", whole) is not None
