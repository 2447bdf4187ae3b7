"""Where the import is found in Wagtail's admin: the menu, and the library in the page explorer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from hub.accounts.models.user import User
from whitepapers.models.pages import DocumentIndexPage, DocumentPage
from whitepapers.permissions import user_can_add_documents, user_can_rewrite
from whitepapers.publishing.import_work import libraries
from whitepapers.views.imports import mapping, preview, start


@hooks.register("register_admin_urls")
def import_urls() -> list[URLPattern]:
    return [
        path("import/", start.start, name="document_import"),
        path("import/<uuid:pk>/", preview.preview, name="document_import_preview"),
        path("import/<uuid:pk>/drop/", start.discard, name="document_import_discard"),
        path("import/<uuid:pk>/save/", preview.finish, name="document_import_finish"),
        path("import/<uuid:pk>/pairs/", mapping.mapping, name="document_import_mapping"),
        path("import/<uuid:pk>/pairs/<str:key>/", mapping.pair, name="document_import_pair"),
        path("import/<uuid:pk>/parts/<str:key>/", preview.part, name="document_import_part"),
    ]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and user_can_add_documents(request.user, libraries())


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    return ImportMenuItem(
        _("Import a text"), reverse("document_import"), name="document-import", icon_name="upload", order=235
    )


@hooks.register("register_page_header_buttons")
def header_buttons(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[Button]:
    """On the library: a new document; on a document: a new version of it."""
    specific = page.specific_class
    if specific is not None and issubclass(specific, DocumentIndexPage) and user_can_add_documents(user, [page]):
        yield Button(_("Import a text"), reverse("document_import"), icon_name="upload", priority=60)
    elif specific is not None and issubclass(specific, DocumentPage) and user_can_rewrite(user, page):
        address = f"{reverse('document_import')}?target={page.translation_key}"
        yield Button(_("Import a new version"), address, icon_name="upload", priority=60)
