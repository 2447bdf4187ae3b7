"""What to try when little or nothing was found: never a dead end, and nothing that would find nothing either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from hub.core.templatetags.hub_tags import language_name
from search.engine.addresses import relative
from search.engine.wish import SearchWish
from search.enums import Facet
from search.reports.facets import Choice
from search.reports.meanings import also_meant
from search.selectors.asking import count
from search.selectors.spelling import did_you_mean


@dataclass(frozen=True)
class Help:
    """`corrected`: the same question with words that do occur. `without_filters`: None where there are none."""

    corrected: Choice | None = None
    without_filters: Choice | None = None
    languages: Sequence[Choice] = ()
    synonyms: Sequence[tuple[str, str]] = ()


def help_with(wish: SearchWish, *, reader: str, now: datetime) -> Help:
    """For a question that found nothing; a few counts, each a query of the engine."""
    if not wish.query:
        return Help()
    bare = SearchWish(query=wish.query)
    meant = did_you_mean(wish, reader=reader, now=now)
    unfiltered = None
    if wish.is_narrowed:
        found = count(bare, reader=reader, now=now)
        unfiltered = Choice("", "", relative(bare), found) if found else None
    return Help(
        corrected=Choice(meant, meant, relative(replace(wish, query=meant, page=1))) if meant else None,
        without_filters=unfiltered,
        languages=_elsewhere(bare, reader=reader, now=now),
        synonyms=also_meant(wish.query),
    )


def _elsewhere(bare: SearchWish, *, reader: str, now: datetime) -> list[Choice]:
    """The same words in texts of other languages, which the reader does not get unasked."""
    found = []
    for code, _name in settings.LANGUAGES:
        if code == reader:
            continue
        wish = replace(bare, chosen={Facet.LANGUAGE: (code,)})
        if figure := count(wish, reader=reader, now=now):
            found.append(Choice(code, language_name(code), relative(wish), figure))
    return found
