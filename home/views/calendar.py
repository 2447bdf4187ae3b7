"""The city's calendar, and its subscription. The same for everybody who reads them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from home.reports.calendar_page import calendar_page
from home.reports.calendar_page import subscription as subscribed
from hub.core.context_processors import hub_name
from hub.core.engine.icalendar import CONTENT_TYPE, write_calendar


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    found = calendar_page(request.GET, _language(), timezone.now())
    return render(request, "home/calendar.html", {"found": found, "filters": found.filters})


@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    language = _language()
    name, entries = subscribed(request.GET, language, timezone.now(), hub_name())
    text = write_calendar(name, entries, language=language, program="city")
    response = HttpResponse(text, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["Content-Language"] = language
    # Asked for anew each time, which the ETag makes cheap.
    response["Cache-Control"] = "public, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
