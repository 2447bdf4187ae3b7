"""The tracker: what was promised over all years, and what became of it. The same for everybody who reads it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from hub.promises.reports.tracker import tracker as tracked


@require_safe
def tracker(request: HttpRequest) -> HttpResponse:
    language = translation.get_language() or settings.LANGUAGE_CODE
    found = tracked(request.GET, language, timezone.now())
    return render(request, "promises/tracker.html", {"found": found, "page_obj": found.page})
