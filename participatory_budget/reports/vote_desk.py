"""The desk of a vote: what is frozen, what is due when, what is missing before it opens. No figure before the close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from participatory_budget.enums import EligibilityWay, PhaseKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.election import ClosedElection, ElectionKey, FrozenElection
from participatory_budget.models.project import Project
from participatory_budget.models.roll import RollEntry
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.models.voting_rules import VotingRules
from participatory_budget.phases import vote_ahead, voting_began
from participatory_budget.selectors.counts import rule_card_of, uncountable
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.selectors.paper import schedule
from participatory_budget.selectors.voting import election_in_force, frozen_of, voting_envelopes


@dataclass(frozen=True)
class Due:
    """Something with a time; `at` None where it has none yet."""

    label: str
    at: datetime | None
    is_done: bool


@dataclass(frozen=True)
class VoteDesk:
    title: str
    page_url: str
    frozen: FrozenElection | None
    dates: Sequence[Due]
    missing: Sequence[str]
    began: bool
    is_over: bool
    closed: ClosedElection | None
    figures: Sequence[tuple[str, int]]


def vote_desk(budget: Budget, language: str, now: datetime) -> VoteDesk:
    phases = schedule(budget)
    began, ahead = voting_began(phases, now), vote_ahead(phases, now)
    frozen = frozen_of(budget)
    document = election_in_force(frozen) if frozen else None
    closed = ClosedElection.objects.filter(budget=budget).first()
    rules = VotingRules.objects.filter(budget=budget).first()
    voting = next((one for one in phases if one.kind is PhaseKind.VOTING), None)
    page = budget_pages([budget.pk], language).get(budget.pk)
    opens, closes = (voting.starts_at, voting.ends_at) if voting else (None, None)
    if document is not None:
        opens, closes = (datetime.fromisoformat(document[key]) for key in ("opens_at", "closes_at"))
    is_over = closed is not None or (began and not ahead)
    return VoteDesk(
        title=str(page.title) if page else budget.slug,
        page_url=str(page.get_url() or "") if page else "",
        frozen=frozen,
        dates=list(_dates(budget, opens, closes, closed, document, rules, now)),
        missing=[] if began else list(_missing(budget, rules, voting is not None, page is not None, language)),
        began=began,
        is_over=is_over,
        closed=closed,
        figures=_figures(closed),
    )


def next_slot(opens: datetime, closes: datetime, minutes: int, now: datetime) -> datetime | None:
    """When the log may grow next; None outside the vote."""
    if not opens <= now < closes:
        return None
    step = timedelta(minutes=minutes)
    return min(opens + step * ((now - opens) // step + 1), closes)


def _dates(
    budget: Budget,
    opens: datetime | None,
    closes: datetime | None,
    closed: ClosedElection | None,
    document: Mapping[str, Any] | None,
    rules: VotingRules | None,
    now: datetime,
) -> Iterable[Due]:
    standing = rules or VotingRules(budget=budget)
    minutes = document["log"]["checkpoint_minutes"] if document else standing.checkpoint_minutes
    days = document["log"]["appeal_days"] if document else standing.appeal_days
    yield Due(_("The vote opens; what is voted on is frozen"), opens, bool(opens and opens <= now))
    if opens and closes and (slot := next_slot(opens, closes, minutes, now)):
        yield Due(_("The next batch goes into the log"), slot, False)
    yield Due(_("The vote closes"), closes, closed is not None)
    end = (closed.closed_at if closed else closes) if closes else None
    yield Due(_("Until then the result can be contested"), end + timedelta(days=days) if end else None, False)
    key = ElectionKey.objects.filter(budget=budget).first()
    gone = key.destroyed_at if key else None
    planned = end + timedelta(days=days) if end else None
    yield Due(_("The keys are destroyed and the roll is emptied"), gone or planned, gone is not None)


def _missing(
    budget: Budget, rules: VotingRules | None, has_dates: bool, has_page: bool, language: str
) -> Iterable[str]:
    """What should be so before the vote opens, most important first."""
    card: RuleCard | None = rule_card_of(budget)
    voted = {one.pk for one in voting_envelopes(budget)}
    if not has_dates:
        yield _("It is not said when the vote is.")
    if card is None:
        yield _("There is no rule card: it is not said how people vote and how winners are found.")
    elif uncountable(card):
        yield _("The rule of the rule card is not known here: nothing could be counted by it.")
    if not voted:
        yield _("No project is on the ballot.")
    for one in envelope_tree(budget, language):
        if voted and one.envelope.amount and one.envelope.pk not in voted:
            yield _("No project is on the ballot of this envelope: %(name)s.") % {"name": one.name}
    for project in Project.objects.filter(envelope__budget=budget).select_related("envelope").order_by("order"):
        if project.cost > project.envelope.amount:
            yield _("“%(project)s” costs more than its envelope holds.") % {"project": project.title}
    if rules is None:
        yield _("The rules of voting are not written: nothing says who may vote.")
    else:
        yield from _missing_words(rules)
        only_register = set(rules.ways) == {EligibilityWay.REGISTER.value}
        if only_register and not RollEntry.objects.filter(budget=budget).exists():
            yield _("People are to be found in the register, and no register was brought in.")
    if not has_page:
        yield _("Its pages are not published.")


def _missing_words(rules: VotingRules) -> Iterable[str]:
    missing = [code for code, _name in settings.LANGUAGES if not rules.who_may_vote.get(code)]
    if missing:
        names = ", ".join(str(get_language_info(code)["name_translated"]) for code in missing)
        yield _("It is not said who may vote in: %(languages)s.") % {"languages": names}


def _figures(closed: ClosedElection | None) -> Sequence[tuple[str, int]]:
    """After the close."""
    if closed is None:
        return []
    return [
        (_("Ballots in the log"), closed.size),
        (_("Ballots that count (the last of each person in each envelope)"), closed.counting),
    ]
