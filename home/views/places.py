"""The city's map. The same for everybody who reads it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from home.reports.map_page import map_page


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    language = translation.get_language() or settings.LANGUAGE_CODE
    found = map_page(request.GET, language, timezone.now())
    return render(request, "home/map.html", {"found": found, "filters": found.filters, "page_obj": found.page})
