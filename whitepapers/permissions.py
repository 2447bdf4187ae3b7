"""Who may make documents from files, and new versions of which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wagtail_localize.models import Translation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User


def user_can_add_documents(user: User | AnonymousUser, libraries: Iterable[Any]) -> bool:
    """Wagtail's own rule: may this person add a page below a library, in any language?"""
    return any(library.permissions_for_user(user).can_add_subpage() for library in libraries)


def user_can_rewrite(user: User | AnonymousUser, page: Any) -> bool:
    """May edit the page, and nobody has locked it against them."""
    tester = page.permissions_for_user(user)
    return bool(tester.can_edit() and not tester.page_locked())


def user_can_restructure(user: User | AnonymousUser, page: Any) -> bool:
    """Splitting and merging is for the original: a translation takes its clauses over when it is synchronised."""
    return user_can_rewrite(user, page) and page.alias_of_id is None and not _is_translation(page)


def _is_translation(page: Any) -> bool:
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).exists()
