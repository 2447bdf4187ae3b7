"""Supporting a proposal. GET asks, POST does it: the public page holds no token and so no cookie.

Who is not signed in is led to sign in and comes back to the question.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from hub.contributions.selectors import has_verified_address
from hub.core.views.private import keep_private
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.phases import phases_of
from participatory_budget.reports.proposal_page import proposal_view
from participatory_budget.selectors.proposal_addresses import proposal_path
from participatory_budget.selectors.supports import own_supports
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.supporting import (
    AddressNotConfirmedError,
    NoSupportLeftError,
    SupportsClosedError,
    give_support,
    take_support_back,
)
from participatory_budget.views.proposals.finding import public_proposal

_STATUS = {SupportsClosedError: 409, NoSupportLeftError: 422, AddressNotConfirmedError: 403}
_ACTS = {"give": give_support, "take_back": take_support_back}


@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, page: Page, reference: str) -> HttpResponseBase:
    found, now, problem, status = public_proposal(page, reference), timezone.now(), "", 200
    page_url = page.get_url(request) or ""
    here = proposal_path(page_url, found.reference, "support")
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': here})}")
        act = _ACTS.get(request.POST.get("act", ""), give_support)
        try:
            act(found, actor=request.user, now=now)
        except BudgetError as error:
            problem, status = error.message, _STATUS.get(type(error), 403)
        else:
            return redirect(f"{proposal_path(page_url, found.reference)}#support")
    phases = phases_of(BudgetPhase.objects.filter(budget=page.budget))
    response = page.render(
        request,
        template="participatory_budget/proposals/support.html",
        context_overrides={
            "view": proposal_view(found, page_url, page.locale.language_code, phases, now),
            "proposal": found,
            "supported": own_supports(request.user, found) if request.user.is_authenticated else None,
            "confirmed": has_verified_address(request.user),
            "problem": problem,
            "next": here,
        },
    )
    response.status_code = status
    return keep_private(response)
