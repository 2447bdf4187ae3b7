"""Who may follow, and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.core.registries import FollowSubject

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

# Far more than anybody reads mail about; keeps one account from filling the table.
FOLLOWS_PER_PERSON = 500


def user_can_follow(user: User | AnonymousUser | None, subject: FollowSubject | None) -> bool:
    """Whoever has an account may follow whatever anybody may read."""
    return subject is not None and user is not None and user.is_authenticated and user.is_active
