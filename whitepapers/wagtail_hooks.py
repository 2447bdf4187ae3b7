"""Registration with Wagtail's admin only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from whitepapers.selectors import kept_pages, stays_public
from whitepapers.views.imports import entries as _imports  # noqa: F401 registers the import in the admin


@hooks.register("insert_global_admin_css")
def editor_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("whitepapers/editor.css"))


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
