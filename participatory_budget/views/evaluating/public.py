"""How the city looks at a proposal, for everybody; its author answers and appeals here."""

from __future__ import annotations

from http import HTTPMethod
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.core.views.private import keep_private
from participatory_budget.forms.evaluation_answers import AnswerChangeForm, AppealForm
from participatory_budget.models.evaluation import ScopeChange, Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.reports.evaluation import EvaluationView, evaluation_view
from participatory_budget.selectors.own_proposals import proposal_in
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.evaluating.appealing import appeal
from participatory_budget.services.evaluating.changing import answer_change

METHODS = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.POST]


def evaluation(request: HttpRequest, page: Any, *, reference: str) -> HttpResponseBase:
    """404 for what is not public, as for what does not exist."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    proposal = proposal_in(page.budget, reference)
    now, language = timezone.now(), page.locale.language_code
    view = evaluation_view(proposal, request.user, language, now) if proposal else None
    if proposal is None or view is None:
        raise Http404
    if request.method == HTTPMethod.POST:
        return keep_private(_answer(request, page, proposal, view))
    response = _show(request, page, proposal, view)
    return keep_private(response) if request.user.is_authenticated else response


def _answer(request: HttpRequest, page: Any, proposal: Proposal, view: EvaluationView) -> HttpResponseBase:
    if not isinstance(request.user, User):
        return redirect_to_login(request.get_full_path())
    # The number names what the person had before them: a second press does not answer the next question.
    try:
        number = int(request.POST.get("about", ""))
    except ValueError:
        raise Http404 from None
    step = request.POST.get("step", "")
    try:
        if step == "change":
            form: AnswerChangeForm | AppealForm = AnswerChangeForm(request.POST)
            if form.is_valid():
                change = ScopeChange.objects.filter(pk=number, evaluation__proposal=proposal).first()
                if change is None:
                    raise Http404
                agreed = form.cleaned_data["agreed"] == "yes"
                answer_change(
                    change.pk, agreed=agreed, answer=form.cleaned_data["answer"], actor=request.user, now=timezone.now()
                )
                messages.success(request, _("Your answer has reached the city, and everybody can read it."))
        elif step == "appeal":
            form = AppealForm(request.POST)
            if form.is_valid():
                verdict = Verdict.objects.filter(pk=number, evaluation__proposal=proposal).first()
                if verdict is None:
                    raise Http404
                appeal(
                    verdict.pk,
                    text=form.cleaned_data["text"],
                    language=page.locale.language_code,
                    actor=request.user,
                    now=timezone.now(),
                )
                messages.success(request, _("Your appeal has reached the city. Somebody else looks at it now."))
        else:
            raise Http404
    except BudgetError as error:
        if isinstance(error, PermissionDenied):
            raise
        form.refuse(error.where, error.message)
    if form.errors:
        return _show(request, page, proposal, view, step=step, form=form, status=422)
    return redirect(f"{page.get_url(request)}proposals/{proposal.reference}/evaluation/")


def _show(
    request: HttpRequest,
    page: Any,
    proposal: Proposal,
    view: EvaluationView,
    *,
    step: str = "",
    form: AnswerChangeForm | AppealForm | None = None,
    status: int = 200,
) -> HttpResponse:
    change_form = form if step == "change" else AnswerChangeForm() if view.to_answer else None
    appeal_form = form if step == "appeal" else AppealForm() if view.to_appeal else None
    response: HttpResponse = page.render(
        request,
        template="participatory_budget/proposals/evaluation.html",
        context_overrides={
            "evaluation": view,
            "proposal": proposal,
            "change_form": change_form,
            "appeal_form": appeal_form,
            "form": form,
            "about_change": request.POST.get("about") or (view.to_answer.pk if view.to_answer else ""),
            "about_verdict": request.POST.get("about") or (view.to_appeal.pk if view.to_appeal else ""),
            "reading_language": page.locale.language_code,
        },
    )
    response.status_code = status
    return response
