"""A budget as its officers see it: every section, what is missing, and the list of all budgets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from participatory_budget.enums import EnvelopeKind, Leftover
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.catalogue import Category, Criterion, Department, named
from participatory_budget.models.envelope import EnvelopeName
from participatory_budget.phases import next_phase, phase_at, phases_of, vote_ahead, voting_began
from participatory_budget.reports.budget_readiness import BudgetParts, Entry, Point, readiness
from participatory_budget.reports.money import money
from participatory_budget.reports.rule_text import RuleText, rule_text
from participatory_budget.reports.standing import PhaseStep, Standing, standing, steps
from participatory_budget.selectors.counts import counts_of, imported_of, rule_card_of
from participatory_budget.selectors.editing import pages_of, phases_by_budget, titles_of
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.voting import frozen_of


@dataclass(frozen=True)
class EnvelopeLine:
    pk: UUID
    name: str
    language: str
    level: int
    kind: str
    amount: str
    leftover: str
    has_outline: bool


@dataclass(frozen=True)
class EntryLine:
    pk: int
    name: str
    language: str


@dataclass(frozen=True)
class EntryList:
    """One list of a budget; `kind` is part of its addresses."""

    kind: str
    title: str
    lines: Sequence[EntryLine]


@dataclass(frozen=True)
class BudgetDesk:
    budget: Budget
    title: str
    standing: Standing
    steps: Sequence[PhaseStep]
    is_frozen: bool
    envelopes: Sequence[EnvelopeLine]
    sum: str
    lists: Sequence[EntryList]
    rule: RuleText | None
    points: Sequence[Point]
    pages: Sequence[Any]
    has_ballots: bool
    counts: int
    may_be_counted: bool  # as far as the clock has a say

    @property
    def missing(self) -> list[Point]:
        return [one for one in self.points if not one.is_note]


def budget_desk(budget: Budget, language: str, now: datetime) -> BudgetDesk:
    """A constant number of queries, however many envelopes and entries there are."""
    phases = phases_of(BudgetPhase.objects.filter(budget=budget))
    tree = envelope_tree(budget, language)
    names: dict[UUID, dict[str, str]] = defaultdict(dict)
    for one in EnvelopeName.objects.filter(envelope__budget=budget):
        names[one.envelope_id][one.language] = one.name
    subjects = list(Category.objects.filter(budget=budget))
    departments = list(Department.objects.filter(budget=budget))
    criteria = list(Criterion.objects.filter(budget=budget))
    card = rule_card_of(budget)
    pages = list(pages_of(budget))
    counts, imported = counts_of(budget, card), imported_of(budget)
    ahead = vote_ahead(phases, now)
    has_ballots = bool(imported) or (not ahead and frozen_of(budget) is not None)
    parts = BudgetParts(
        budget=budget,
        phases=phases,
        tree=tree,
        envelope_names=names,
        subjects=subjects,
        departments=departments,
        criteria=criteria,
        card=card,
        page_languages={page.locale.language_code: page.live for page in pages},
    )
    return BudgetDesk(
        budget=budget,
        title=_title(pages, language) or budget.slug,
        standing=standing(phases, now, has_results=bool(counts) and not ahead, is_over=bool(imported) and not ahead),
        steps=steps(phases, now),
        is_frozen=voting_began(phases, now),
        envelopes=[
            EnvelopeLine(
                pk=one.envelope.pk,
                name=one.name,
                language=one.language,
                level=one.level,
                kind=str(EnvelopeKind(one.envelope.kind).label),
                amount=money(one.envelope.amount, budget.currency),
                leftover=str(Leftover(one.envelope.leftover).label),
                has_outline=bool(one.envelope.outline),
            )
            for one in tree
        ],
        sum=money(sum(one.envelope.amount for one in tree), budget.currency),
        lists=[
            _list("subjects", Category, subjects, language),
            _list("departments", Department, departments, language),
            _list("criteria", Criterion, criteria, language),
        ],
        rule=rule_text(card, groups=False) if card else None,
        points=readiness(parts),
        pages=pages,
        has_ballots=has_ballots,
        counts=len(counts),
        may_be_counted=has_ballots and not ahead,
    )


def _list(kind: str, model: type[Entry], rows: Iterable[Entry], language: str) -> EntryList:
    lines = []
    for row in rows:
        name, code = named(row.names, language)
        lines.append(EntryLine(row.pk, name or row.slug, code))
    title = str(model._meta.verbose_name_plural)
    return EntryList(kind, title[:1].upper() + title[1:], lines)


def _title(pages: Sequence[Any], language: str) -> str:
    found = {page.locale.language_code: page.title for page in pages}
    return found.get(language) or next(iter(found.values()), "")


@dataclass(frozen=True)
class BudgetLine:
    pk: UUID
    title: str
    language: str
    phase: str
    next_date: datetime | None
    next_label: str
    url: str  # of its page; "" where it has none that is live


def budget_lines(budgets: Iterable[Budget], language: str, now: datetime) -> list[BudgetLine]:
    """Two queries for as many as there are. The next date is when the running phase ends or another one begins."""
    rows = list(budgets)
    ids = [row.pk for row in rows]
    pages, phases = titles_of(ids, language), phases_by_budget(ids)
    found = []
    for row in rows:
        page, dated = pages.get(row.pk), phases_of(phases.get(row.pk, []))
        current, coming = phase_at(dated, now), next_phase(dated, now)
        ends_first = current is not None and (coming is None or current.ends_at <= coming.starts_at)
        found.append(
            BudgetLine(
                pk=row.pk,
                title=page.title if page else row.slug,
                language=page.locale.language_code if page else "",
                phase=standing(dated, now, has_results=False, is_over=False).label,
                next_date=current.ends_at if current and ends_first else coming.starts_at if coming else None,
                next_label="" if ends_first or coming is None else str(coming.kind.label),
                url=(page.get_url() or "") if page and page.live else "",
            )
        )
    return found
