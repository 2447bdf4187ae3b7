"""Topics and districts: the lists of them, and everything under one. The same for everybody who reads them."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from home.reports.heading_page import heading_page
from home.selectors.headings import all_headings


@require_safe
def headings(request: HttpRequest, kind: str) -> HttpResponse:
    lines = all_headings(_language()).of_kind(kind)
    return render(request, "home/headings.html", {"kind": kind, "lines": lines})


@require_safe
def heading(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    found = heading_page(kind, key, _language(), timezone.now())
    if found is None:
        raise Http404
    return render(request, "home/heading.html", {"found": found, "heading": found.heading, "kind": kind})


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
