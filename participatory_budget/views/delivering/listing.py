"""`/cms/budgets/<uuid>/projects/`: what of this budget is carried out, pages for the winners, a project besides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.core.views.private import keep_private
from hub.promises.services import PromiseError
from participatory_budget.forms.delivery_facts import NewProjectForm
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.catalogue import Category, Department
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.envelope import Envelope
from participatory_budget.permissions.deliveries import user_can_carry_out, user_can_see_project_desk
from participatory_budget.phases import phases_of, vote_ahead
from participatory_budget.publishing import add_project, publish_winners
from participatory_budget.publishing.projects import winners
from participatory_budget.reports.project_desk import project_lines
from participatory_budget.selectors.deliveries import deliveries_of
from participatory_budget.selectors.editing import titles_of
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.project_desk import delivered_projects
from participatory_budget.services.delivering.opening import NewDelivery
from participatory_budget.services.errors import BudgetError
from participatory_budget.views.delivering.shared import project_url
from participatory_budget.views.editing.shared import actor, language

PER_PAGE = 50


@require_safe
def projects(request: HttpRequest, pk: UUID) -> HttpResponse:
    now = timezone.now()
    if not user_can_see_project_desk(request.user, now):
        raise PermissionDenied
    budget = get_object_or_404(Budget, pk=pk)
    page_obj = Paginator(deliveries_of(budget.pk), PER_PAGE).get_page(request.GET.get("page"))
    page = titles_of([budget.pk], language()).get(budget.pk)
    context = {
        "budget": budget,
        "title": page.title if page else budget.slug,
        "has_page": page is not None,
        "page_obj": page_obj,
        "lines": project_lines(list(page_obj), language(), now),
        "missing": _without_page(budget),
        "can_write": user_can_carry_out(request.user, now),
    }
    return keep_private(render(request, "participatory_budget/admin/projects.html", context))


@require_POST
def make_winners(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pressed again it makes what is missing, and nothing twice."""
    budget, now = _to_write(request, pk), timezone.now()
    before = _without_page(budget)
    try:
        publish_winners(budget, actor=actor(request), now=now)
    except (BudgetError, PromiseError) as error:
        if isinstance(error, PermissionDenied):
            raise
        messages.error(request, error.message)
        return redirect("budget_projects", pk)
    made = before - _without_page(budget)
    if made:
        text = ngettext("%(count)s winner has a page now.", "%(count)s winners have a page now.", made)
        messages.success(request, text % {"count": made})
    else:
        messages.info(request, _("Every winner has a page already."))
    return redirect("budget_projects", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def new_project(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget = _to_write(request, pk)
    tree = [(one.envelope.pk, one.name) for one in envelope_tree(budget, language())]
    categories, departments = Category.objects.filter(budget=budget), Department.objects.filter(budget=budget)
    form = NewProjectForm(budget.currency or "XXX", tree, categories, departments, language(), request.POST or None)
    made: list[Delivery] = []
    if request.method == "POST" and form.is_valid() and _added(request, budget, form, made):
        messages.success(request, _("The project has a page. Now say what is done by when."))
        return redirect(project_url(made[0], "plan"))
    page = titles_of([budget.pk], language()).get(budget.pk)
    context = {
        "form": form,
        "title": _("Add a project"),
        "save": _("Make its page"),
        "subtitle": page.title if page else budget.slug,
        "budget": budget,
    }
    status = 422 if request.method == "POST" else 200
    return keep_private(render(request, "participatory_budget/admin/project_step.html", context, status=status))


def _added(request: HttpRequest, budget: Budget, form: NewProjectForm, made: list[Delivery]) -> bool:
    data, (category, department) = form.cleaned_data, form.chosen()
    titles = {code: text for code, text in form.texts("title").items() if text}
    summaries = form.texts("summary")
    texts: dict[str, dict[str, Any]] = {
        code: {"title": titles.get(code, ""), "summary": summaries[code]} for code in summaries
    }
    envelope = Envelope.objects.filter(pk=data["envelope"], budget=budget).first() if data["envelope"] else None
    told = NewDelivery(
        titles=titles,
        envelope=envelope,
        category=category,
        department=department,
        due_on=data["due_on"],
        cost=data["cost"],
    )
    try:
        made.append(add_project(budget, told, texts, actor=actor(request), now=timezone.now()))
    except (BudgetError, PromiseError) as error:
        if isinstance(error, PermissionDenied):
            raise
        form.refuse(error.where, error.message)
        return False
    return True


def _to_write(request: HttpRequest, pk: UUID) -> Budget:
    if not user_can_carry_out(request.user, timezone.now()):
        raise PermissionDenied
    return get_object_or_404(Budget, pk=pk)


def _without_page(budget: Budget) -> int:
    """Winners that nobody made a page for; none while the vote is ahead or running."""
    if vote_ahead(phases_of(BudgetPhase.objects.filter(budget=budget)), timezone.now()):
        return 0
    there = delivered_projects(budget.pk)
    return sum(1 for one in winners(budget) if one.pk not in there)
