"""Addresses below /cms/ for merges."""

from __future__ import annotations

from django.urls import URLPattern, path

from participatory_budget.views.together import officer

ADMIN_URLS: list[URLPattern] = [path("budgets/<uuid:pk>/merges/", officer.merges, name="budget_merges")]
