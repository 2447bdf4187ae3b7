"""From what somebody typed to a `Question`: words, "phrases in quotation marks" and what editors say means the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hub.core.engine.folding import MAX_QUERY, MAX_TERMS
from search.engine.analysis import is_function_word, phrases_of, stems_of_word
from search.engine.question import Question, Term
from search.engine.stemming import stem
from search.engine.tokens import words

MAX_SYNONYMS = 20  # of one word
_QUOTED = re.compile('["“„]([^"“”„]+)["”“]|«([^«»]+)»')


@dataclass(frozen=True)
class Synonyms:
    """`meant`: by language, the stems of a word or phrase -> all that mean the same. `longest`: words of a phrase."""

    meant: Mapping[str, Mapping[tuple[str, ...], Sequence[Term]]] = field(default_factory=dict)
    longest: int = 0

    def of(self, folded: tuple[str, ...]) -> list[Term]:
        """What else is meant by these words, whatever language they are in."""
        found: dict[Term, None] = {}
        for language, meant in self.meant.items():
            found |= dict.fromkeys(meant.get(tuple(stem(word, language) for word in folded), ()))
        return list(found)


NONE = Synonyms()


def synonyms_of(sets: Iterable[tuple[str, Sequence[str]]]) -> Synonyms:
    """From (language, words that mean the same)."""
    meant: dict[str, dict[tuple[str, ...], list[Term]]] = {}
    longest = 0
    for language, same in sets:
        folded = [each for each in (tuple(words(one)) for one in same) if each]
        keys = list(dict.fromkeys(tuple(stem(word, language) for word in each) for each in folded))
        longest = max([longest, *map(len, keys)])
        of_language = meant.setdefault(language, {})
        for key in keys:
            others = of_language.setdefault(key, [])
            others += [Term(other) for other in keys if other != key and Term(other) not in others]
    return Synonyms(meant, longest)


def question_of(query: str, synonyms: Synonyms = NONE) -> Question:
    """At most `MAX_TERMS` words and phrases; without those that nobody has to write, unless there are no others."""
    units = list(_units(query.replace("\x00", " ")[:MAX_QUERY]))
    also = _meant(units, synonyms)
    required = [
        index for index, unit in enumerate(units) if also[index] or len(unit) > 1 or not is_function_word(unit[0])
    ]
    groups: dict[tuple[Term, ...], None] = {}
    for index in required or range(len(units)):
        terms = dict.fromkeys([*_terms(units[index]), *also[index][:MAX_SYNONYMS]])
        groups[tuple(terms)] = None
    return Question(tuple(groups)[:MAX_TERMS])


def _units(query: str) -> Iterator[tuple[str, ...]]:
    """The folded words of each phrase and of each word; "C-2026-000123" is a phrase although nobody quoted it."""
    end = 0
    for quoted in _QUOTED.finditer(query):
        yield from _unquoted(query[end : quoted.start()])
        phrase = tuple(words(quoted.group()))
        if phrase:
            yield phrase
        end = quoted.end()
    yield from _unquoted(query[end:])


def _unquoted(text: str) -> Iterator[tuple[str, ...]]:
    for piece in text.split():
        unit = tuple(words(piece))
        if unit:
            yield unit


def _meant(units: Sequence[tuple[str, ...]], synonyms: Synonyms) -> list[list[Term]]:
    """The synonyms of each unit. Those of a phrase, longest first, stand for each of its words: either all, or they."""
    found: list[list[Term]] = [[] for _unit in units]
    index = 0
    while index < len(units):
        step = 1
        for count in range(min(synonyms.longest, len(units) - index), 0, -1):
            also = synonyms.of(tuple(word for unit in units[index : index + count] for word in unit))
            if also:
                found[index : index + count] = [also] * count
                step = count
                break
        index += step
    return found


def _terms(unit: tuple[str, ...]) -> list[Term]:
    if len(unit) == 1:
        return [Term((each,)) for each in stems_of_word(unit[0])]
    return [Term(phrase) for phrase in phrases_of(unit)]
