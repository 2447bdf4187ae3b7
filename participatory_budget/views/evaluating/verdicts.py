"""All verdicts of a budget on one page, for everybody."""

from __future__ import annotations

from http import HTTPMethod
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from participatory_budget.reports.evaluation import verdict_rows
from participatory_budget.selectors.evaluation_public import public_verdicts

PER_PAGE = 20


def verdicts(request: HttpRequest, page: Any) -> HttpResponseBase:
    if request.method not in (HTTPMethod.GET, HTTPMethod.HEAD):
        return HttpResponseNotAllowed([HTTPMethod.GET, HTTPMethod.HEAD])
    page_obj = Paginator(public_verdicts(page.budget), PER_PAGE).get_page(request.GET.get("page"))
    response: HttpResponse = page.render(
        request,
        template="participatory_budget/proposals/verdicts.html",
        context_overrides={
            "page_obj": page_obj,
            "rows": verdict_rows(page_obj.object_list, page.budget.currency),
        },
    )
    return response
