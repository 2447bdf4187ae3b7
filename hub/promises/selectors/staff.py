"""Members of staff who may look after a promise."""

from __future__ import annotations

from django.db.models import QuerySet

from hub.accounts.enums import Role
from hub.accounts.models.user import User


def staff_members() -> QuerySet[User]:
    names = [role.value for role in Role]
    people = User.objects.filter(is_active=True, erased_at=None, groups__name__in=names)
    return people.distinct().order_by("pseudonym", "email")
