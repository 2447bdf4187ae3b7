"""What the page of one budget shows before one goes on to projects or results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from participatory_budget.engine.pabulib_terms import value_of
from participatory_budget.enums import EnvelopeKind, PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.phases import phases_of, vote_ahead, vote_until
from participatory_budget.reports.money import money
from participatory_budget.reports.projects.progress import Progress, progress_of
from participatory_budget.reports.proposal_figures import ProposalFigures, proposal_figures
from participatory_budget.reports.rule_text import RuleText, rule_text
from participatory_budget.reports.standing import PhaseStep, Standing, standing, steps
from participatory_budget.selectors.counts import counts_of, imported_of, rule_card_of, uncountable
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.projects import projects_of


@dataclass(frozen=True)
class EnvelopeRow:
    name: str
    language: str
    level: int
    kind: str
    amount: str
    projects: int


@dataclass(frozen=True)
class Overview:
    sum: str
    envelopes: Sequence[EnvelopeRow]
    standing: Standing
    steps: Sequence[PhaseStep]
    rule: RuleText | None
    projects: int
    has_results: bool
    is_decided: bool
    proposals: ProposalFigures | None  # None where a budget takes no proposals
    vote_until: datetime | None  # while one can vote here
    is_voted_here: bool  # now, before or later: it has a log and a page of what is frozen
    voted_from: date | None  # of an imported election, as its file says
    voted_until: date | None
    source: str
    progress: Progress  # of the projects that are carried out


def overview(budget: Budget, language: str, now: datetime) -> Overview:
    """Nine queries, however many envelopes and projects; five more once projects are carried out."""
    phases = phases_of(BudgetPhase.objects.filter(budget=budget))
    card = rule_card_of(budget)
    tree = envelope_tree(budget, language)
    projects = projects_of(budget)
    imported = imported_of(budget)
    is_out = not vote_ahead(phases, now)
    is_decided = is_out and bool(counts_of(budget, card))
    is_over = is_out and bool(imported)
    meta = next(iter(imported.values())).meta if imported else []
    return Overview(
        sum=money(sum(one.envelope.amount for one in tree), budget.currency),
        envelopes=[
            EnvelopeRow(
                one.name,
                one.language,
                one.level,
                # The name says already that it is for the whole city.
                "" if one.envelope.kind == EnvelopeKind.CITY else str(EnvelopeKind(one.envelope.kind).label),
                money(one.envelope.amount, budget.currency),
                sum(1 for project in projects if project.envelope_id == one.envelope.pk),
            )
            for one in tree
        ],
        standing=standing(phases, now, has_results=is_decided, is_over=is_over),
        steps=steps(phases, now),
        rule=rule_text(card, groups=any(one.exclusive_groups for one in projects)) if card else None,
        projects=len(projects),
        has_results=is_decided or (is_over and uncountable(card)),
        is_decided=is_decided,
        proposals=proposal_figures(budget, phases, now),
        vote_until=None if imported or not projects else vote_until(phases, now),
        is_voted_here=bool(card and projects and not imported) and any(one.kind is PhaseKind.VOTING for one in phases),
        voted_from=_day(value_of(meta, "date_begin")),
        voted_until=_day(value_of(meta, "date_end")),
        source=value_of(meta, "description"),
        progress=progress_of(budget, language, now),
    )


def _day(text: str) -> date | None:
    """Files write 31.12.2024; a year alone is no day."""
    try:
        return datetime.strptime(text.strip(), "%d.%m.%Y").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None
