"""Titles that begin as somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from consultations.selectors.found_answers import ANSWER
from hub.contributions.engine.found import COMMENT, QUESTION
from hub.core.engine.folding import MAX_QUERY, MAX_TERMS
from search.engine.analysis import typed_words
from search.engine.question import Narrowed
from search.selectors.engines import first_answer
from search.selectors.told import told

MIN_LETTERS = 2  # a single letter begins a large part of all titles
_OF_ANOTHER = frozenset({COMMENT, QUESTION, ANSWER})  # kinds that are called after what they are about
_LOOKED_AT = 4  # times as many as asked for: several entries can have the same title and address


@dataclass(frozen=True)
class Suggestion:
    title: str
    url: str
    kind_label: str
    language: str


def suggest(text: str, *, reader: str, now: datetime, limit: int = 8) -> list[Suggestion]:
    """Each title with its address once; only what anybody may read now. What is said of something stands below it."""
    words = typed_words(text.replace("\x00", " ")[:MAX_QUERY])[:MAX_TERMS]
    if sum(map(len, words)) < MIN_LETTERS:
        return []
    narrowed = Narrowed(reader=reader)
    ids, _engine, _fell_back = first_answer(lambda engine: engine.suggest(words, narrowed, limit=limit * _LOOKED_AT))
    found: dict[tuple[str, str], Suggestion] = {}
    for each in sorted(told(ids, language=reader).found, key=lambda one: one.kind_name in _OF_ANOTHER):
        document = each.document
        language = document.title_language or document.language
        one = Suggestion(document.title, document.url, str(each.kind.label_one), language)
        # Two comments on one clause look the same here: one is enough.
        which = one.kind_label if each.kind_name in _OF_ANOTHER else document.url
        found.setdefault((document.title.casefold(), which), one)
    return list(found.values())[:limit]
