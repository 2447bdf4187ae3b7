"""`/cms/budgets/<uuid>/vote/`: everything about one vote, and the ways to its workplaces."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hub.core.views.private import keep_private
from participatory_budget.models.budget import Budget
from participatory_budget.reports.vote_desk import vote_desk
from participatory_budget.views.editing.shared import language
from participatory_budget.views.paper.shared import on_desk

# Each stands in a package of its own.
WORKPLACES = (
    ("budget_voting_rules", _("Rules of voting")),
    ("budget_roll", _("Roll")),
    ("paper_batches", _("Paper ballots")),
    ("amendments", _("Amendments")),
)


@require_safe
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget, _user, now = on_desk(request, pk)
    context = {"budget": budget, "desk": vote_desk(budget, language(), now), "workplaces": _links(budget)}
    return keep_private(render(request, "participatory_budget/voting/desk.html", context))


def _links(budget: Budget) -> list[tuple[str, str]]:
    found = []
    for name, label in WORKPLACES:
        try:
            found.append((reverse(name, args=[budget.pk]), str(label)))
        except NoReverseMatch:
            continue
    return found
