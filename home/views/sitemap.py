"""The site map: every public page with its other languages, for search engines."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

# What one file may hold, says sitemaps.org.
MAX_ENTRIES = 50_000


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    pages = (
        Page.objects.live()
        .public()
        .filter(depth__gte=2)
        .select_related("locale", "content_type")
        .order_by("path")
        .only("path", "depth", "url_path", "slug", "translation_key", "last_published_at", "locale", "content_type")
    )
    languages: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    entries = []
    for page in pages[:MAX_ENTRIES]:
        url = page.get_full_url(request)
        if not url:
            continue
        languages[page.translation_key].append({"language": page.locale.language_code, "url": url})
        entries.append((url, page.last_published_at, languages[page.translation_key]))
    return render(request, "home/sitemap.xml", {"entries": entries}, content_type="application/xml")
