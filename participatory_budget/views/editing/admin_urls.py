"""Addresses of the editor, below /cms/."""

from __future__ import annotations

from django.urls import URLPattern, path

from participatory_budget.views.editing import budgets, catalogue, money


def editing_urls() -> list[URLPattern]:
    return [
        path("budgets/", budgets.budgets, name="budget_list"),
        path("budgets/new/", budgets.new_budget, name="budget_new"),
        path("budgets/<uuid:pk>/", budgets.edit, name="budget_edit"),
        path("budgets/<uuid:pk>/facts/", budgets.facts, name="budget_facts"),
        path("budgets/<uuid:pk>/dates/", budgets.dates, name="budget_dates"),
        path("budgets/<uuid:pk>/publish/", budgets.publish, name="budget_publish"),
        path("budgets/<uuid:pk>/count/", budgets.count, name="budget_count"),
        path("budgets/<uuid:pk>/rule/", money.rule, name="budget_rule"),
        path("budgets/<uuid:pk>/envelopes/new/", money.envelope, name="budget_envelope_new"),
        path("budgets/<uuid:pk>/envelopes/<uuid:envelope_id>/", money.envelope, name="budget_envelope"),
        path(
            "budgets/<uuid:pk>/envelopes/<uuid:envelope_id>/delete/",
            money.remove_envelope,
            name="budget_envelope_delete",
        ),
        path("budgets/<uuid:pk>/lists/<slug:kind>/new/", catalogue.entry, name="budget_entry_new"),
        path("budgets/<uuid:pk>/lists/<slug:kind>/<int:entry_id>/", catalogue.entry, name="budget_entry"),
        path(
            "budgets/<uuid:pk>/lists/<slug:kind>/<int:entry_id>/delete/",
            catalogue.remove_entry,
            name="budget_entry_delete",
        ),
    ]
