"""`/cms/moderation/proposals/`: what is withheld, for the day on which an author says that this was wrong."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hub.moderation.permissions import user_can_moderate
from participatory_budget.selectors.proposal_flags import to_moderate, withheld_proposals

PER_PAGE = 50


@require_safe
def withheld(request: HttpRequest) -> HttpResponseBase:
    if not user_can_moderate(request.user):
        raise PermissionDenied
    words = " ".join(request.GET.get("words", "").replace("\x00", "").split())[:100]
    # A letter that contests a decision gives the reference: it leads to the proposal wherever that stands.
    if words and (found := to_moderate(words)) is not None:
        return redirect("proposal_moderate", found.reference)
    page_obj = Paginator(withheld_proposals(words), PER_PAGE).get_page(request.GET.get("p"))
    context = {"page_obj": page_obj, "words": words}
    return render(request, "participatory_budget/admin/withheld.html", context)
