"""Ballots that were begun and not cast."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, QuerySet

from participatory_budget.enums import PhaseKind
from participatory_budget.models.basket import Basket
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import ClosedElection
from participatory_budget.models.roll import Acceptance

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def baskets_of(user: User) -> QuerySet[Basket]:
    return Basket.objects.filter(account=user).select_related("envelope__budget").order_by("saved_at", "pk")


def waiting_baskets(budgets: Iterable[Budget]) -> QuerySet[Basket]:
    """Those that hold something and could still be cast: nobody of them voted on paper there."""
    on_paper = Acceptance.objects.filter(
        entry__account=OuterRef("account"), envelope=OuterRef("envelope"), on_paper=True
    )
    rows = Basket.objects.filter(~Exists(on_paper), envelope__budget__in=list(budgets), account__is_active=True)
    return rows.exclude(choices=[]).select_related("account", "envelope__budget").order_by("pk")


def votes_that_end(now: datetime, until: datetime) -> list[Budget]:
    """Budgets whose vote runs and ends by then."""
    closed = ClosedElection.objects.filter(budget=OuterRef("budget"))
    phases = BudgetPhase.objects.filter(
        ~Exists(closed), kind=PhaseKind.VOTING, starts_at__lte=now, ends_at__gt=now, ends_at__lte=until
    )
    return list(Budget.objects.filter(pk__in=phases.values(key=F("budget"))))
