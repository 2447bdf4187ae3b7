"""Codes: made, shown once, taken back. Whoever leaves the page without printing it makes new ones."""

from __future__ import annotations

import base64
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hub.core.engine.csv_cells import csv_lines
from hub.core.views.private import keep_private
from participatory_budget.forms.roll_desk import CodesForm, TakeBackForm
from participatory_budget.models.budget import Budget
from participatory_budget.selectors.editing import titles_of
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.roll.codes import Batch, make_codes, take_back, take_batch_back
from participatory_budget.views.editing.shared import actor, language
from participatory_budget.views.roll.shared import budget_at_desk, name_of, show_roll

# A page with more would stop the browser; a printer's office takes the file.
MOST_ON_A_PAGE = 5000


@require_POST
def make(request: HttpRequest, pk: UUID) -> HttpResponse:
    now = timezone.now()
    budget = budget_at_desk(request, pk, now)
    form = CodesForm(request.POST, auto_id="codes-%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = make_codes(budget, actor=actor(request), now=now, number=data["number"], batch=data["batch"])
        except NotAllowedError:
            raise
        except BudgetError as error:
            form.refuse(error.where if error.where != "batch" else "", error.message)
        else:
            as_file = data["form_of"] == "csv" or len(made.codes) > MOST_ON_A_PAGE
            return keep_private(_file(made, budget) if as_file else show_codes(request, budget, made))
    return show_roll(request, budget, now, status=422, codes_form=form)


@require_POST
def back(request: HttpRequest, pk: UUID) -> HttpResponse:
    now = timezone.now()
    budget = budget_at_desk(request, pk, now)
    form = TakeBackForm(request.POST, auto_id="back-%s")
    if form.is_valid():
        data, taken = form.cleaned_data, 1
        try:
            if data["batch"]:
                taken = take_batch_back(budget, data["batch"], actor=actor(request), now=now)
            else:
                take_back(budget, actor=actor(request), now=now, code=data["code"], line=data["line"])
        except NotAllowedError:
            raise
        except BudgetError as error:
            form.refuse(error.where, error.message)
        else:
            text = ngettext("%(figure)s code was taken back.", "%(figure)s codes were taken back.", taken)
            messages.success(request, text % {"figure": number_format(taken, force_grouping=True)})
            return redirect("budget_roll", pk=budget.pk)
    return show_roll(request, budget, now, status=422, back_form=form)


def show_codes(request: HttpRequest, budget: Budget, made: Batch) -> HttpResponse:
    """To print and cut; the same list as a file stands behind a link on the page, since nothing keeps it."""
    page = titles_of([budget.pk], language()).get(budget.pk)
    context = {
        "budget": budget,
        "title": name_of(budget),
        "batch": made,
        "file": base64.b64encode(_csv(made).encode()).decode(),
        "file_name": _file_name(made, budget),
        "address": request.build_absolute_uri(f"{page.get_url(request)}eligibility/") if page and page.live else "",
        "has_lines": any(one.line for one in made.codes),
    }
    return keep_private(render(request, "participatory_budget/voting/roll_codes.html", context))


def _file(made: Batch, budget: Budget) -> HttpResponse:
    answer = HttpResponse(_csv(made), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(made, budget)}"'
    return answer


def _file_name(made: Batch, budget: Budget) -> str:
    return f"{budget.slug}-codes-{made.number}.csv"


def _csv(made: Batch) -> str:
    rows = [("line", "code"), *((one.line or "", one.code) for one in made.codes)]
    return "".join(csv_lines(rows))
