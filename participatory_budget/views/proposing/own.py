"""An author changes a proposal or takes it back; everybody reads what it said before."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hub.accounts.models.user import User
from hub.core.views.private import keep_private
from hub.moderation.enums import State
from participatory_budget.engine.answers import WORDS
from participatory_budget.forms.proposing import AnswerForm
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import is_author, user_can_change, user_can_withdraw
from participatory_budget.reports.proposal_history import history
from participatory_budget.selectors.choices import offer_of
from participatory_budget.selectors.own_proposals import proposal_in, public_texts_of, schedule_of
from participatory_budget.selectors.together import with_verdict
from participatory_budget.services import changing
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.proposing import IncompleteError

_TEMPLATES = "participatory_budget/proposals/own/"


def change(request: HttpRequest, page: Any, *, reference: str) -> HttpResponse:
    if not isinstance(request.user, User):
        return keep_private(redirect_to_login(request.get_full_path()))
    now = timezone.now()
    proposal = _authored(request.user, page, reference)
    refusal = ""
    complaints: Any = ()
    words = {name: getattr(proposal, name) for name in WORDS}
    if request.method == "POST":
        words = {name: request.POST.get(name, "").replace("\x00", "").replace("\r\n", "\n") for name in WORDS}
        try:
            changing.change(proposal, words, actor=request.user, now=now)
            return keep_private(redirect(_address(request, page, proposal)))
        except IncompleteError as error:
            complaints = error.complaints
        except BudgetError as error:
            refusal = error.message
    offer = offer_of(page.budget, page.locale.language_code)
    context = page.get_context(request) | {
        "proposal": proposal,
        "proposal_url": _address(request, page, proposal),
        "form": AnswerForm(WORDS, words, offer, complaints),
        "refusal": refusal,
        "is_open": user_can_change(request.user, proposal, schedule_of(page.budget), now)
        and not with_verdict([proposal.pk]),
    }
    status = 422 if refusal or complaints else 200
    return keep_private(render(request, f"{_TEMPLATES}change.html", context, status=status))


def withdraw(request: HttpRequest, page: Any, *, reference: str) -> HttpResponse:
    if not isinstance(request.user, User):
        return keep_private(redirect_to_login(request.get_full_path()))
    now = timezone.now()
    proposal = _authored(request.user, page, reference)
    refusal = ""
    if request.method == "POST" and proposal.state != State.WITHDRAWN:
        try:
            proposal = changing.withdraw(proposal, actor=request.user, now=now)
        except BudgetError as error:
            refusal = error.message
    context = page.get_context(request) | {
        "proposal": proposal,
        "proposal_url": _address(request, page, proposal),
        "refusal": refusal,
        "is_withdrawn": proposal.state == State.WITHDRAWN,
        "is_open": user_can_withdraw(request.user, proposal, schedule_of(page.budget), now),
    }
    return keep_private(render(request, f"{_TEMPLATES}withdraw.html", context, status=422 if refusal else 200))


def earlier_texts(request: HttpRequest, page: Any, *, reference: str) -> HttpResponse:
    """Each text that was public, and what changed from one to the next; for everybody."""
    proposal = proposal_in(page.budget, reference)
    if proposal is None or proposal.state != State.PUBLISHED:
        raise Http404
    texts = public_texts_of(proposal)
    if len(texts) < 2:
        raise Http404
    context = page.get_context(request) | {
        "proposal": proposal,
        "proposal_url": _address(request, page, proposal),
        "texts": history(texts),
    }
    return render(request, f"{_TEMPLATES}history.html", context)


def _authored(user: User, page: Any, reference: str) -> Proposal:
    """For its authors; to everybody else there is nothing here."""
    proposal = proposal_in(page.budget, reference)
    if proposal is None or proposal.erased_at is not None or not is_author(user, proposal):
        raise Http404
    return proposal


def _address(request: HttpRequest, page: Any, proposal: Proposal) -> str:
    return f"{page.get_url(request)}proposals/{proposal.reference}/"
