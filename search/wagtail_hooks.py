"""Before a search page is served: not more questions from one address than people ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page

from hub.contributions.services.limits import allow_search
from hub.contributions.views.compose import client_address
from hub.core.views.errors import too_many_requests
from search.models.pages import SearchPage


@hooks.register("before_serve_page")
def limit_questions(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    if not isinstance(page, SearchPage) or not request.GET.get("q"):
        return None
    if allow_search(address=client_address(request), now=timezone.now()):
        return None
    return too_many_requests(request, retry_after=600)
