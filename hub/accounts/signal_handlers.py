"""Thin: what others' code changes is handed to one service call each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.stagekit import unstash_login
from allauth.account.models import EmailAddress
from allauth.core import context
from django.apps import AppConfig, apps
from django.contrib.auth.models import Group
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest

from hub.accounts.models.user import User
from hub.accounts.services.profile import forget_unproven_password
from hub.accounts.services.roles import grant_role_permissions, record_membership, refuse_change_of_role

_ACTIONS = {"post_add": "role.given", "post_remove": "role.taken", "pre_clear": "role.taken"}


def on_membership_changed(
    sender: Any, instance: User | Group, action: str, reverse: bool, pk_set: Collection[int] | None, **kwargs: Any
) -> None:
    """Wagtail's forms, services and the shell all come through here, so none can give a role without a record."""
    if action not in _ACTIONS:
        return
    if isinstance(instance, User):
        instance.cached_roles = None
        groups = instance.groups.values_list("pk", flat=True) if pk_set is None else pk_set
        given = {"user_ids": {instance.pk}, "group_ids": set(groups)}
    else:
        users = User.objects.filter(groups=instance).values_list("pk", flat=True) if pk_set is None else pk_set
        given = {"user_ids": set(users), "group_ids": {instance.pk}}
    record_membership(action=_ACTIONS[action], actor=_acting_user(), **given)


def before_group_deleted(sender: type[Group], instance: Group, **kwargs: Any) -> None:
    """Django takes the group from all its members without a word: it is recorded here, and no role goes this way."""
    refuse_change_of_role(instance)
    on_membership_changed(sender, instance, "pre_clear", reverse=True, pk_set=None)


def before_group_saved(sender: type[Group], instance: Group, raw: bool = False, **kwargs: Any) -> None:
    known = None if raw else Group.objects.filter(pk=instance.pk).first()
    if known is not None and known.name != instance.name:
        refuse_change_of_role(known)


def _acting_user() -> User | None:
    request = context.request  # kept per thread by allauth's middleware; None in commands and tasks
    user = getattr(request, "user", None)
    return user if isinstance(user, User) or getattr(user, "is_authenticated", False) else None


def on_address_confirmed(sender: Any, request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    login = unstash_login(request, peek=True)
    stages = login.state.get("stages", {}) if login else {}
    if stages.get("current") == LoginStageKey.LOGIN_BY_CODE.value:
        forget_unproven_password(email_address.user)


def on_migrated(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Once, after the last app: only then do the permissions of all models exist."""
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender != last or using != "default":
        return
    # `migrate some_app 0001` leaves other tables behind or ahead; the next full migrate catches up.
    if "plan" in kwargs and not _is_fully_migrated(using):
        return
    grant_role_permissions()


def _is_fully_migrated(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
