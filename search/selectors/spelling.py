""" "Did you mean": another spelling of what was asked, which does find something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from hub.core.engine.folding import MAX_QUERY
from search.engine.analysis import is_function_word
from search.engine.spelling import MAX_LETTERS, Known, alike, mistakes_allowed, one_mistake_away
from search.engine.stemming import stem
from search.engine.tokens import Token, tokens
from search.engine.wish import SearchWish
from search.models.vocabulary import SearchWord
from search.selectors.asking import count

MAX_WORDS = 3  # that are corrected in one question
MAX_TRIES = 3  # spellings of which the engine is asked
MAX_LOOKED_AT = 3_000  # known words that one is compared with


def did_you_mean(wish: SearchWish, *, reader: str, now: datetime) -> str:
    """The corrected question, as it is to be written; "" when there is none that finds anything.

    For a question that found nothing. The number of queries is bounded, whatever is asked.
    """
    query = wish.query.replace("\x00", " ")[:MAX_QUERY]
    asked = [each for each in tokens(query) if _can_be_mistyped(each.folded)]
    known = set(SearchWord.objects.filter(word__in={each.folded for each in asked}).values_list("word", flat=True))
    unknown = [each for each in asked if each.folded not in known][:MAX_WORDS]
    meant = {each.folded: candidates(each.folded, language=reader) for each in unknown}
    for turn in range(MAX_TRIES):
        corrected = _corrected(query, unknown, meant, turn)
        if corrected is None:
            break
        # Where it was looked for was chosen on purpose: the correction is looked for there as well.
        if count(replace(wish, query=corrected, page=1), reader=reader, now=now):
            return corrected
    return ""


def candidates(word: str, *, language: str) -> list[Known]:
    """Known words that somebody can have meant, the likeliest first; none for another form of a known word. At most
    two queries.
    """
    found = alike(word, _known(Q(word__in=set(one_mistake_away(word)))), language)
    if not found and mistakes_allowed(word) > 1:
        near = Q(length__range=(len(word) - 2, len(word) + 2), initial__in={word[0], word[1]})
        found = alike(word, _known(near), language)
    inflected = any(stem(one.word, one.language) == stem(word, one.language) for one in found)
    return [] if inflected else found


def _known(condition: Q) -> list[Known]:
    rows = SearchWord.objects.filter(condition).order_by("-entries", "word", "language")
    return [Known(*row) for row in rows.values_list("word", "shown", "language", "entries")[:MAX_LOOKED_AT]]


def _can_be_mistyped(word: str) -> bool:
    return 2 < len(word) <= MAX_LETTERS and not is_function_word(word) and not any(letter.isdigit() for letter in word)


def _corrected(query: str, unknown: Sequence[Token], meant: dict[str, list[Known]], turn: int) -> str | None:
    """With the next best spelling of each word; None when there is no other."""
    if not any(len(meant[each.folded]) > turn for each in unknown):
        return None
    pieces, end = [], 0
    for each in unknown:
        choices = meant[each.folded]
        pieces.append(query[end : each.start])
        pieces.append(choices[min(turn, len(choices) - 1)].shown if choices else query[each.start : each.end])
        end = each.end
    return "".join([*pieces, query[end:]])
