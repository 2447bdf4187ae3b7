"""Addresses below /cms/."""

from __future__ import annotations

from django.urls import URLPattern, path

from participatory_budget.views.vote_desk import amendments, desk

URLS: list[URLPattern] = [
    path("budgets/<uuid:pk>/vote/", desk.desk, name="vote_desk"),
    path("budgets/<uuid:pk>/amendments/", amendments.amendments, name="amendments"),
    path("budgets/<uuid:pk>/amendments/<slug:kind>/", amendments.amend_one, name="amendment_new"),
]
