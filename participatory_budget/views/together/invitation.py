"""Where the link in a letter leads: read the proposal, then say yes (with an account of that address) or no."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.core.views.private import keep_private
from hub.moderation.enums import State
from participatory_budget.engine.invitations import ends_at
from participatory_budget.forms.together import StandBehindForm
from participatory_budget.selectors.together import agreed_coauthors
from participatory_budget.services import coauthoring
from participatory_budget.services.errors import BudgetError
from participatory_budget.views.together.found import proposals_base, sign_in_first

TEMPLATE = "participatory_budget/proposals/invitation.html"


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, page: Any, *, reference: str) -> HttpResponseBase:
    key, now = request.GET.get("key", ""), timezone.now()
    if request.method == "POST":
        return _answer(request, page, reference, key, now)
    return _ask(request, page, reference, key, now)


def _answer(request: HttpRequest, page: Any, reference: str, key: str, now: datetime) -> HttpResponseBase:
    asked = request.POST.get("do")
    if asked == "decline":
        try:
            coauthoring.decline(key, now=now)
        except BudgetError:
            return _over(request, page, "ended")
        return _over(request, page, "declined", status=200)
    if not request.user.is_authenticated:
        return sign_in_first(request)
    form = StandBehindForm(request.POST, public_name=request.user.public_name)
    if not form.is_valid():
        return _ask(request, page, reference, key, now, form=form)
    try:
        row = coauthoring.agree(
            key, user=request.user, show_name=form.cleaned_data["name"] == StandBehindForm.SHOWN, now=now
        )
    except BudgetError:
        # Ended meanwhile, or another person's: the page says which, in the same words as when it is opened.
        return _ask(request, page, reference, key, now, status=409)
    messages.success(request, _("You stand behind this proposal now. You can leave it at any time."))
    here = f"{proposals_base(request, page)}{row.proposal.reference}/"
    return keep_private(redirect(here if row.proposal.state == State.PUBLISHED else f"{here}authors/"))


def _ask(
    request: HttpRequest,
    page: Any,
    reference: str,
    key: str,
    now: datetime,
    *,
    form: StandBehindForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    row = coauthoring.invitation_of(key, now)
    if row is None or row.proposal.reference != reference.upper() or row.proposal.budget_id != page.budget_id:
        return _over(request, page, "ended")
    person = request.user if request.user.is_authenticated else None
    coauthors = agreed_coauthors(row.proposal)
    context = {
        "page": page,
        "state": "open",
        "proposal": row.proposal,
        "names": [one.shown_name for one in coauthors if one.shown_name],
        "until": ends_at(row.asked_at),
        "is_invited": person is not None and coauthoring.is_invited(person, row),
        "form": form or (StandBehindForm(public_name=person.public_name) if person else None),
        # Through the address, so that whoever signs in comes back to the same question.
        "back": urlencode({"next": request.get_full_path()}),
    }
    return keep_private(render(request, TEMPLATE, context, status=422 if form and form.errors else status))


def _over(request: HttpRequest, page: Any, state: str, *, status: int = 404) -> HttpResponseBase:
    """Says no more to a forged link than to one that has ended."""
    return keep_private(render(request, TEMPLATE, {"page": page, "state": state}, status=status))
