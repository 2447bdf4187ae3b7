"""The list of budgets, the desk of one, its facts, its calendar, its pages, its count."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participatory_budget.engine.election import ElectionError
from participatory_budget.engine.fingerprints import fingerprint
from participatory_budget.forms.budget_facts import CalendarForm, FactsForm, PublishForm
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.permissions.budgets import user_can_edit_budgets, user_can_see_desk
from participatory_budget.phases import phases_of
from participatory_budget.publishing import publish_pages_for
from participatory_budget.reports.budget_editing import budget_desk, budget_lines
from participatory_budget.services.counting import count_budget
from participatory_budget.services.editing.dates import change_dates, dates_of
from participatory_budget.services.editing.facts import change_facts, create_budget, facts_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.views.editing.links import desk_links
from participatory_budget.views.editing.shared import actor, budget_to_edit, desk_url, language, saved, show_form

PER_PAGE = 50
FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def budgets(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    if not user_can_see_desk(request.user, now):
        raise PermissionDenied
    page_obj = Paginator(Budget.objects.order_by("-created_at", "slug"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page_obj,
        "lines": budget_lines(page_obj.object_list, language(), now),
        "can_edit": user_can_edit_budgets(request.user, now),
    }
    return render(request, "participatory_budget/admin/budgets.html", context)


@require_http_methods(FORM_METHODS)
def new_budget(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    if not user_can_edit_budgets(request.user, now):
        raise PermissionDenied
    form = FactsForm(request.POST or None)
    made: list[Budget] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, lambda: made.append(create_budget(form.facts(), actor=actor(request), now=now)), str)
    ):
        messages.success(request, _("The budget is there. The list below says what it still needs."))
        return redirect(desk_url(made[0]))
    return show_form(request, form, _("New participatory budget"), "", save=_("Make it"))


@require_safe
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One budget with all its sections."""
    now = timezone.now()
    if not user_can_see_desk(request.user, now):
        raise PermissionDenied
    budget = get_object_or_404(Budget, pk=pk)
    phases = phases_of(BudgetPhase.objects.filter(budget=budget))
    desk = budget_desk(budget, language(), now)
    context: dict[str, Any] = {
        "desk": desk,
        "budget": budget,
        "can_edit": user_can_edit_budgets(request.user, now),
        "links": desk_links(budget, request.user, phases, now),
    }
    context["can_edit_money"] = context["can_edit"] and not desk.is_frozen
    return render(request, "participatory_budget/admin/budget.html", context)


@require_http_methods(FORM_METHODS)
def facts(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget, now = budget_to_edit(request, pk), timezone.now()
    initial = {**FactsForm.initial_of(budget), "seen": fingerprint(facts_of(budget))}
    form = FactsForm(request.POST or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: change_facts(budget, form.facts(), seen=form.cleaned_data["seen"], actor=actor(request), now=now),
            lambda: fingerprint(facts_of(Budget.objects.get(pk=pk))),
        )
    ):
        messages.success(request, _("Saved."))
        return redirect(desk_url(budget, "facts"))
    return show_form(request, form, _("Facts and rules of proposing"), desk_url(budget, "facts"), budget)


@require_http_methods(FORM_METHODS)
def dates(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget, now = budget_to_edit(request, pk), timezone.now()
    phases = phases_of(BudgetPhase.objects.filter(budget=budget))
    initial = {**CalendarForm.initial_of(phases), "seen": fingerprint(dates_of(budget))}
    form = CalendarForm(request.POST or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(
            form,
            lambda: change_dates(budget, form.phases(), seen=form.cleaned_data["seen"], actor=actor(request), now=now),
            lambda: fingerprint(dates_of(budget)),
        )
    ):
        messages.success(request, _("The dates stand on the page and in the calendar."))
        return redirect(desk_url(budget, "dates"))
    return show_form(
        request,
        form,
        _("Calendar"),
        desk_url(budget, "dates"),
        budget,
        template="participatory_budget/admin/calendar.html",
    )


@require_http_methods(FORM_METHODS)
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget, now = budget_to_edit(request, pk), timezone.now()
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        titles, summaries = form.texts("title"), form.texts("summary")
        texts = {code: {"title": titles[code].strip(), "summary": summaries[code].strip()} for code in titles}
        if saved(form, lambda: publish_pages_for(budget, texts, actor=actor(request), now=now), str):
            messages.success(request, _("The pages are public. Pictures and story can be added to them now."))
            return redirect(desk_url(budget, "pages"))
    return show_form(request, form, _("Publish the pages"), desk_url(budget, "pages"), budget, save=_("Publish"))


@require_POST
def count(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All envelopes of a budget, with what they leave each other."""
    budget, now = budget_to_edit(request, pk), timezone.now()
    try:
        counted = count_budget(budget, actor=actor(request), now=now)
    except (BudgetError, ElectionError) as error:
        messages.error(request, _("Nothing was counted: %(reason)s") % {"reason": error.message})
    else:
        messages.success(request, _("Counted. Envelopes with a result: %(figure)s.") % {"figure": len(counted)})
    return redirect(desk_url(budget, "results"))
