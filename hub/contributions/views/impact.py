"""`account/impact/`: all that a person sent, and what became of each. Signed in, or with a fresh code by e-mail.

Whoever asks for a code gets the same answer for every address: nobody learns whether something came from it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hub.contributions import selectors, services
from hub.contributions.enums import Refusal
from hub.contributions.forms.impact import AddressForm
from hub.contributions.models.comment import CommentQuerySet
from hub.contributions.reports import impact_of
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.limits import allow_code_entry, allow_impact_code
from hub.contributions.views.compose import client_address
from hub.contributions.views.grants import end_impact, grant_impact, impact_key
from hub.contributions.views.origin import is_forged
from hub.contributions.views.private import keep_private


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def my_impact(request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated:
        return _show(request, selectors.contributions_of(request.user), by_code=False)
    if request.method == "POST":
        return _ask(request)
    key = impact_key(request, timezone.now())
    if key:
        return _show(request, selectors.contributions_from(key), by_code=True)
    return keep_private(render(request, "contributions/impact_ask.html", {"form": AddressForm()}))


def _show(request: HttpRequest, rows: CommentQuerySet, *, by_code: bool) -> HttpResponseBase:
    impact = impact_of(rows, request.GET.get("page") or 1, timezone.now())
    context = {"impact": impact, "page_obj": impact.page, "by_code": by_code}
    return keep_private(render(request, "contributions/impact.html", context))


def _ask(request: HttpRequest) -> HttpResponseBase:
    now = timezone.now()
    action = request.POST.get("action", "")
    form = AddressForm(request.POST)
    context: dict[str, Any] = {"form": form}
    try:
        if is_forged(request):
            raise RefusedError(Refusal.PAGE_OLD)
        if action == "end":
            end_impact(request)
            return keep_private(redirect("account_impact"))
        if form.is_valid():
            email = form.cleaned_data["email"]
            context["email"] = email
            if action == "use":
                if not allow_code_entry(address=client_address(request), now=now):
                    raise RefusedError(Refusal.TOO_MANY)
                grant_impact(request, services.use_impact_code(email, request.POST.get("code", ""), now), now)
                return keep_private(redirect("account_impact"))
            if (refusal := allow_impact_code(email=email, address=client_address(request), now=now)) is not None:
                raise RefusedError(refusal)
            services.send_impact_code(email, language=get_language() or "", now=now)
    except RefusedError as error:
        context["refusal"] = error.refusal
    refused = context.get("refusal")
    status = (429 if refused in (Refusal.TOO_MANY, Refusal.TOO_MANY_ASKED) else 422) if refused else 200
    if not form.is_valid():
        status = 422
    context["asks_for_code"] = "email" in context and refused not in (Refusal.PAGE_OLD, Refusal.TOO_MANY_ASKED)
    return keep_private(render(request, "contributions/impact_ask.html", context, status=status))
