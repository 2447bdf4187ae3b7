"""Sheets for the printer: empty ballots, and how the sheets of all batches add up."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hub.core.views.private import keep_private
from participatory_budget.engine.paper import whole_number
from participatory_budget.models.envelope import Envelope
from participatory_budget.reports.paper import reconciliation
from participatory_budget.reports.paper_ballot import paper_ballot
from participatory_budget.selectors.voting import frozen_of
from participatory_budget.views.editing.shared import language
from participatory_budget.views.paper.shared import document_now, on_desk


@require_safe
def empty_ballot(request: HttpRequest, pk: UUID, envelope: str) -> HttpResponse:
    """In the reader's language; with `?language=all` one sheet in each."""
    budget, _user, _now = on_desk(request, pk)
    row, document = get_object_or_404(Envelope, budget=budget, slug=envelope), document_now(budget)
    if document is None:
        raise Http404
    known = [code for code, _name in settings.LANGUAGES]
    wanted = request.GET.get("language", language())
    codes = known if wanted == "all" else [wanted if wanted in known else language()]
    context = {
        "budget": budget,
        "ballots": [paper_ballot(budget, document, row, code) for code in codes],
        "is_frozen": frozen_of(budget) is not None,
        "envelope": row,
    }
    return keep_private(render(request, "participatory_budget/voting/desk_paper_ballot.html", context))


@require_safe
def reconciliation_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """404 before the close: figures of paper are turnout."""
    budget, _user, now = on_desk(request, pk)
    only = request.GET.get("batch", "")
    sheet = reconciliation(budget, language(), now, only=whole_number(only) if only else None)
    if sheet is None:
        raise Http404
    context = {"budget": budget, "sheet": sheet, "only": only}
    return keep_private(render(request, "participatory_budget/voting/desk_paper_sheet.html", context))
