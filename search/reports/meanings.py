"""Questions that ask the same, and words that editors say mean the same, as the page tells of them."""

from __future__ import annotations

from collections.abc import Sequence

from search.engine.question import Question
from search.engine.stemming import stem
from search.engine.tokens import words
from search.models.vocabulary import SynonymSet

Stems = tuple[str, ...]


def asks_the_same(one: Question, other: Question) -> bool:
    """Word by word: the same up to endings, spellings and synonyms. Neither asks for more than the other."""
    return (
        not one.is_empty
        and len(one.groups) == len(other.groups)
        and all(set(first) & set(second) for first, second in zip(one.groups, other.groups, strict=True))
    )


def also_meant(query: str) -> Sequence[tuple[str, str]]:
    """Other words that were looked for as well, as editors wrote them, each with its language. One query."""
    asked = words(query)
    found: dict[tuple[str, str], None] = {}
    for row in SynonymSet.objects.order_by("pk"):
        typed = tuple(stem(word, row.language) for word in asked)
        lines = {line: stems_of(line, row.language) for line in row.words.splitlines() if line.strip()}
        if any(_holds(typed, stems) for stems in lines.values()):
            others = [" ".join(line.split()) for line, stems in lines.items() if not _holds(typed, stems)]
            found |= dict.fromkeys((line, row.language) for line in others)
    return list(found)


def stems_of(phrase: str, language: str) -> Stems:
    return tuple(stem(word, language) for word in words(phrase))


def _holds(typed: Stems, stems: Stems) -> bool:
    return bool(stems) and any(typed[at : at + len(stems)] == stems for at in range(len(typed) - len(stems) + 1))
