"""Who may write now, and whether what they saw is still what stands: asked again under the lock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from participatory_budget.engine.fingerprints import fingerprint
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.permissions.budgets import user_can_edit_budgets, user_can_edit_money_and_rules
from participatory_budget.phases import phases_of
from participatory_budget.selectors.voting import frozen_of
from participatory_budget.services.errors import BudgetError, NotAllowedError

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def locked(budget: Budget, actor: User | None, now: datetime) -> Budget:
    """The budget as it stands; whoever else edits it waits until this is written. For use in a transaction."""
    require_officer(actor, now)
    return Budget.objects.select_for_update().get(pk=budget.pk)


def require_officer(actor: User | None, now: datetime) -> None:
    """`actor` is None for a command."""
    if actor is not None and not user_can_edit_budgets(actor, now):
        raise NotAllowedError(_("Only a budget officer changes a budget."))


def require_money_open(budget: Budget, actor: User | None, now: datetime) -> None:
    phases = phases_of(BudgetPhase.objects.filter(budget=budget))
    # Whoever pressed a moment before the vote began and waited for the lock comes too late as well.
    is_open = user_can_edit_money_and_rules(actor, phases, now) and frozen_of(budget) is None
    if actor is not None and not is_open:
        raise NotAllowedError(_("The vote has begun: money and rules stay as they are."))


def require_unchanged(seen: str, values: Mapping[str, Any]) -> None:
    """`seen` is the fingerprint that the form carried; "" asks for nothing."""
    if seen and seen != fingerprint(values):
        raise BudgetError(
            _(
                "Somebody has changed this in the meantime, perhaps you in another window. Nothing was saved. What "
                "you typed is still here; saving again replaces the other change."
            ),
            "seen",
        )
