"""The one table of who may do what: role → permissions. Applied after each migration; checked by `manage.py check`."""

from __future__ import annotations

from collections.abc import Mapping

from hub.accounts.enums import Role

_ADMIN = "wagtailadmin.access_admin"

PERMISSIONS: Mapping[Role, tuple[str, ...]] = {
    Role.EDITOR: (_ADMIN,),
    Role.MODERATOR: (_ADMIN,),
    Role.BUDGET_OFFICER: (_ADMIN,),
    Role.ANALYST: (_ADMIN,),
    Role.AUDITOR: (_ADMIN,),
    Role.ADMINISTRATOR: (
        _ADMIN,
        "accounts.add_user",
        "accounts.change_user",
        "auth.add_group",
        "auth.change_group",
        "auth.delete_group",
    ),
}

# On the root of the page tree, so for all pages. Roles that are missing here read what the public reads.
_EDIT = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
PAGE_PERMISSIONS: Mapping[Role, tuple[str, ...]] = {
    Role.EDITOR: _EDIT,
    Role.BUDGET_OFFICER: _EDIT,
    Role.ADMINISTRATOR: (*_EDIT, "bulk_delete_page", "delete_page"),
}

# On the root collection, so for all pictures and files.
_FILES = (
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
)
COLLECTION_PERMISSIONS: Mapping[Role, tuple[str, ...]] = {
    Role.EDITOR: _FILES,
    Role.BUDGET_OFFICER: _FILES,
    Role.ADMINISTRATOR: (*_FILES, "wagtailimages.delete_image", "wagtaildocs.delete_document"),
}


def all_permission_names() -> dict[str, list[Role]]:
    """Each `app_label.codename` in the matrix with the roles that have it."""
    named: dict[str, list[Role]] = {}
    for role, names in PERMISSIONS.items():
        for name in names:
            named.setdefault(name, []).append(role)
    for role, codenames in PAGE_PERMISSIONS.items():
        for codename in codenames:
            named.setdefault(f"wagtailcore.{codename}", []).append(role)
    for role, names in COLLECTION_PERMISSIONS.items():
        for name in names:
            named.setdefault(name, []).append(role)
    return named
