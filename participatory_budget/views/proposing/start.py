"""Where proposing begins, and where one finds what one began before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hub.accounts.models.user import User
from hub.contributions.services.limits import limit_reached
from hub.contributions.views.compose import client_address
from hub.core.views.private import keep_private
from participatory_budget.permissions.proposals import proposals_are_taken
from participatory_budget.reports.draft_rows import draft_rows
from participatory_budget.reports.proposing_times import proposing_times
from participatory_budget.selectors.drafts import drafts_held
from participatory_budget.selectors.own_proposals import schedule_of
from participatory_budget.services.drafting import discard, start_draft
from participatory_budget.views.proposing.holding import held_draft, known_drafts, remember
from participatory_budget.views.proposing.photo import draft_photo
from participatory_budget.views.proposing.steps import step_page


def propose(request: HttpRequest, page: Any, *, draft_id: UUID | None = None, step: str = "") -> HttpResponseBase:
    """Everything below `proposals/new/`; all of it is one person's business."""
    if draft_id is None:
        answer: HttpResponseBase = _start(request, page)
    elif step == "photo":
        answer = draft_photo(request, page, draft_id)
    elif step == "discard":
        answer = _discard(request, page, draft_id)
    else:
        answer = step_page(request, page, draft_id, step)
    return keep_private(answer)


def _start(request: HttpRequest, page: Any) -> HttpResponse:
    now = timezone.now()
    budget, base = page.budget, f"{page.get_url(request)}proposals/new/"
    schedule = schedule_of(budget)
    is_open = proposals_are_taken(schedule, now)
    user = request.user if isinstance(request.user, User) else None
    refused = False
    if request.method == "POST" and is_open:
        refused = limit_reached(user=user, email="", address=client_address(request), now=now) is not None
        if not refused:
            draft = start_draft(budget, user, language=page.locale.language_code, now=now)
            if user is None:
                remember(request, draft)
            return redirect(f"{base}{draft.pk}/idea/")
    context = page.get_context(request) | {
        "base": base,
        "is_open": is_open,
        "refused": refused,
        "drafts": draft_rows(drafts_held(budget, request.user, known_drafts(request)), base),
        "times": proposing_times(schedule, now),
    }
    status = 429 if refused else 409 if request.method == "POST" else 200
    return render(request, "participatory_budget/proposals/new/start.html", context, status=status)


def _discard(request: HttpRequest, page: Any, draft_id: UUID) -> HttpResponse:
    """Asks first: words that were thrown away do not come back."""
    draft = held_draft(request, page.budget, draft_id)
    base = f"{page.get_url(request)}proposals/new/"
    if request.method == "POST":
        discard(draft)
        return redirect(base)
    context = page.get_context(request) | {"base": base, "draft": draft, "row": draft_rows([draft], base)[0]}
    return render(request, "participatory_budget/proposals/new/discard.html", context)
