"""What the staff's pages of the roll share."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from hub.core.views.private import keep_private
from participatory_budget.forms.roll_desk import CodesForm, RegisterFileForm, TakeBackForm
from participatory_budget.models.budget import Budget
from participatory_budget.permissions.budgets import user_can_see_desk
from participatory_budget.permissions.voting import user_can_check_at_desk, user_can_manage_roll
from participatory_budget.reports.eligibility import EligibilityView, eligibility_view, way_title
from participatory_budget.reports.roll import roll_figures
from participatory_budget.selectors.editing import titles_of
from participatory_budget.selectors.own_proposals import schedule_of
from participatory_budget.selectors.voting import voting_rules_of
from participatory_budget.services.roll.codes import next_batch
from participatory_budget.views.editing.shared import language


def budget_at_desk(request: HttpRequest, pk: UUID, now: datetime) -> Budget:
    """403 for who has no desk; 404 for what is not there."""
    if not user_can_see_desk(request.user, now):
        raise PermissionDenied
    return get_object_or_404(Budget, pk=pk)


def name_of(budget: Budget) -> str:
    page = titles_of([budget.pk], language()).get(budget.pk)
    return str(page.title) if page else budget.slug


def view_of(budget: Budget, now: datetime) -> EligibilityView:
    return eligibility_view(budget, voting_rules_of(budget), schedule_of(budget), language(), now)


def show_roll(request: HttpRequest, budget: Budget, now: datetime, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of the roll, with a form that was refused or what an import did."""
    phases, view = schedule_of(budget), view_of(budget, now)
    context = {
        "budget": budget,
        "title": name_of(budget),
        "view": view,
        "ways": [way_title(way) for way in view.ways],
        "figures": roll_figures(budget, phases, language(), now),
        "can_manage": user_can_manage_roll(request.user, phases, now),
        "can_check": user_can_check_at_desk(request.user, phases, now) and "desk" in view.ways,
        "can_take_back": user_can_check_at_desk(request.user, phases, now),
        "file_form": RegisterFileForm(auto_id="file-%s"),
        "codes_form": CodesForm(auto_id="codes-%s", initial={"batch": next_batch(budget), "form_of": "page"}),
        "back_form": TakeBackForm(auto_id="back-%s"),
        **more,
    }
    return keep_private(render(request, "participatory_budget/voting/roll.html", context, status=status))
