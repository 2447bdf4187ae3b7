"""The search page of each language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hub.core.models.pages import BasePage


class SearchPage(BasePage):
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "search/search_page.html"

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")
