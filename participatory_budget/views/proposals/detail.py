"""`budgets/<slug>/proposals/<reference>/`: one proposal, where it stands, and what people say about it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from hub.contributions.selectors import subject_of
from hub.contributions.views.thread import render_thread
from hub.core.views.private import keep_private
from hub.moderation.enums import State
from hub.moderation.permissions import user_can_moderate
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.permissions.proposals import is_author
from participatory_budget.phases import phases_of
from participatory_budget.reports.evaluation import evaluation_view
from participatory_budget.reports.own_actions import own_actions
from participatory_budget.reports.proposal_page import proposal_view
from participatory_budget.reports.together import together_view
from participatory_budget.selectors.proposal_addresses import proposal_path
from participatory_budget.selectors.supports import own_supports
from participatory_budget.views.proposals.finding import readable_proposal


@require_safe
def proposal(request: HttpRequest, page: Page, reference: str) -> HttpResponseBase:
    """Without an account the page is the same for everybody; who is signed in sees their own support on it."""
    found, now = readable_proposal(request, page, reference), timezone.now()
    page_url = page.get_url(request) or ""
    if found.reference != reference:
        return redirect(proposal_path(page_url, found.reference))
    language = page.locale.language_code
    phases = phases_of(BudgetPhase.objects.filter(budget=page.budget))
    context: dict[str, Any] = {
        "view": proposal_view(found, page_url, language, phases, now),
        "proposal": found,
        "mine": is_author(request.user, found),
        "supported": own_supports(request.user, found) if request.user.is_authenticated else None,
        "own": own_actions(found, request.user, phases, now),
        "proposal_url": proposal_path(page_url, found.reference),
        "together": together_view(found, request.user, language, now),
        "evaluation": evaluation_view(found, request.user, language, now),
    }
    if user_can_moderate(request.user):
        context["moderate_url"] = reverse("proposal_moderate", args=[found.reference])
    if found.state == State.PUBLISHED:
        subject = subject_of(found.thread, now)
        if subject is not None and subject.url:
            compose_url = reverse("contribute", args=[found.thread_id])
            context["thread_html"] = render_thread(
                request, thread=found.thread, subject=subject, compose_url=compose_url
            )
    response = page.render(request, template="participatory_budget/proposals/proposal.html", context_overrides=context)
    return keep_private(response) if request.user.is_authenticated else response
