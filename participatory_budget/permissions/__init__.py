"""Who may do what with a budget, in which phase. Role *and* phase, in one place; `now` is always given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from hub.accounts.enums import Role
from hub.accounts.permissions import has_role
from participatory_budget.models.envelope import Envelope

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None


def user_can_import(user: Person, now: datetime) -> bool:
    """Bring in an election that was held elsewhere."""
    return has_role(user, Role.BUDGET_OFFICER)


def user_can_count(user: Person, envelope: Envelope, now: datetime) -> bool:
    """Compute a result that is kept. What is imported has been voted on, so the clock has no say."""
    return has_role(user, Role.BUDGET_OFFICER)
