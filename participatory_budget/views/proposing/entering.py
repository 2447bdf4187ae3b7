"""Behind the counter: proposals from paper, meetings and the telephone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin import messages

from hub.accounts.models.user import User
from hub.accounts.selectors import supported_language
from participatory_budget.forms.entering import NAMES, ORIGIN, EntryForm
from participatory_budget.models.budget import Budget
from participatory_budget.permissions.proposals import user_can_enter
from participatory_budget.reports.proposal_problems import Complaint
from participatory_budget.selectors.choices import offer_of
from participatory_budget.selectors.own_proposals import schedule_of
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.services.entering import EnteredBeforeError, Origin, enter
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.proposing import IncompleteError


def enter_proposal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    budget = get_object_or_404(Budget, pk=uuid)
    now = timezone.now()
    if not isinstance(request.user, User) or not user_can_enter(request.user, schedule_of(budget), now):
        raise PermissionDenied
    language = supported_language(get_language())
    answers = {name: request.GET.get(name, "") for name in ORIGIN}
    found: list[Complaint] = []
    others: list[tuple[str, str]] = []
    known: EnteredBeforeError | None = None
    if request.method == "POST":
        answers = {name: request.POST.get(name, "").replace("\x00", "") for name in (*ORIGIN, *NAMES)}
        origin = Origin(answers["channel"], answers["source"], language)
        words = {name: answers[name] for name in NAMES}
        try:
            entered = enter(budget, words, origin, actor=request.user, now=now, again="again" in request.POST)
            messages.success(request, _("Entered. Its number is %(reference)s.") % {"reference": entered.reference})
            return redirect(_next(budget, origin))
        except IncompleteError as error:
            found = list(error.complaints)
        except EnteredBeforeError as error:
            known = error
        except BudgetError as error:
            others = [(error.where, error.message)]
    page = budget_pages([budget.pk], language).get(budget.pk)
    context: dict[str, Any] = {
        "budget": budget,
        "name": page.title if page is not None else budget.slug,
        "form": EntryForm(answers, offer_of(budget, language), found, others=others),
        "known": known,
        "back": page.get_url(request) if page is not None else "",
    }
    status = 422 if found or others or known else 200
    return render(request, "participatory_budget/admin/enter_proposal.html", context, status=status)


def _next(budget: Budget, origin: Origin) -> str:
    """An empty page for the next one of the same pile."""
    query = urlencode({"channel": origin.channel, "source": origin.source})
    return f"{reverse('budget_enter_proposal', args=[budget.pk])}?{query}"


def admin_urls() -> list[URLPattern]:
    return [path("budgets/<uuid:uuid>/proposals/new/", enter_proposal, name="budget_enter_proposal")]
