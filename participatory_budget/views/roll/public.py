"""`budgets/<slug>/eligibility/`: where one shows that one may vote. One person's business, so nothing is cached."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hub.accounts.models.user import User
from hub.contributions.selectors import has_verified_address
from hub.contributions.services.limits import allow_proof
from hub.contributions.views.compose import client_address
from hub.core.views.private import keep_private
from participatory_budget.forms.eligibility import FORMS, CodeForm, DeclarationForm, ProofForm, RegisterForm
from participatory_budget.models.budget import Budget
from participatory_budget.reports.eligibility import eligibility_view, way_title
from participatory_budget.selectors.envelopes import envelope_name
from participatory_budget.selectors.own_proposals import schedule_of
from participatory_budget.selectors.voting import roll_entry_of, voting_rules_of
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.roll.errors import AlreadyOnRollError, TakenError
from participatory_budget.services.roll.proving import declare, prove_by_code, prove_by_register

_LONGEST_NEXT = 500


# No number and no code in a report of an error.
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def eligibility(request: HttpRequest, page: Any, *, action: str = "") -> HttpResponseBase:
    now, budget, language = timezone.now(), page.budget, page.locale.language_code
    rules = voting_rules_of(budget)
    view = eligibility_view(budget, rules, schedule_of(budget), language, now)
    if action and (action not in FORMS or action not in view.ways):
        raise Http404
    base = f"{page.get_url(request)}eligibility/"
    then = _then(request)
    here = f"{base}?{urlencode({'next': then})}" if then else base
    user = request.user if isinstance(request.user, User) else None
    forms = {way: FORMS[way](view, initial={"next": then}) for way in view.ways if way in FORMS}
    status = 200
    if request.method == "POST":
        if user is None:
            return keep_private(redirect(f"{reverse('account_login')}?{urlencode({'next': here})}"))
        if not action:
            raise Http404
        forms[action] = form = FORMS[action](view, request.POST)
        status = _prove(request, form, user, budget, now)
        if status == 200:
            return keep_private(redirect(here))
    entry = roll_entry_of(user, budget) if user else None
    context = page.get_context(request) | {
        "view": view,
        "base": base,
        "here": here,
        "then": then or f"{page.get_url(request)}ballot/",
        "entry": entry,
        "district": envelope_name(entry.district, language) if entry and entry.district else "",
        "is_confirmed": has_verified_address(user),
        "boxes": [(way, way_title(way), forms.get(way)) for way in view.ways],
        "failed": forms[action] if status != 200 else None,
    }
    answer: HttpResponse = render(request, "participatory_budget/voting/eligibility.html", context, status=status)
    return keep_private(answer)


def _then(request: HttpRequest) -> str:
    """Where to go on afterwards; only within this hub."""
    wanted = (request.POST.get("next") or request.GET.get("next") or "")[:_LONGEST_NEXT]
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def _prove(request: HttpRequest, form: ProofForm, user: User, budget: Budget, now: datetime) -> int:
    """The status of the answer; 200 where the person is on the roll now."""
    if not form.is_valid():
        return 422
    if not allow_proof(user=user, address=client_address(request), now=now):
        form.refuse("", _("Many numbers and codes were tried from here within an hour. Please try again in an hour."))
        return 429
    try:
        if isinstance(form, RegisterForm):
            prove_by_register(user, budget, form.cleaned_data["identity"], now=now)
        elif isinstance(form, CodeForm):
            prove_by_code(user, budget, form.cleaned_data["code"], now=now)
        elif isinstance(form, DeclarationForm):
            declare(user, budget, form.declaration(), now=now)
    except BudgetError as error:
        form.refuse(error.where, error.message)
        return _status(error)
    return 200


def _status(error: BudgetError) -> int:
    if isinstance(error, NotAllowedError):
        return 403
    return 409 if isinstance(error, TakenError | AlreadyOnRollError) else 422
