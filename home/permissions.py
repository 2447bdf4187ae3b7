"""Who names the topics and districts under which people look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.accounts.enums import Role
from hub.accounts.permissions import roles_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

# They publish what stands under headings. Administrators hold every role.
NAMING_ROLES = frozenset({Role.EDITOR, Role.BUDGET_OFFICER})


def user_can_name_topics(user: User | AnonymousUser | None) -> bool:
    return bool(roles_of(user) & NAMING_ROLES)
