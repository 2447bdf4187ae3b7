"""The search page of each language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hub.core.engine.folding import MAX_QUERY
from hub.core.models.pages import BasePage
from search.selectors import find


class SearchPage(BasePage):
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "search/search_page.html"

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:MAX_QUERY]
        context["query"] = query
        context["results"] = find(query, self.locale.language_code)
        context["max_query"] = MAX_QUERY
        return context
