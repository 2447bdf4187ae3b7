"""What these pages share: which proposal is meant, for whom it exists, and the way to sign in and back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from hub.core.views.private import keep_private
from hub.moderation.enums import State
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import is_author
from participatory_budget.phases import Schedule, phases_of
from participatory_budget.selectors.together import proposal_by_reference


def found(request: HttpRequest, page: Any, reference: str) -> Proposal:
    """What is not public exists for its authors only."""
    proposal = proposal_by_reference(page.budget_id, reference)
    if proposal is None or proposal.erased_at is not None:
        raise Http404
    if proposal.state != State.PUBLISHED and not is_author(request.user, proposal):
        raise Http404
    return proposal


def schedule_of(proposal: Proposal) -> Schedule:
    return phases_of(BudgetPhase.objects.filter(budget=proposal.budget_id))


def proposals_base(request: HttpRequest, page: Any) -> str:
    return f"{page.get_url(request) or ''}proposals/"


def not_yours(request: HttpRequest, page: Any, proposal: Proposal) -> HttpResponseBase:
    """For who is signed in and has no say here; the general page would speak of a missing role."""
    context = {"page": page, "proposal": proposal, "here": f"{proposals_base(request, page)}{proposal.reference}/"}
    return keep_private(render(request, "participatory_budget/proposals/not_yours.html", context, status=403))


def sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """And back to where one was."""
    return keep_private(redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"))
