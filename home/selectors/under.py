"""Everything under one heading, whatever feature it belongs to, read by what each shows to everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format, number_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.enums import PhaseKind
from consultations.selectors.lists import ConsultationCard, cards_of_pages
from home.engine.things import Stage, Thing
from hub.core.models.topic import TopicKind
from hub.promises.engine.followed import Followed
from hub.promises.engine.sources import promise_sources
from hub.promises.engine.words import said_in
from hub.promises.selectors.tracker import followed
from participatory_budget.reports.cards import BudgetCard
from participatory_budget.reports.cards import cards as budget_cards
from participatory_budget.reports.open_now import OpenBudget, open_budgets
from participatory_budget.selectors.headed import BudgetPart, proposals_under
from participatory_budget.selectors.pages import budgets_of_pages, public_budgets
from whitepapers.selectors.documents import LibraryEntry, library

# Proposals that are shown under a heading; the list of proposals has the others.
PROPOSALS = 10
_STAGES = {
    PhaseKind.OPEN: Stage.OPEN,
    PhaseKind.ANNOUNCED: Stage.COMING,
    PhaseKind.ANALYSIS: Stage.WORKING,
    PhaseKind.OUTCOME: Stage.ANSWERED,
    PhaseKind.FOLLOW_UP: Stage.ANSWERED,
}
_TAGS = {Stage.OPEN: "open", Stage.COMING: "announced", Stage.WORKING: "closed", Stage.ANSWERED: "accepted"}


@dataclass(frozen=True)
class Under:
    things: Sequence[Thing]
    promises: int
    more_proposals: int  # beyond those among `things`


def things_under(
    kind: str, key: str, pages: frozenset[UUID], parts: Sequence[BudgetPart], language: str, now: datetime
) -> Under:
    """A constant number of queries, whatever there is."""
    found = [_consultation(one) for one in cards_of_pages(pages, now, language)]
    found += _budgets(pages, parts, language, now)
    found += [_document(one) for one in library(language, among=pages)[:]]
    wanted = {"theme_key": key} if kind == TopicKind.TOPIC else {"district_key": key}
    promises = followed(localdate(now), language, **wanted)
    found += [_promise(one, language) for one in promises]
    proposals, total = proposals_under(parts, language, now, PROPOSALS)
    for one in proposals:
        notes = (_supports(one.supports),) if one.supports else ()
        day = localdate(one.published_at) if one.published_at else None
        found.append(Thing(Stage(one.stage), _("Proposal"), one.title, one.language, one.url, notes=notes, sort=day))
    return Under(found, len(promises), total - len(proposals))


def _consultation(card: ConsultationCard) -> Thing:
    stage = _STAGES[card.phase]
    days = {
        Stage.COMING: _("Opens %(day)s") % {"day": _moment(card.opens_at)},
        Stage.WORKING: _("Answer due by %(day)s") % {"day": _day(localdate(card.answer_due_at))},
        Stage.ANSWERED: _("Answered %(day)s") % {"day": _day(localdate(card.answered_at))} if card.answered_at else "",
    }
    comments = ngettext("%(figure)s comment", "%(figure)s comments", card.comments)
    return Thing(
        stage=stage,
        kind_label=_("Consultation"),
        title=card.title,
        language=card.language,
        url=card.report_url if stage is Stage.ANSWERED and card.report_url else card.url,
        tag=_TAGS[stage],
        label=card.phase_label,
        text=card.lede,
        until=card.closes_at if stage is Stage.OPEN else None,
        day_text=days.get(stage, ""),
        notes=(comments % {"figure": number_format(card.comments)},) if card.comments else (),
        sort=localdate(card.answered_at or card.opens_at),
    )


def _budgets(pages: frozenset[UUID], parts: Sequence[BudgetPart], language: str, now: datetime) -> Iterator[Thing]:
    """Those filed here, and those in which one can do something now for this part of the city or this subject."""
    rows = {row.pk: row for row in budgets_of_pages(pages)}
    open_now = open_budgets(now, language, among={*rows, *(part.budget for part in parts)})
    running = {one.url: one for one in open_now}
    more = [one.uuid for one in open_now if one.uuid not in rows]
    for card in budget_cards([*rows.values(), *public_budgets().filter(pk__in=more)], now, language):
        yield _budget(card, running.get(card.url))


def _budget(card: BudgetCard, running: OpenBudget | None) -> Thing:
    standing = card.standing
    stage = Stage.WORKING
    if running is not None:
        stage = Stage.OPEN
    elif card.results_url:
        stage = Stage.ANSWERED
    elif standing.kind == "announced":
        stage = Stage.COMING
    return Thing(
        stage=stage,
        kind_label=_("Participatory budget"),
        title=card.title,
        language=card.language,
        url=card.results_url if stage is Stage.ANSWERED else card.url,
        tag=standing.kind,
        label=standing.label,
        text=card.lede,
        until=running.closes_at if running else None,
        day_text=_("Opens %(day)s") % {"day": _moment(standing.starts)} if standing.starts else "",
        actions=tuple((action.label, action.url) for action in running.actions) if running else (),
    )


def _document(entry: LibraryEntry) -> Thing:
    return Thing(
        stage=Stage.TO_READ,
        kind_label=entry.kind_label,
        title=entry.title,
        language=entry.language,
        url=entry.url,
        text=entry.summary,
        day_text=_("version %(number)s of %(day)s")
        % {"number": entry.version, "day": _day(localdate(entry.published_at))},
        sort=localdate(entry.published_at),
    )


def _promise(one: Followed, language: str) -> Thing:
    title, title_language = said_in(one.titles, language)
    if one.kept_on:
        day = _("Kept on %(day)s") % {"day": _day(one.kept_on)}
    elif one.due_on and one.is_open:
        day = _("Due by %(day)s") % {"day": _day(one.due_on)}
    else:
        day = ""
    return Thing(
        stage=Stage.WORKING if one.is_open else Stage.ANSWERED,
        kind_label=str(promise_sources.get(one.kind).label),
        title=title,
        language=title_language,
        url=one.url,
        tag=one.status.value,
        label=str(one.status.label),
        day_text=day,
        sort=one.kept_on or one.promised_on,
    )


def _supports(count: int) -> str:
    return ngettext("%(figure)s support", "%(figure)s supports", count) % {"figure": number_format(count)}


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _moment(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
