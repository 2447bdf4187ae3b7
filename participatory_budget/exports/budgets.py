"""Budgets as the pages of open data list them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from hub.core.datasets import OpenProcess
from participatory_budget.models.budget import Budget
from participatory_budget.reports.standing import standing
from participatory_budget.selectors.counts import decided_budgets
from participatory_budget.selectors.open_data import open_budget, open_budgets, proposal_counts
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.selectors.thread_subjects import schedules_of


class OpenBudgets:
    label = gettext_lazy("Budgets")

    def listed(self, language: str) -> Sequence[OpenProcess]:
        return _Listed(language)

    def find(self, slug: str, language: str) -> OpenProcess | None:
        budget = open_budget(slug)
        return _described([budget], language)[0] if budget else None

    def source(self, slug: str) -> Budget | None:
        return open_budget(slug)


class _Listed(Sequence[OpenProcess]):
    def __init__(self, language: str) -> None:
        self._language = language
        self._rows = open_budgets()

    def __len__(self) -> int:
        return self._rows.count()

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return _described(list(self._rows[index]), self._language)
        return self[index : index + 1][0]


def _described(budgets: Sequence[Budget], language: str) -> list[OpenProcess]:
    """Four queries for any number of budgets."""
    ids = {one.pk for one in budgets}
    pages, phases = budget_pages(ids, language), schedules_of(ids)
    counts, decided = proposal_counts(ids), decided_budgets(ids)
    now = timezone.now()
    found = []
    for one in budgets:
        stands = standing(phases[one.pk], now, has_results=one.pk in decided, is_over=False)
        found.append(
            OpenProcess(
                slug=one.slug,
                title=pages[one.pk].title,
                language=pages[one.pk].locale.language_code,
                url=pages[one.pk].get_url() or "",
                state_kind=stands.kind,
                state_label=stands.label,
                starts_at=min(phase.starts_at for phase in phases[one.pk]),
                ends_at=max(phase.ends_at for phase in phases[one.pk]),
                source=one,
                records={
                    "proposals": counts.get(one.pk, 0),
                    "supports": None,
                    "projects": None,
                    "milestones": None,
                    "payments": None,
                    "resident_reports": None,
                },
            )
        )
    return found
