"""`/cms/budgets/<uuid>/amendments/`: what was amended, and a new amendment, looked at twice before it is public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hub.core.views.private import keep_private
from participatory_budget.engine.fingerprints import fingerprint
from participatory_budget.enums import AmendmentKind
from participatory_budget.forms.amending import AmendForm
from participatory_budget.models.budget import Budget
from participatory_budget.permissions.voting import user_can_amend
from participatory_budget.reports.amendments import amendment_lines, changes_in_words
from participatory_budget.selectors.paper import schedule
from participatory_budget.selectors.voting import election_in_force, is_closed
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.voting.amending import amend
from participatory_budget.services.voting.freezing import ensure_frozen
from participatory_budget.views.paper.shared import document_now, on_desk


@require_safe
def amendments(request: HttpRequest, pk: UUID) -> HttpResponse:
    budget, user, now = on_desk(request, pk)
    document = document_now(budget)
    context = {
        "budget": budget,
        "lines": amendment_lines(budget, document) if document else [],
        "kinds": AmendmentKind.choices,
        "can_amend": user_can_amend(user, schedule(budget), now) and not is_closed(budget),
    }
    return keep_private(render(request, "participatory_budget/voting/desk_amendments.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def amend_one(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """First it is shown what changes; sent once more, it is public."""
    budget, user, now = on_desk(request, pk)
    if kind not in AmendmentKind.values:
        raise Http404
    if not user_can_amend(user, schedule(budget), now) or is_closed(budget):
        raise PermissionDenied
    chosen, document = AmendmentKind(kind), _document(budget, now)
    form = AmendForm(chosen, document, request.POST or None, initial=_wished(request))
    preview: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        change, reasons = form.change(), form.reasons()
        shown = fingerprint({"change": change, "reasons": reasons})
        if request.POST.get("keep") == shown:
            try:
                amend(budget, chosen, change, reasons, actor=user, now=now)
            except BudgetError as error:
                if isinstance(error, PermissionDenied):
                    raise
                form.refuse(error.where, error.message)
            else:
                messages.success(request, _("The amendment is public, with its reason."))
                return redirect("amendments", budget.pk)
        preview = {
            "changes": changes_in_words(chosen, change, document),
            "reasons": sorted(reasons.items()),
            "missing": form.missing_languages(),
            "keep": shown,
        }
    context = {"budget": budget, "form": form, "preview": preview, "kind": chosen.label}
    status = 422 if form.errors else 200
    return keep_private(render(request, "participatory_budget/voting/desk_amend.html", context, status=status))


def _document(budget: Budget, now: Any) -> dict[str, Any]:
    return election_in_force(ensure_frozen(budget, now))


def _wished(request: HttpRequest) -> dict[str, str]:
    """A link from another page names the project."""
    return {"project": request.GET.get("project", "")}
