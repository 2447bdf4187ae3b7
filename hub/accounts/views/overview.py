"""The account page: what the hub knows about me, and what I have done here."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hub.core.registries import account_sections


@never_cache
@login_required
def account_overview(request: HttpRequest) -> HttpResponse:
    sections = [
        {"name": name, "label": section.label, "template": section.template, "context": section.context(request.user)}
        for name, section in account_sections
    ]
    return render(request, "account/overview.html", {"sections": sections})
