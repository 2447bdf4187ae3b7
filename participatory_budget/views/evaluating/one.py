"""The file of one proposal: everything an officer can do with it, each step a form of its own. Below /cms/."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.accounts.models.user import User
from hub.moderation.enums import PUBLIC_STATES
from participatory_budget.forms.evaluating import StepForm
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.evaluation import user_can_see_evaluations
from participatory_budget.reports.evaluation_file import evaluation_file
from participatory_budget.selectors.evaluation import Dossier
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.evaluating.appealing import decide_appeal
from participatory_budget.services.evaluating.assigning import assign
from participatory_budget.services.evaluating.changing import answer_change, offer_change, take_back_change
from participatory_budget.services.evaluating.costing import set_costs
from participatory_budget.services.evaluating.deciding import decide
from participatory_budget.services.evaluating.finding import answer_criteria
from participatory_budget.views.evaluating.file_forms import forms_of


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: UUID, reference: str) -> HttpResponse:
    now, language = timezone.now(), translation.get_language() or "en"
    user = request.user
    if not isinstance(user, User) or not user_can_see_evaluations(user, now):
        raise PermissionDenied
    proposal = get_object_or_404(
        Proposal.objects.select_related("budget", "envelope", "category", "merged_into"),
        budget=pk,
        reference=reference,
        state__in=PUBLIC_STATES,
    )
    file = evaluation_file(proposal, user, language, now)
    step = request.POST.get("step", "")
    forms = forms_of(file, language, step=step, data=request.POST or None)
    if request.method == "POST":
        if step not in ("take_back", *forms):
            raise Http404
        form = forms.get(step)
        if form is None or form.is_valid():
            try:
                told = _take(step, form, proposal, file.dossier, user)
            except BudgetError as error:
                if isinstance(error, PermissionDenied):
                    raise
                if form is None:
                    messages.error(request, error.message)
                    return redirect("budget_evaluation_one", pk, reference)
                form.refuse(error.where, error.message)
            else:
                messages.success(request, told)
                return redirect("budget_evaluation_one", pk, reference)
    context = {"file": file, "forms": forms, "budget": proposal.budget, "proposal": proposal}
    status = 422 if request.method == "POST" else 200
    return render(request, "participatory_budget/admin/evaluation_one.html", context, status=status)


def _take(step: str, form: StepForm | None, proposal: Proposal, dossier: Dossier, user: User) -> str:
    """One step; what is told afterwards. Raises `BudgetError` when it is refused."""
    now = timezone.now()
    data: dict[str, Any] = form.cleaned_data if form is not None else {}
    values: Any = form
    by: dict[str, Any] = {"actor": user, "now": now}

    def criteria() -> str:
        answer_criteria(proposal.pk, values.given(), language=data["language"], seen=data["seen"], **by)
        return _("The answers are kept. Everybody can read them.")

    def costs() -> str:
        set_costs(proposal.pk, values.price(), seen=data["seen"], **by)
        return _("The costs are kept. Everybody can read them.")

    def assigned() -> str:
        assign(proposal.pk, **values.values(), **by)
        return _("It is assigned.")

    def offer() -> str:
        offer_change(proposal.pk, **data, **by)
        return _("The author is asked by mail. Until the answer comes, no verdict can be given.")

    def take_back() -> str:
        take_back_change(proposal.pk, **by)
        return _("The author is not asked any more.")

    def answer() -> str:
        if dossier.open_change is None:
            raise BudgetError(_("There is no change that waits for an answer."))
        answer_change(dossier.open_change.pk, agreed=data["agreed"] == "yes", answer=data["answer"], **by)
        return _("The answer of the author is noted.")

    def verdict() -> str:
        decide(
            proposal.pk, data["verdict"], reason=data["reason"], language=data["language"], after=data["after"], **by
        )
        return _("The verdict is public, and the author is told.")

    def appeal() -> str:
        if dossier.open_appeal is None:
            raise BudgetError(_("This appeal was decided already."))
        decide_appeal(dossier.open_appeal.pk, data["decision"], reason=data["reason"], language=data["language"], **by)
        return _("The decision about the appeal is public, and the author is told.")

    steps: dict[str, Callable[[], str]] = {
        "assign": assigned,
        "criteria": criteria,
        "costs": costs,
        "offer": offer,
        "take_back": take_back,
        "answer": answer,
        "decide": verdict,
        "appeal": appeal,
    }
    return steps[step]()
