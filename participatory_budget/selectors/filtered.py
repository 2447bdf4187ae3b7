"""The list of budgets as its address asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from hub.core.listing import FoundList, ListRow, filtered
from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import Budget
from participatory_budget.selectors.pages import page_keys, public_budgets


def filtered_budgets(query: Mapping[str, str], language: str) -> FoundList:
    """By the year of the vote; where none is planned, by that of the first phase, else of the record. Five queries."""
    pages = page_keys()
    votes = Min("phases__starts_at", filter=Q(phases__kind=PhaseKind.VOTING))
    dated = public_budgets().annotate(year_of=Coalesce(votes, Min("phases__starts_at"), F("created_at")))
    rows = [
        ListRow(pk, pages[pk], localdate(day).year) for pk, day in dated.values_list("pk", "year_of") if pk in pages
    ]
    return filtered(rows, query, language)


def in_order(keys: Iterable[UUID]) -> list[Budget]:
    """One query."""
    ids = list(keys)
    found = Budget.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
