"""`budgets/<slug>/progress/`: what became of the projects that were chosen. Each status is an address."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from participatory_budget.reports.projects.progress import progress_of

PER_PAGE = 20


@require_safe
def progress(request: HttpRequest, page: Page) -> HttpResponseBase:
    found = progress_of(page.budget, page.locale.language_code, timezone.now(), request.GET.get("status", ""))
    page_obj = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
    response: HttpResponseBase = page.render(
        request,
        template="participatory_budget/projects/progress.html",
        context_overrides={"found": found, "page_obj": page_obj},
    )
    return response
