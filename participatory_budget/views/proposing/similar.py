"""Proposals like the words that somebody types: a piece of HTML, the same for everybody, without a cookie."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hub.contributions.views.compose import client_address
from participatory_budget.selectors.alike import similar_proposals
from participatory_budget.services.asking import may_ask

_LONGEST = 200


def similar(request: HttpRequest, page: Any) -> HttpResponse:
    words = request.GET.get("q", "")[:_LONGEST]
    # Each question reads up to some hundred texts; whoever types is slow, a program is not.
    if not may_ask(client_address(request), timezone.now()):
        return HttpResponse("", status=429)
    context = {"alike": similar_proposals(page.budget, words), "page_url": page.get_url(request)}
    response = render(request, "participatory_budget/proposals/new/_similar.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
