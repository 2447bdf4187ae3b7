"""How the sheets of paper add up, for everybody, after the close."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from participatory_budget.reports.paper import reconciliation


def paper_in_public(request: HttpRequest, page: Any) -> HttpResponseBase:
    """404 before the close and where no paper came in."""
    sheet = reconciliation(page.budget, page.locale.language_code, timezone.now())
    if sheet is None:
        raise Http404
    answer: HttpResponseBase = page.render(
        request, template="participatory_budget/voting/paper.html", context_overrides={"sheet": sheet}
    )
    return answer
