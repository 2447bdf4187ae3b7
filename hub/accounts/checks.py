"""`manage.py check`: the role matrix names only permissions that some model declares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth import get_permission_codename
from django.core.checks import CheckMessage, Error

from hub.accounts.engine.roles import MADE_BY_MIGRATION, PERMISSIONS, all_permission_names
from hub.accounts.enums import Role


def declared_permissions() -> set[str]:
    declared = set(MADE_BY_MIGRATION)
    for model in apps.get_models():
        options = model._meta
        codenames = [get_permission_codename(action, options) for action in options.default_permissions]
        codenames += [codename for codename, _label in options.permissions]
        declared.update(f"{options.app_label}.{codename}" for codename in codenames)
    return declared


def check_role_matrix(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    declared = declared_permissions()
    errors: list[CheckMessage] = [
        Error(
            f"The role matrix gives {name!r} to {', '.join(role.value for role in roles)}, but no model declares it.",
            hint="Correct hub/accounts/engine/roles.py, or add the permission to the model's Meta.permissions.",
            id="accounts.E001",
        )
        for name, roles in sorted(all_permission_names().items())
        if name not in declared
    ]
    errors += [
        Error(f"The role {role.value!r} has no line in the role matrix.", id="accounts.E002")
        for role in Role
        if role not in PERMISSIONS
    ]
    return errors
