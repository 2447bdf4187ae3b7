"""What every page of the editor does: let in, find the budget, show a form that keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation

from hub.accounts.models.user import User
from participatory_budget.forms.editing_base import EditForm
from participatory_budget.models.budget import Budget
from participatory_budget.permissions.budgets import user_can_edit_budgets
from participatory_budget.selectors.editing import titles_of
from participatory_budget.services.errors import BudgetError


def budget_to_edit(request: HttpRequest, pk: UUID) -> Budget:
    """403 for who may not; 404 for what is not there."""
    if not user_can_edit_budgets(request.user, timezone.now()):
        raise PermissionDenied
    return get_object_or_404(Budget, pk=pk)


def actor(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def language() -> str:
    return translation.get_language() or "en"


def desk_url(budget: Budget, section: str = "") -> str:
    return reverse("budget_edit", args=[budget.pk]) + (f"#{section}" if section else "")


def _name(budget: Budget) -> str:
    page = titles_of([budget.pk], language()).get(budget.pk)
    return str(page.title) if page else budget.slug


def saved(form: EditForm, save: Callable[[], Any], seen_now: Callable[[], str]) -> bool:
    """Calls the service. A refusal stands in the form, beside what was typed; the next save sees what stands now."""
    try:
        save()
    except BudgetError as error:
        form.refuse(error.where, error.message)
        if error.where == "seen":
            form.see_again(seen_now())
        return False
    return True


def show_form(
    request: HttpRequest, form: EditForm, title: str, back: str, budget: Budget | None = None, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "subtitle": _name(budget) if budget else "", **more}
    template = more.get("template", "participatory_budget/admin/form.html")
    return render(request, template, context)
