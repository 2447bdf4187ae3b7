"""The search page of each language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.core.engine.folding import MAX_QUERY
from hub.core.models.pages import BasePage
from hub.core.search import search_changed
from search.engine.addresses import search_address
from search.engine.wish import wish_of


class SearchPage(BasePage):
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "search/search_page.html"

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")

    def note_languages(self, request: HttpRequest) -> None:
        """The switch asks the same question in the other language."""
        super().note_languages(request)
        query_string = wish_of(dict(request.GET.lists())).canonical(page=False)
        if query_string and hasattr(request, "language_urls"):
            request.language_urls = {code: f"{url}?{query_string}" for code, url in request.language_urls.items()}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Django loads this app's models before those of the apps that it reads from.
        from search.reports.results import results

        context = super().get_context(request, *args, **kwargs)
        wish = wish_of(dict(request.GET.lists()))
        found = results(wish, reader=self.locale.language_code, now=timezone.now())
        context["found"] = found
        context["page_obj"] = found.pages
        context["max_query"] = MAX_QUERY
        address = search_address(self.locale.language_code, found.wish.canonical())
        context["canonical"] = settings.PUBLIC_URL + address
        _note_gone(found.gone)
        return context


def _note_gone(gone: Any) -> None:
    """The index still had what nobody may read any more: it was not shown, and is told anew."""
    if gone:
        by_kind: dict[str, list[str]] = {}
        for kind, key in gone:
            by_kind.setdefault(kind, []).append(key)
        with transaction.atomic():
            for kind, keys in by_kind.items():
                search_changed(kind, keys)
