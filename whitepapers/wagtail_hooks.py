"""Registration with Wagtail's admin only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from whitepapers.models.pages import DocumentPage
from whitepapers.permissions import user_can_restructure
from whitepapers.selectors import kept_pages, stays_public
from whitepapers.views import editing
from whitepapers.views.imports import entries as _imports  # noqa: F401 registers the import in the admin


@hooks.register("insert_global_admin_css")
def editor_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("whitepapers/editor.css"))


@hooks.register("register_admin_urls")
def editing_urls() -> list[URLPattern]:
    return [
        path("documents-of-clauses/<int:page_id>/readiness/", editing.readiness_page, name="document_readiness"),
        path("documents-of-clauses/<int:page_id>/clauses/", editing.restructure, name="document_restructure"),
        path("documents-of-clauses/<int:page_id>/numbers/", editing.numbers, name="document_numbers"),
    ]


@hooks.register("register_page_header_buttons")
def document_tools(page: Page, user: Any, next_url: str | None = None, **kwargs: Any) -> Iterator[Button]:
    """In the menu of a document, wherever Wagtail shows it."""
    if not isinstance(page, DocumentPage) or not page.permissions_for_user(user).can_edit():
        return
    yield Button(_("Before you publish"), reverse("document_readiness", args=[page.pk]), icon_name="tasks", priority=25)
    if user_can_restructure(user, page):
        yield Button(
            _("Split and merge clauses"), reverse("document_restructure", args=[page.pk]), icon_name="cut", priority=26
        )


@hooks.register("before_delete_page")
def keep_published_document(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page, or one that published documents stand below."""
    return _refused(request, [page])


@hooks.register("before_bulk_action")
def keep_published_documents(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action_class_instance: Any
) -> HttpResponse | None:
    if action_type != "delete":
        return None
    return _refused(request, [one for one in objects if isinstance(one, Page)])


def _refused(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    kept = kept_pages(pages) if pages else []
    if not kept:
        return None
    messages.error(
        request,
        _(
            "“%(title)s” cannot be deleted: it was published, and its versions stay on record. "
            "Unpublish it to take it down."
        )
        % {"title": kept[0].get_admin_display_title()},
    )
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else pages[0].pk)


@hooks.register("after_unpublish_page")
def tell_what_stays(request: HttpRequest, page: Page) -> None:
    if kept_pages([page]) and stays_public(page.translation_key):
        messages.info(
            request,
            _("People have commented on this text, so its versions and clauses stay readable at their addresses."),
        )
