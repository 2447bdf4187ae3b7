"""Who may make a budget and change its dates, money and rules."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from hub.accounts.enums import Role
from hub.accounts.permissions import has_role, roles_of
from participatory_budget.phases import Schedule, voting_began

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None


# Who works on budgets and so looks at their desk: moderators type in what came on paper.
BUDGET_ROLES = frozenset({Role.BUDGET_OFFICER, Role.MODERATOR})


def user_can_see_desk(user: Person, now: datetime) -> bool:
    """The list of budgets behind the counter, and each one's sections, without changing them."""
    return bool(roles_of(user) & BUDGET_ROLES)


def user_can_edit_budgets(user: Person, now: datetime) -> bool:
    """Create a budget, change its calendar, its lists of subjects, departments and criteria."""
    return has_role(user, Role.BUDGET_OFFICER)


def user_can_edit_money_and_rules(user: Person, phases: Schedule, now: datetime) -> bool:
    """Sums and rules of the count: frozen from the moment a vote begins."""
    return has_role(user, Role.BUDGET_OFFICER) and not voting_began(phases, now)
