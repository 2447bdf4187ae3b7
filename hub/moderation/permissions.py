"""Who moderates. What may still be moderated is the business of each queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.accounts.enums import Role
from hub.accounts.permissions import has_role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User


def user_can_moderate(user: User | AnonymousUser | None) -> bool:
    return has_role(user, Role.MODERATOR)
