"""Before a search page is served: not more questions from one address than people ask. The editor's menu of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from hub.contributions.services.limits import allow_search
from hub.contributions.views.compose import client_address
from hub.core.views.errors import too_many_requests
from search.engine.wish import wish_of
from search.models.pages import SearchPage
from search.viewsets import SynonymViewSet, synonym_viewset


@hooks.register("before_serve_page")
def limit_questions(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    if not isinstance(page, SearchPage) or wish_of(dict(request.GET.lists())).is_empty:
        return None
    if allow_search(address=client_address(request), now=timezone.now()):
        return None
    return too_many_requests(request, retry_after=600)


@hooks.register("register_admin_viewset")
def synonyms() -> SynonymViewSet:
    return synonym_viewset


@hooks.register("construct_reports_menu")
def leave_out_search_terms(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """What visitors ask is kept nowhere, so a report of it would always be empty."""
    menu_items[:] = [item for item in menu_items if item.name != "search-terms"]
