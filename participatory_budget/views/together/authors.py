"""Who stands behind a proposal: the author asks people and takes questions back, a co-author leaves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.accounts.models.user import User
from hub.core.views.private import keep_private
from participatory_budget.forms.together import InviteForm
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import is_author, user_can_invite
from participatory_budget.reports.together import authors_view
from participatory_budget.services import coauthoring
from participatory_budget.services.errors import BudgetError
from participatory_budget.views.together.found import found, not_yours, proposals_base, schedule_of, sign_in_first


@require_http_methods(["GET", "HEAD", "POST"])
def authors(request: HttpRequest, page: Any, *, reference: str) -> HttpResponseBase:
    person = request.user
    if not person.is_authenticated:
        return sign_in_first(request)
    proposal = found(request, page, reference)
    if not is_author(person, proposal):
        return not_yours(request, page, proposal)
    now = timezone.now()
    form, refused = InviteForm(), ""
    if request.method == "POST":
        try:
            form = InviteForm(request.POST) if "email" in request.POST else form
            if (done := _do(request, person, proposal, form, now)) is not None:
                messages.success(request, done)
                where = f"{proposals_base(request, page)}{proposal.reference}/"
                stays = is_author(person, proposal)
                public = proposal.published_at is not None
                return keep_private(
                    redirect(f"{where}authors/" if stays else where if public else page.get_url(request))
                )
        except BudgetError as error:
            if error.where in form.fields:
                form.add_error(error.where, error.message)
            else:
                refused = error.message
    view = authors_view(proposal)
    context = {
        "page": page,
        "proposal": proposal,
        "here": f"{proposals_base(request, page)}{proposal.reference}/",
        "form": form,
        "refused": refused,
        "view": view,
        "places_left": coauthoring.places_left(proposal),
        "most": coauthoring.MOST_COAUTHORS,
        "is_first_author": proposal.author_id == person.pk,
        "can_invite": user_can_invite(person, proposal, schedule_of(proposal), now),
    }
    status = 422 if refused or form.errors else 200
    return keep_private(render(request, "participatory_budget/proposals/authors.html", context, status=status))


def _do(request: HttpRequest, person: User, proposal: Proposal, form: InviteForm, now: datetime) -> str | None:
    """What was done, in words; None where the form has to be mended first."""
    asked = request.POST.get("do")
    if asked == "leave":
        coauthoring.leave(proposal, actor=person, now=now)
        return _("You do not stand behind this proposal any more. Your name is taken off.")
    if asked == "take_back":
        number = request.POST.get("question", "")
        if not number.isdecimal() or len(number) > 15:
            raise BudgetError(_("This question is not open any more."))
        coauthoring.take_back(proposal, int(number), actor=person, now=now)
        return _("The question is taken back; its link leads nowhere now.")
    if not form.is_bound or not form.is_valid():
        return None
    coauthoring.invite(proposal, form.cleaned_data["email"], actor=person, now=now)
    return _("We have written to this address. Here you see what is answered.")
