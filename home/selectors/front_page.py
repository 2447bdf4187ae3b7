"""What the front page shows, gathered in a fixed number of queries. It is the same for everybody who reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from consultations.phases import CLOSING_SOON
from consultations.selectors import ConsultationCard, closing_soon, decided_lately, open_now
from consultations.selectors.lists import filter_counts
from consultations.selectors.talk import comments_to_read as about_texts
from home.selectors.headings import HeadingLine, all_headings
from home.selectors.hot_topics import HotLine, hot_now
from hub.core.models.topic import TopicKind
from hub.promises.reports.lately import Lately, lately
from participatory_budget.reports import open_now as budgets
from participatory_budget.reports.open_now import DecidedBudget, OpenBudget, open_budgets
from participatory_budget.selectors.talk import comments_to_read as about_money

LATELY = 3
TOPICS = 12
DISTRICTS = 12


@dataclass(frozen=True)
class Line:
    """A consultation or a budget: one of both, so that they stand in one list."""

    at: datetime
    consultation: ConsultationCard | None = None
    budget: OpenBudget | None = None
    results: DecidedBudget | None = None


@dataclass(frozen=True)
class FrontPage:
    open: Sequence[Line]  # without those that close soon
    closing: Sequence[Line]
    decided: Sequence[Line]
    promises: Sequence[Lately]  # what became of promises lately
    hot: Sequence[HotLine]
    topics: Sequence[HeadingLine]
    districts: Sequence[HeadingLine]
    more_topics: bool
    more_districts: bool
    figures: Sequence[tuple[int, str]]

    @property
    def is_quiet(self) -> bool:
        return not (self.open or self.closing)


def front_page(language: str, now: datetime) -> FrontPage:
    closing, running = closing_soon(now, language), open_now(now, language)
    urgent = {card.uuid for card in closing}
    lines = [Line(card.closes_at, consultation=card) for card in running if card.uuid not in urgent]
    soon = [Line(card.closes_at, consultation=card) for card in closing]
    money = open_budgets(now, language)
    for one in money:
        is_urgent = one.closes_at <= now + CLOSING_SOON
        (soon if is_urgent else lines).append(Line(one.closes_at, budget=one))
    decided = [Line(card.answered_at or now, consultation=card) for card in decided_lately(now, language)]
    decided += [Line(one.decided_at, results=one) for one in budgets.decided_lately(now, language, LATELY)]
    headings = all_headings(language)
    topics, districts = headings.of_kind(TopicKind.TOPIC), headings.of_kind(TopicKind.DISTRICT)
    topics = [one for one in topics if one.count]
    return FrontPage(
        open=sorted(lines, key=_by_time),
        closing=sorted(soon, key=_by_time),
        decided=sorted(decided, key=_by_time, reverse=True),
        promises=lately(language, now, limit=LATELY),
        hot=hot_now(language, now, headings),
        topics=topics[:TOPICS],
        districts=districts[:DISTRICTS],
        more_topics=len(topics) > TOPICS,
        more_districts=len(districts) > DISTRICTS,
        figures=_figures(now, len(money)),
    )


def _by_time(line: Line) -> datetime:
    return line.at


def _figures(now: datetime, budgets_open: int) -> list[tuple[int, str]]:
    """Big quiet numerals; a zero is no message."""
    counts = filter_counts(now)
    comments = about_texts() + about_money()
    figures = [
        (counts["open"], ngettext("consultation open", "consultations open", counts["open"])),
        (budgets_open, ngettext("budget open", "budgets open", budgets_open)),
        (comments, ngettext("comment published", "comments published", comments)),
        (counts["answered"], ngettext("consultation answered", "consultations answered", counts["answered"])),
    ]
    return [(value, label) for value, label in figures if value]
