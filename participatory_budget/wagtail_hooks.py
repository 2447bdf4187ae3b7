"""Budgets in the editor's rooms: each part lists its own addresses."""

from __future__ import annotations

from django.urls import URLPattern
from wagtail import hooks

from participatory_budget.views.evaluating.admin_urls import URLS as EVALUATION


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [*EVALUATION]
