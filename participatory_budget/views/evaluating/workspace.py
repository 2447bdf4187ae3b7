"""The officers' list: what is to be looked at, by whom and by when. Below /cms/."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hub.accounts.models.user import User
from hub.core.engine.csv_cells import csv_lines
from participatory_budget.enums import Verdict
from participatory_budget.forms.evaluating import ManyForm
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.evaluation import user_can_see_evaluations
from participatory_budget.phases import voting_began
from participatory_budget.reports.evaluation_rows import csv_rows, rows_of
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.evaluation import departments_of, schedule_of
from participatory_budget.selectors.evaluation_list import EvaluationWish, evaluation_list
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.evaluating.assigning import assign_many

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def workspace(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget, user = _budget(request, pk)
    now, language = timezone.now(), translation.get_language() or "en"
    departments = departments_of(budget)
    form = ManyForm(request.POST or None, departments=departments, language=language)
    chosen = request.POST.getlist("chosen")
    if request.method == "POST" and form.is_valid():
        found = Proposal.objects.filter(budget=budget, reference__in=chosen).values_list("pk", flat=True)
        try:
            done = assign_many(list(found), **form.values(), actor=user, now=now)
        except BudgetError as error:
            if isinstance(error, PermissionDenied):
                raise
            form.refuse(error.where, error.message)
        else:
            text = ngettext("%(figure)s proposal is assigned.", "%(figure)s proposals are assigned.", done)
            messages.success(request, text % {"figure": number_format(done, force_grouping=True)})
            return redirect(request.get_full_path())
    wish = EvaluationWish.read(request.GET.dict())
    found_rows = evaluation_list(budget, wish, user, now)
    page_obj = Paginator(found_rows, PER_PAGE).get_page(request.GET.get("page"))
    tree = envelope_tree(budget, language)
    page = budget_pages([budget.pk], language).get(budget.pk)
    context: dict[str, Any] = {
        "budget": budget,
        "page": page,
        "subtitle": page.title if page else budget.slug,
        "wish": wish,
        "page_obj": page_obj,
        "rows": list(rows_of(page_obj.object_list, budget, tree, language, now)),
        "envelopes": tree,
        "departments": [(one.slug, form.name_of(one)) for one in departments],
        "verdicts": Verdict.choices,
        "form": form,
        "chosen": chosen,
        "is_frozen": voting_began(schedule_of(budget.pk), now),
        "query": request.GET.urlencode(),
    }
    status = 422 if form.errors else 200
    return render(request, "participatory_budget/admin/evaluation_list.html", context, status=status)


@require_safe
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """What the list shows under the same filters, all pages of it."""
    budget, user = _budget(request, pk)
    now, language = timezone.now(), translation.get_language() or "en"
    found = evaluation_list(budget, EvaluationWish.read(request.GET.dict()), user, now)
    rows = rows_of(found.iterator(chunk_size=1000), budget, envelope_tree(budget, language), language, now)
    response = StreamingHttpResponse(
        (line.encode() for line in csv_lines(csv_rows(rows, budget.currency))), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{budget.slug}-evaluation.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _budget(request: HttpRequest, pk: UUID) -> tuple[Budget, User]:
    if not isinstance(request.user, User) or not user_can_see_evaluations(request.user, timezone.now()):
        raise PermissionDenied
    return get_object_or_404(Budget, pk=pk), request.user
