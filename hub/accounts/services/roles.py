"""Giving and taking roles, and what each role brings with it."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection as WagtailCollection
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from hub.accounts.engine.roles import COLLECTION_PERMISSIONS, MADE_BY_MIGRATION, PAGE_PERMISSIONS, PERMISSIONS
from hub.accounts.enums import Role
from hub.accounts.models.user import User
from hub.audit.services import record


class UnknownPermissionError(RuntimeError):
    """The role matrix names a permission that no app declares."""


@transaction.atomic
def grant_role_permissions() -> None:
    """Makes the groups and gives each what the matrix says. Adds only: what a city granted besides stays."""
    _restore_permissions_made_by_migration()
    for role in Role:
        group, _created = Group.objects.get_or_create(name=role.value)
        wanted = _permissions(PERMISSIONS[role])
        group.permissions.add(*wanted)
    _grant_on_root_page()
    _grant_on_root_collection()


def _restore_permissions_made_by_migration() -> None:
    for name, (model, label) in MADE_BY_MIGRATION.items():
        app_label, codename = name.split(".")
        content_type, _made = ContentType.objects.get_or_create(app_label=app_label, model=model)
        Permission.objects.get_or_create(content_type=content_type, codename=codename, defaults={"name": label})


def _permissions(names: Collection[str]) -> list[Permission]:
    """Each `app_label.codename` as a row; one that does not exist raises, nothing is skipped."""
    if not names:
        return []
    query = Q()
    for name in names:
        app_label, codename = name.split(".")
        query |= Q(content_type__app_label=app_label, codename=codename)
    found = list(Permission.objects.filter(query).select_related("content_type"))
    missing = set(names) - {f"{permission.content_type.app_label}.{permission.codename}" for permission in found}
    if missing:
        raise UnknownPermissionError(f"no app declares: {', '.join(sorted(missing))}")
    return found


def _grant_on_root_page() -> None:
    root = Page.get_first_root_node()
    if root is None:  # a database that was just flushed has no tree on which anything could be granted
        return
    for role, codenames in PAGE_PERMISSIONS.items():
        group = Group.objects.get(name=role.value)
        for permission in _permissions([f"wagtailcore.{codename}" for codename in codenames]):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _grant_on_root_collection() -> None:
    root = WagtailCollection.get_first_root_node()
    if root is None:
        return
    for role, names in COLLECTION_PERMISSIONS.items():
        group = Group.objects.get(name=role.value)
        for permission in _permissions(names):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


@transaction.atomic
def give_role(user: User, role: Role) -> None:
    """The audit row is written by the handler of the membership, whichever way it is changed."""
    user.groups.add(Group.objects.get(name=role.value))


@transaction.atomic
def take_role(user: User, role: Role) -> None:
    user.groups.remove(Group.objects.get(name=role.value))


def refuse_change_of_role(group: Group) -> None:
    """Roles are asked for by name: one that is renamed or deleted would lock out everybody who holds it."""
    if group.name in Role.values:
        raise PermissionDenied(f"the role {group.name} belongs to the hub; it can be neither renamed nor deleted")


@transaction.atomic
def record_membership(
    *, action: str, user_ids: Collection[int], group_ids: Collection[int], actor: User | None
) -> None:
    """`action` is "role.given" or "role.taken". Other groups than roles are a city's own and recorded by their id."""
    names = dict(Group.objects.filter(pk__in=group_ids).values_list("pk", "name"))
    for user_id in sorted(user_ids):
        for group_id in sorted(group_ids):
            name = names.get(group_id)
            role = name if name in Role.values else None
            record(action, subject="account", subject_id=user_id, actor=actor, data={"role": role, "group": group_id})
