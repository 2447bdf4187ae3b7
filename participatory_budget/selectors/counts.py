"""The stored result of each envelope: the newest count by the rule of the newest rule card.

A count by another rule, made to compare, never becomes the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import OuterRef, Subquery

from participatory_budget.engine.rules import RULES
from participatory_budget.models.budget import Budget
from participatory_budget.models.count import Count
from participatory_budget.models.imported import ImportedElection
from participatory_budget.models.rule_card import RuleCard


def rule_card_of(budget: Budget) -> RuleCard | None:
    """The newest one; one query."""
    return RuleCard.objects.filter(budget=budget).order_by("version").last()


def counts_of(budget: Budget, card: RuleCard | None) -> Mapping[UUID, Count]:
    """By envelope; one query. Envelopes that are not counted yet are left out."""
    if card is None:
        return {}
    newest = (
        Count.objects.filter(envelope=OuterRef("envelope"), rule=card.rule).order_by("-counted_at", "-pk").values("pk")
    )
    rows = Count.objects.filter(envelope__budget=budget, pk=Subquery(newest[:1])).select_related("envelope")
    return {row.envelope_id: row for row in rows}


def decided_budgets(budget_ids: Iterable[UUID]) -> set[UUID]:
    """Those of which at least one envelope is counted by the rule of the newest card; one query."""
    newest = RuleCard.objects.filter(budget=OuterRef("envelope__budget")).order_by("-version").values("rule")
    rows = Count.objects.filter(envelope__budget__in=list(budget_ids), rule=Subquery(newest[:1]))
    return set(rows.values_list("envelope__budget", flat=True))


def budgets_held_elsewhere(budget_ids: Iterable[UUID]) -> set[UUID]:
    """Imported elections: their vote is over; one query."""
    rows = ImportedElection.objects.filter(envelope__budget__in=list(budget_ids))
    return set(rows.values_list("envelope__budget", flat=True))


def uncountable(card: RuleCard | None) -> bool:
    """Its rule is not known here, or it names none."""
    return card is None or card.rule not in RULES


def imported_of(budget: Budget) -> Mapping[UUID, ImportedElection]:
    """By envelope; one query."""
    return {
        one.envelope_id: one
        for one in ImportedElection.objects.filter(envelope__budget=budget).select_related("envelope")
    }
