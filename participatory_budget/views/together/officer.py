"""What officers see of merges: questions that wait, and proposals that are likely to be the same idea."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from participatory_budget.models.budget import Budget
from participatory_budget.permissions.together import user_can_see_merges
from participatory_budget.reports.merges import merges_report


@require_safe
def merges(request: HttpRequest, pk: UUID) -> HttpResponse:
    now = timezone.now()
    if not user_can_see_merges(request.user, now):
        raise PermissionDenied
    budget = get_object_or_404(Budget, pk=pk)
    context = {"budget": budget, "report": merges_report(budget, translation.get_language() or "en", now)}
    return render(request, "participatory_budget/admin/merges.html", context)
