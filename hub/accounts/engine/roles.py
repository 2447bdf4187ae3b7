"""The one table of who may do what: role → permissions. Applied after each migration; checked by `manage.py check`."""

from __future__ import annotations

from collections.abc import Mapping

from hub.accounts.enums import Role

_OFFICE = ("wagtailadmin.access_admin",)

# The dates and documents of consultations, as the editor's lists show them. What a person may *do* with one in which
# phase is decided by consultations.permissions, which asks for the role.
_SEE = ("consultations.view_consultation",)
_RUN = (
    *_SEE,
    "consultations.add_consultation",
    "consultations.change_consultation",
    "consultations.add_consultationdocument",
    "consultations.change_consultationdocument",
    "consultations.delete_consultationdocument",
    "consultations.view_consultationdocument",
    "wagtail_localize.submit_translation",
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
    "wagtailredirects.view_redirect",
    # What is recommended for a question; with it comes which words mean the same (search/viewsets.py).
    "wagtailsearchpromotions.add_searchpromotion",
    "wagtailsearchpromotions.change_searchpromotion",
    "wagtailsearchpromotions.delete_searchpromotion",
)

# An administrator holds what all other roles hold, and these.
_ADMINISTRATION = (
    "accounts.add_user",
    "accounts.change_user",
    "accounts.delete_user",
    "auth.add_group",
    "auth.change_group",
    "auth.delete_group",
    "wagtailcore.add_task",
    "wagtailcore.change_task",
    "wagtailcore.add_workflow",
    "wagtailcore.change_workflow",
)
_BY_ROLE: Mapping[Role, tuple[str, ...]] = {
    Role.EDITOR: _RUN,
    Role.MODERATOR: _SEE,
    Role.BUDGET_OFFICER: (*_SEE, "wagtail_localize.submit_translation"),
    Role.ANALYST: _SEE,
    Role.AUDITOR: (*_SEE, "audit.view_auditentry", "audit.view_signedhead"),
}
_ALL = tuple(sorted({name for names in _BY_ROLE.values() for name in names}))
PERMISSIONS: Mapping[Role, tuple[str, ...]] = {
    **{role: (*_OFFICE, *names) for role, names in _BY_ROLE.items()},
    Role.ADMINISTRATOR: (*_OFFICE, *_ALL, *_ADMINISTRATION),
}

# Made by a migration of its app, not from a model, so Django does not make it again after a flush:
# permission → (model of its content type, name).
MADE_BY_MIGRATION: Mapping[str, tuple[str, str]] = {
    "wagtail_localize.submit_translation": ("translation", "Can submit translations"),
}

# On the root of the page tree, so for all pages. Roles that are missing here read what the public reads.
_EDIT = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
PAGE_PERMISSIONS: Mapping[Role, tuple[str, ...]] = {
    Role.EDITOR: _EDIT,
    Role.BUDGET_OFFICER: _EDIT,
    Role.ADMINISTRATOR: (*_EDIT, "bulk_delete_page"),
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
    Role.ADMINISTRATOR: _FILES,
}


def all_permission_names() -> dict[str, list[Role]]:
    """Each `app_label.codename` in the matrix with the roles that have it."""
    named: dict[str, list[Role]] = {}
    for table in (PERMISSIONS, COLLECTION_PERMISSIONS):
        for role, names in table.items():
            for name in names:
                named.setdefault(name, []).append(role)
    for role, codenames in PAGE_PERMISSIONS.items():
        for codename in codenames:
            named.setdefault(f"wagtailcore.{codename}", []).append(role)
    return named
