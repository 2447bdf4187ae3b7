"""Addresses about who may vote, below /cms/."""

from __future__ import annotations

from django.urls import URLPattern, path

from participatory_budget.views.roll import codes, desk, roll, rules

URLS: list[URLPattern] = [
    path("budgets/<uuid:pk>/voting-rules/", rules.voting_rules, name="budget_voting_rules"),
    path("budgets/<uuid:pk>/roll/", roll.roll, name="budget_roll"),
    path("budgets/<uuid:pk>/roll/register/", roll.register, name="budget_roll_register"),
    path("budgets/<uuid:pk>/roll/codes/", codes.make, name="budget_roll_codes"),
    path("budgets/<uuid:pk>/roll/codes/back/", codes.back, name="budget_roll_codes_back"),
    path("budgets/<uuid:pk>/roll/desk/", desk.desk, name="budget_roll_desk"),
]
