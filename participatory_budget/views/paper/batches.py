"""The list of batches, a new one, and one batch with its next step."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hub.accounts.models.user import User
from hub.core.views.private import keep_private
from participatory_budget.forms.paper import BatchForm, CountForm
from participatory_budget.models.budget import Budget
from participatory_budget.models.paper import PaperBatch
from participatory_budget.permissions.voting import user_can_type_paper
from participatory_budget.reports.paper import batch_lines, batch_view, reconciliation
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.paper import schedule, vote_is_over, voting_phase
from participatory_budget.selectors.voting import is_closed, voting_envelopes
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.voting.closing_paper import close_batch
from participatory_budget.services.voting.paper import count_again, finish_typing, open_batch, send_back
from participatory_budget.views.editing.shared import language
from participatory_budget.views.paper.shared import line_of, on_desk


@require_safe
def batches(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget, user, now = on_desk(request, pk)
    context = {
        "budget": budget,
        "lines": batch_lines(budget, user, language(), now),
        "phase": voting_phase(budget),
        "can_open": user_can_type_paper(user, schedule(budget), now) and not is_closed(budget),
        "is_over": vote_is_over(budget, now),
        "ballots": _envelopes(budget),
        "sheet": reconciliation(budget, language(), now),
    }
    return keep_private(render(request, "participatory_budget/voting/desk_paper.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def new_batch(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget, user, now = on_desk(request, pk)
    if not user_can_type_paper(user, schedule(budget), now):
        raise PermissionDenied
    rows = {one.slug: one for one in voting_envelopes(budget)}
    form = BatchForm(request.POST or None, envelopes=_envelopes(budget))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            batch = open_batch(
                rows[data["envelope"]],
                place=data["place"],
                sheets=data["sheets"],
                actor=user,
                now=now,
                pk=data["key"],
            )
        except BudgetError as error:
            _reraise(error)
            form.refuse(error.where, error.message)
        else:
            return redirect("paper_batch", budget.pk, batch.number)
    context = {"budget": budget, "form": form}
    status = 422 if form.errors else 200
    return keep_private(render(request, "participatory_budget/voting/desk_paper_new.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    budget, user, now = on_desk(request, pk)
    line = line_of(budget, number, user, now)
    form = CountForm(request.POST if request.POST.get("step") == "count" else None)
    if request.method == "POST":
        try:
            if _step(request, line.batch, form, user, now):
                return redirect("paper_batch", budget.pk, number)
        except BudgetError as error:
            _reraise(error)
            messages.error(request, error.message)
            return redirect("paper_batch", budget.pk, number)
    view = batch_view(line)
    context = {
        "budget": budget,
        "view": view,
        "line": line,
        "form": form,
        "is_over": vote_is_over(budget, now),
        "sheet": reconciliation(budget, language(), now, only=number),
    }
    status = 422 if form.errors else 200
    return keep_private(render(request, "participatory_budget/voting/desk_batch.html", context, status=status))


def _step(request: HttpRequest, found: PaperBatch, form: CountForm, user: User, now: datetime) -> bool:
    """True when it is done; False where what was typed is to be shown again."""
    step = request.POST.get("step")
    if step == "finish":
        finish_typing(found, actor=user, now=now)
        messages.success(request, _("All sheets are typed. Somebody else checks them now."))
    elif step == "send_back":
        send_back(found, actor=user, now=now)
        messages.success(request, _("The batch is back with the person who typed it."))
    elif step == "close":
        close_batch(found, actor=user, now=now)
        messages.success(request, _("The batch is in the ballot box. Its sheets are deleted here: keep the paper."))
    elif step == "count":
        if not form.is_valid():
            return False
        count_again(found, form.cleaned_data["sheets"], actor=user, now=now)
        messages.success(request, _("Saved."))
    else:
        raise Http404
    return True


def _reraise(error: BudgetError) -> None:
    if isinstance(error, PermissionDenied):
        raise error


def _envelopes(budget: Budget) -> list[tuple[str, str]]:
    voted = {one.pk for one in voting_envelopes(budget)}
    return [(one.envelope.slug, one.name) for one in envelope_tree(budget, language()) if one.envelope.pk in voted]
