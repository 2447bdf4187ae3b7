"""Participatory budgets in the editor."""

from __future__ import annotations

from django.urls import URLPattern
from wagtail import hooks

from participatory_budget.views.proposing import entering


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        *entering.admin_urls(),
    ]
