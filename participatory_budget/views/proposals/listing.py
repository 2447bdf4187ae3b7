"""`budgets/<slug>/proposals/`: each filter is an address. The same for every reader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from participatory_budget.reports.proposal_list import proposal_list


@require_safe
def proposals(request: HttpRequest, page: Page) -> HttpResponseBase:
    page_url = page.get_url(request) or ""
    found = proposal_list(page.budget, page_url, page.locale.language_code, request.GET.dict(), timezone.now())
    return page.render(
        request,
        template="participatory_budget/proposals/list.html",
        context_overrides={"found": found, "page_obj": found.page},
    )
