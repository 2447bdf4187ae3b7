"""Below a budget: its dates as a calendar, its proposals in figures. Both are the same for everybody who reads them."""

from __future__ import annotations

import hashlib
from http import HTTPMethod
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.cache import get_conditional_response

from hub.core.engine.csv_cells import csv_lines
from hub.core.engine.icalendar import CONTENT_TYPE, write_calendar
from participatory_budget.reports.calendar import phase_entries
from participatory_budget.reports.statistics import budget_statistics, statistics_rows

_READ = (HTTPMethod.GET, HTTPMethod.HEAD)


def calendar(request: HttpRequest, page: Any) -> HttpResponseBase:
    if request.method not in _READ:
        return HttpResponseNotAllowed(_READ)
    language = page.locale.language_code
    changed = page.last_published_at or page.budget.created_at
    entries = phase_entries(page.budget, page.title, page.get_url() or "", language, changed)
    text = write_calendar(page.title, entries, language=language, program="budgets")
    return _file(request, page, text, CONTENT_TYPE, f'inline; filename="{page.budget.slug}.ics"')


def statistics(request: HttpRequest, page: Any) -> HttpResponseBase:
    found = budget_statistics(page.budget, page.locale.language_code, timezone.now())
    response: HttpResponseBase = page.render(
        request, template="participatory_budget/statistics.html", context_overrides={"statistics": found}
    )
    return response


def statistics_file(request: HttpRequest, page: Any) -> HttpResponseBase:
    if request.method not in _READ:
        return HttpResponseNotAllowed(_READ)
    found = budget_statistics(page.budget, page.locale.language_code, timezone.now())
    text = "".join(csv_lines(statistics_rows(found)))
    name = f'attachment; filename="{page.budget.slug}-statistics.csv"'
    return _file(request, page, text, "text/csv; charset=utf-8", name)


def _file(request: HttpRequest, page: Any, text: str, content_type: str, disposition: str) -> HttpResponseBase:
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()}"'
    response = get_conditional_response(request, etag=tag) or HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = disposition
    response["Content-Language"] = page.locale.language_code
    response["ETag"] = tag
    is_public = not page.get_view_restrictions().exists()
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
