"""`budgets/<slug>/projects/<slug>/satisfaction/`: GET asks, POST answers; nobody else learns what was said."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from hub.contributions.selectors import has_verified_address
from hub.core.views.private import keep_private
from participatory_budget.forms.seen import SatisfactionForm
from participatory_budget.permissions.deliveries import user_can_say_how_satisfied
from participatory_budget.selectors.resident_reports import own_satisfaction
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.seen.satisfying import NotFinishedError, say_how_satisfied, take_satisfaction_back
from participatory_budget.views.seen.finding import reported_on

_STATUS = {NotFinishedError: 409, NotAllowedError: 403}


@require_http_methods(["GET", "HEAD", "POST"])
def satisfaction(request: HttpRequest, page: Page, name: str = "") -> HttpResponseBase:
    now = timezone.now()
    delivery, _subject = reported_on(page, name, now)
    page_url = page.get_url(request) or ""
    here = f"{page_url}satisfaction/"
    if not request.user.is_authenticated:
        if request.method == "POST":
            return redirect(f"{reverse('account_login')}?{urlencode({'next': here})}")
        return _shown(request, page, {"delivery": delivery, "next": here})
    status = 200
    if request.method == "POST" and request.POST.get("act") == "take_back":
        take_satisfaction_back(delivery, actor=request.user)
        return redirect(f"{here}?said=gone")
    own = own_satisfaction(delivery, request.user)
    form = SatisfactionForm(request.POST if request.method == "POST" else None, initial={"answer": own})
    if request.method == "POST":
        if form.is_valid():
            try:
                say_how_satisfied(delivery, form.cleaned_data["answer"], actor=request.user, now=now)
            except BudgetError as error:
                form.add_error(None, error.message)
                status = _STATUS.get(type(error), 422)
            else:
                return redirect(f"{here}?said=yes")
        else:
            status = 422
    context = {
        "delivery": delivery,
        "form": form,
        "own": own,
        "said": request.GET.get("said", ""),
        "confirmed": has_verified_address(request.user),
        "asked": user_can_say_how_satisfied(request.user, delivery, now),
        "next": here,
    }
    return _shown(request, page, context, status)


def _shown(request: HttpRequest, page: Page, context: dict[str, Any], status: int = 200) -> HttpResponseBase:
    template = "participatory_budget/projects/satisfaction.html"
    response = page.render(request, template=template, context_overrides=context)
    response.status_code = status
    return keep_private(response)
