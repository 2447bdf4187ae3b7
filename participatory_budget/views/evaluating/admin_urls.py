"""Addresses below /cms/."""

from __future__ import annotations

from django.urls import path

from participatory_budget.views.evaluating import one, workspace

URLS = [
    path("budgets/<uuid:pk>/evaluation/", workspace.workspace, name="budget_evaluation"),
    path("budgets/<uuid:pk>/evaluation.csv", workspace.download, name="budget_evaluation_download"),
    path("budgets/<uuid:pk>/evaluation/<str:reference>/", one.one, name="budget_evaluation_one"),
]
