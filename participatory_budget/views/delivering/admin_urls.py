"""Addresses below /cms/."""

from __future__ import annotations

from django.urls import path

from participatory_budget.views.delivering import desk, listing, step

URLS = [
    path("budgets/<uuid:pk>/projects/", listing.projects, name="budget_projects"),
    path("budgets/<uuid:pk>/projects/winners/", listing.make_winners, name="budget_projects_winners"),
    path("budgets/<uuid:pk>/projects/new/", listing.new_project, name="budget_project_new"),
    path("projects/<uuid:pk>/", desk.desk, name="project_desk"),
    path("projects/<uuid:pk>/photos/<uuid:photo_id>/", desk.photo, name="project_desk_photo"),
    path("projects/<uuid:pk>/<slug:name>/", step.step, name="project_step"),
    path("projects/<uuid:pk>/<slug:name>/<uuid:item_id>/", step.step, name="project_step_of"),
]
