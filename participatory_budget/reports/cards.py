"""Budgets as the list shows them. It costs the same at one row and at fifty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count as CountOf
from django.db.models import Sum

from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.project import Project
from participatory_budget.phases import phases_of, vote_ahead, vote_until
from participatory_budget.reports.money import money
from participatory_budget.reports.standing import Standing, standing
from participatory_budget.selectors.counts import budgets_held_elsewhere, decided_budgets
from participatory_budget.selectors.pages import budget_pages


@dataclass(frozen=True)
class BudgetCard:
    title: str
    url: str
    lede: str
    language: str
    sum: str
    projects: int
    standing: Standing
    results_url: str
    vote_url: str  # while one can vote


def cards(budgets: Iterable[Budget], now: datetime, language: str) -> list[BudgetCard]:
    """Six queries for as many as there are."""
    rows = list(budgets)
    if not rows:
        return []
    ids = [row.pk for row in rows]
    pages = budget_pages(ids, language)
    phases: dict[UUID, list[BudgetPhase]] = defaultdict(list)
    for phase in BudgetPhase.objects.filter(budget__in=ids):
        phases[phase.budget_id].append(phase)
    sums = dict(
        Envelope.objects.filter(budget__in=ids).values_list("budget").annotate(Sum("amount")).order_by("budget")
    )
    projects = dict(
        Project.objects.filter(envelope__budget__in=ids)
        .values_list("envelope__budget")
        .annotate(CountOf("pk"))
        .order_by("envelope__budget")
    )
    decided, elsewhere = decided_budgets(ids), budgets_held_elsewhere(ids)
    found = []
    for row in rows:
        page = pages.get(row.pk)
        if page is None:
            continue
        url = page.get_url() or ""
        dated = phases_of(phases[row.pk])
        is_out = not vote_ahead(dated, now)
        can_vote = bool(vote_until(dated, now)) and row.pk not in elsewhere and bool(projects.get(row.pk))
        has_results, is_over = is_out and row.pk in decided, is_out and row.pk in elsewhere
        found.append(
            BudgetCard(
                title=page.title,
                url=url,
                lede=getattr(page, "summary", ""),
                language=page.locale.language_code,
                sum=money(sums.get(row.pk) or 0, row.currency),
                projects=projects.get(row.pk, 0),
                standing=standing(dated, now, has_results=has_results, is_over=is_over),
                results_url=f"{url}results/" if has_results else "",
                vote_url=f"{url}ballot/" if can_vote else "",
            )
        )
    return found
