"""Who may do what, as far as it depends on the account alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.accounts.enums import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User


def roles_of(user: User | AnonymousUser | None) -> frozenset[Role]:
    """Administrators and superusers hold every role. Read once per user object, as Django does with permissions."""
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Role)
    if user.cached_roles is None:
        held = frozenset(roles_held(user))
        user.cached_roles = frozenset(Role) if Role.ADMINISTRATOR in held else held
    return user.cached_roles


def has_role(user: User | AnonymousUser | None, role: Role) -> bool:
    return role in roles_of(user)


def roles_held(user: User) -> list[Role]:
    """The roles that were given to this account, in the order of the enumeration; for display."""
    names = set(user.groups.values_list("name", flat=True))
    return [role for role in Role if role.value in names]


def is_staff_member(user: User | AnonymousUser | None) -> bool:
    """Anyone who can get behind the counter: by flag, by role or by Wagtail's own permission."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_staff or roles_of(user) or user.has_perm("wagtailadmin.access_admin"))
