"""The last step: all as it will look, the name, and sending; then what happens next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hub.accounts.models.user import User
from participatory_budget.engine.answers import point_of
from participatory_budget.forms.proposing import step_form
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_draft import ProposalDraft
from participatory_budget.reports.draft_view import sections
from participatory_budget.reports.map_data import MapPoint, has_map, map_json
from participatory_budget.reports.proposal_problems import Complaint
from participatory_budget.reports.what_next import what_next
from participatory_budget.selectors.alike import similar_proposals
from participatory_budget.selectors.drafts import photo_of
from participatory_budget.selectors.own_proposals import schedule_of
from participatory_budget.services.checking import complaints
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.proposing import IncompleteError, UnconfirmedAddressError, send

if TYPE_CHECKING:
    from participatory_budget.views.proposing.steps import Place

_TEMPLATES = "participatory_budget/proposals/new/"


def check_page(request: HttpRequest, page: Any, place: Place, draft: ProposalDraft, now: datetime) -> HttpResponse:
    photo = photo_of(draft)
    choices = place.offer.choices(has_photo=photo is not None)
    found: list[Complaint] = []
    refusal: BudgetError | None = None
    action = request.POST.get("action", "send")
    if request.method == "POST":
        if action == "back":
            return redirect(place.beside(-1))
        if action == "save":
            return redirect(place.base)
        found = complaints(draft.answers, choices)
        if not found:
            if not isinstance(request.user, User):
                return redirect(_sign_in(place))
            try:
                send(draft, request.user, now=now)
                return redirect(place.url("sent"))
            except IncompleteError as error:
                found = list(error.complaints)
            except BudgetError as error:
                refusal = error
    answers = draft.answers
    if isinstance(request.user, User):
        answers = {"author_name": request.user.pseudonym, **answers}
    context = page.get_context(request) | {
        "place": place,
        "draft": draft,
        "form": step_form("check", answers, place.offer, found),
        "elsewhere": [
            (one, f"{place.url(one.step)}?then=check#id_{one.field}") for one in found if one.step != "check"
        ],
        "refusal": refusal,
        "is_unconfirmed": isinstance(refusal, UnconfirmedAddressError),
        "sections": sections(page.budget, draft.answers, place.offer, place.steps),
        "photo": photo,
        "photo_url": place.url("photo"),
        "map": _map(page, place, draft),
        "alike": similar_proposals(page.budget, draft.answers.get("title", "")),
        "signed_in": isinstance(request.user, User),
    }
    status = 422 if found or refusal else 200
    return render(request, f"{_TEMPLATES}check.html", context, status=status)


def _sign_in(place: Place) -> str:
    """And back to this step: the draft is the account's then, and one more press sends it."""
    return f"{reverse('account_login')}?{urlencode({'next': place.url('check')})}"


def _map(page: Any, place: Place, draft: ProposalDraft) -> str:
    point = point_of(draft.answers)
    if point is None or not has_map(page.budget, place.offer.envelopes):
        return ""
    title = draft.answers.get("title", "")[:120]
    return map_json(page.budget, place.offer.envelopes, points=[MapPoint(*point, title)])


def sent_page(request: HttpRequest, page: Any, proposal: Proposal) -> HttpResponse:
    context = page.get_context(request) | {
        "proposal": proposal,
        "next": what_next(page.budget, proposal, schedule_of(page.budget), timezone.now()),
        "base": f"{page.get_url(request)}proposals/",
    }
    return render(request, f"{_TEMPLATES}sent.html", context)
