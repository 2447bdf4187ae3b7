"""Who brings promises up to date. Which feature a promise comes from decides who is reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hub.accounts.enums import Role
from hub.accounts.permissions import roles_of
from hub.promises.models.promise import Promise

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None

# Whoever answers for any promise, and so sees the whole list behind the counter.
KEEPERS = frozenset({Role.EDITOR, Role.BUDGET_OFFICER})


def user_can_see_all_promises(user: Person) -> bool:
    return bool(roles_of(user) & KEEPERS)


def user_can_see_promise_desk(user: Person) -> bool:
    """Whoever of the staff looks after one promise sees that one."""
    return bool(roles_of(user))


def user_can_update(user: Person, promise: Promise) -> bool:
    """Its owner, while still of the staff, or whoever holds one of the roles."""
    if user_can_see_all_promises(user):
        return True
    return user is not None and bool(roles_of(user)) and promise.owner_id == user.pk


def user_can_import(user: Person) -> bool:
    """Progress of many promises at once."""
    return user_can_see_all_promises(user)
