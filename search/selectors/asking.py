"""Asks the engines what a reader wishes to find."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hub.core.search import process_phases
from search.engine import wording
from search.engine.question import Answer, Narrowed, Question
from search.engine.wish import PER_PAGE, SearchWish
from search.enums import Facet
from search.selectors.engines import first_answer
from search.selectors.synonyms import synonyms

NOTHING = Answer((), 0)


@dataclass(frozen=True)
class Asked:
    """`answer.facets`: by value, PHASE by stage. `fell_back`: the engine that should have been asked was down."""

    answer: Answer
    question: Question
    engine: str
    fell_back: bool


def question_of(query: str) -> Question:
    return wording.question_of(query, synonyms())


def narrowed_of(wish: SearchWish, *, reader: str, now: datetime) -> Narrowed:
    """`reader`: the language of the page; with languages chosen, it no longer narrows."""
    stages = wish.values(Facet.PHASE)
    languages = wish.values(Facet.LANGUAGE)
    return Narrowed(
        reader="" if languages else reader,
        kinds=wish.values(Facet.KIND),
        processes=_processes_in(stages, now) if stages else None,
        themes=wish.values(Facet.THEME),
        districts=wish.values(Facet.DISTRICT),
        bodies=wish.values(Facet.BODY),
        languages=languages,
        years=_years(wish.values(Facet.YEAR)),
        # The first and the last year of all calendars narrow nothing, and have days without a moment in UTC.
        since=_midnight(wish.since) if wish.since and wish.since.year > date.min.year else None,
        until=_midnight(wish.until + timedelta(days=1)) if wish.until and wish.until.year < date.max.year else None,
    )


def ask(wish: SearchWish, *, reader: str, now: datetime, facets: Sequence[Facet] = ()) -> Asked:
    """The page of results that `wish.page` names, `PER_PAGE` each. What has no word in it finds nothing."""
    question = question_of(wish.query)
    if wish.query and question.is_empty:
        return Asked(NOTHING, question, "", False)
    narrowed = narrowed_of(wish, reader=reader, now=now)
    start = (wish.page - 1) * PER_PAGE
    answer, name, fell_back = first_answer(
        lambda engine: engine.ask(question, narrowed, sort=wish.sort, start=start, stop=start + PER_PAGE, facets=facets)
    )
    if Facet.PHASE in answer.facets:
        phases = _by_stage(answer.facets[Facet.PHASE], now)
        answer = replace(answer, facets={**answer.facets, Facet.PHASE: phases})
    return Asked(answer, question, name, fell_back)


def count(wish: SearchWish, *, reader: str, now: datetime, first_seen_after: datetime | None = None) -> int:
    """How many the wish finds, on all its pages; `first_seen_after`: only those that were not there before."""
    question = question_of(wish.query)
    if wish.query and question.is_empty:
        return 0
    narrowed = replace(narrowed_of(wish, reader=reader, now=now), first_seen_after=first_seen_after)
    return first_answer(lambda engine: engine.count(question, narrowed))[0]


def _stages(now: datetime) -> dict[str, str]:
    return {each.process: each.stage for _name, phases in process_phases for each in phases(now)}


def _processes_in(stages: Sequence[str], now: datetime) -> tuple[str, ...]:
    return tuple(sorted(process for process, stage in _stages(now).items() if stage in stages))


def _by_stage(by_process: Mapping[str, int], now: datetime) -> Mapping[str, int]:
    stages = _stages(now)
    counted: Counter[str] = Counter()
    for process, found in by_process.items():
        if process in stages:
            counted[stages[process]] += found
    return counted


def _years(values: Sequence[str]) -> tuple[int, ...]:
    """What is no year is one that nothing is of."""
    return tuple(int(value) if re.fullmatch("[0-9]{4}", value) else 0 for value in values)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
