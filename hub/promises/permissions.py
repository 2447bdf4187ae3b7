"""Who brings promises up to date. Which feature a promise comes from decides which role is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hub.accounts.enums import Role
from hub.accounts.permissions import roles_of
from hub.promises.models.promise import Promise

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None

# Whoever answers for any promise, and so sees the list behind the counter.
KEEPERS = frozenset({Role.EDITOR, Role.BUDGET_OFFICER})


def user_can_see_promise_desk(user: Person) -> bool:
    return bool(roles_of(user) & KEEPERS)


def user_can_update(user: Person, promise: Promise) -> bool:
    """Its owner, while still of the staff, or whoever holds one of the roles."""
    return user_can_see_promise_desk(user)
