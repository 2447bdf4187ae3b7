"""Who brings projects up to date, and who may say how they turned out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from hub.accounts.enums import Role
from hub.accounts.permissions import has_role, roles_of
from hub.promises.enums import PromiseState
from participatory_budget.models.delivery import Delivery

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None


PROJECT_ROLES = frozenset({Role.BUDGET_OFFICER, Role.MODERATOR, Role.EDITOR})


def user_can_carry_out(user: Person, now: datetime) -> bool:
    """Open the file of a project, and write into it, in whatever phase: a project may come from elsewhere."""
    return has_role(user, Role.BUDGET_OFFICER)


def user_can_see_project_desk(user: Person, now: datetime) -> bool:
    """Look at the files without writing: whoever works on budgets, and editors, whose list of promises leads here."""
    return bool(roles_of(user) & PROJECT_ROLES)


def user_can_report(delivery: Delivery, now: datetime) -> bool:
    """Anybody, from the day that it is public: people pass by before and after it is finished."""
    return delivery.promise.published_at is not None


def user_can_say_how_satisfied(user: Person, delivery: Delivery, now: datetime) -> bool:
    """Whoever has an account, once the city says that it is finished."""
    return (
        user is not None
        and user.is_authenticated
        and delivery.promise.published_at is not None
        and delivery.promise.state == PromiseState.KEPT
    )
