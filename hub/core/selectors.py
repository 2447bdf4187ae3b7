"""Reads about pages that every feature needs."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.models import Page


def language_urls(page: Page, request: HttpRequest) -> dict[str, str]:
    """Language code → address of the same page, sub-address included (`clauses/<eId>/`, `v3/`), where it is live."""
    own = page.get_url(request) or ""
    rest = request.path.removeprefix(own) if own and request.path.startswith(own) else ""
    translations = page.get_translations(inclusive=True).live().public().select_related("locale")
    return {
        translation.locale.language_code: f"{url}{rest}"
        for translation in translations
        if (url := translation.get_url(request))
    }
