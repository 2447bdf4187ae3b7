"""Typing a sheet, and the second person's look at it, who sees nothing of what was typed before they have typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.core.views.private import keep_private
from participatory_budget.engine.paper import Difference
from participatory_budget.enums import PaperFinding
from participatory_budget.forms.paper import SheetForm
from participatory_budget.models.paper import PaperBatch, PaperSheet
from participatory_budget.reports.paper import BatchView, batch_view
from participatory_budget.reports.paper_ballot import PaperProject, numbered
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.voting.paper import check_sheet, mark_of, type_sheet
from participatory_budget.views.paper.shared import document_now, line_of, on_desk

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def type_one(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    return _page(request, pk, number, checks=False)


@require_http_methods(METHODS)
def check_one(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    return _page(request, pk, number, checks=True)


def _page(request: HttpRequest, pk: UUID, number: int, *, checks: bool) -> HttpResponse:
    budget, user, now = on_desk(request, pk)
    line = line_of(budget, number, user, now)
    if not (line.can_check if checks else line.can_type):
        # Somebody finished it meanwhile, or it is another person's: the page of the batch says how it stands.
        return redirect("paper_batch", budget.pk, number)
    document = document_now(budget)
    if document is None:
        raise Http404
    projects = numbered(document, line.batch.envelope.slug)
    view = batch_view(line)
    waiting = view.unchecked if checks else view.missing
    if not waiting and request.method != "POST" and not request.GET.get("sheet"):
        return redirect("paper_batch", budget.pk, number)
    initial = {"number": request.GET.get("sheet") or (waiting[0] if waiting else ""), "kind": "valid"}
    how: dict[str, Any] = {"projects": projects, "ballot": document["rule_card"]["ballot"]}
    form = SheetForm(request.POST or None, initial=initial, **how)
    found: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = {"identity": data["identity"], "read": form.read(), "actor": user, "now": now}
        try:
            if checks:
                found = check_sheet(line.batch, data["number"], **wanted, settles=data["settles"])
            else:
                type_sheet(line.batch, data["number"], **wanted)
        except BudgetError as error:
            if isinstance(error, PermissionDenied):
                raise
            form.refuse(error.where, error.message)
        else:
            if not found:
                text = _("Sheet %(number)s is checked.") if checks else _("Sheet %(number)s is typed.")
                messages.success(request, text % {"number": data["number"]})
                return redirect(_next(budget.pk, batch_view(line), checks=checks))
            form = _with_mark(form, line.batch, data["number"], how)
    context = {
        "budget": budget,
        "line": line,
        "view": view,
        "form": form,
        "checks": checks,
        "waiting": waiting,
        "differences": [_words(one, projects) for one in found],
    }
    status = 422 if form.errors else 200
    return keep_private(render(request, "participatory_budget/voting/desk_sheet.html", context, status=status))


def _next(pk: UUID, view: BatchView, *, checks: bool) -> str:
    left = view.unchecked if checks else view.missing
    name = ("paper_check" if checks else "paper_type") if left else "paper_batch"
    return reverse(name, args=[pk, view.line.batch.number])


def _with_mark(form: SheetForm, batch: PaperBatch, number: int, how: dict[str, Any]) -> SheetForm:
    """The differences were shown: what is sent now with this mark holds."""
    found: Any = form.data
    data = found.copy()
    data["settles"] = mark_of(PaperSheet.objects.get(batch=batch, number=number))
    again = SheetForm(data, **how)
    again.is_valid()
    return again


def _words(one: Difference, projects: Sequence[PaperProject]) -> tuple[str, str, str]:
    """What differs, the first reading, the second one."""
    if one.what == "person":
        return _("The person"), "", ""
    if one.what == "kind":
        first, second = (str(PaperFinding(str(kind)).label) for kind in (one.first, one.second))
        return _("The sheet"), first, second
    name = next((f"{each.number}. {each.title}" for each in projects if each.code == one.what), one.what)
    return name, _mark(int(one.first)), _mark(int(one.second))


def _mark(value: int) -> str:
    return str(value) if value else _("not marked")
