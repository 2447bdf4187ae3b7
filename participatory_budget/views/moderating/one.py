"""`/cms/moderation/proposals/<reference>/`: one proposal, wherever it stands, and what a moderator can decide now."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.accounts.models.user import User
from hub.contributions.enums import Refusal
from hub.contributions.services.errors import RefusedError
from hub.moderation.enums import MODERATOR_REASONS, State
from hub.moderation.permissions import user_can_moderate
from participatory_budget.models.proposal import Proposal
from participatory_budget.reports.proposal_moderation import moderation_view
from participatory_budget.selectors.proposal_flags import to_moderate
from participatory_budget.services.moderating import dismiss_reports, mark_of, publish_proposal, withhold_proposal

_OUTCOMES = {"publish": State.PUBLISHED, "withhold": State.WITHHELD}
_STATUS = {Refusal.ALREADY_DECIDED: 409, Refusal.NOT_ALLOWED: 403}


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, reference: str) -> HttpResponseBase:
    actor = request.user
    if not isinstance(actor, User) or not user_can_moderate(actor):
        raise PermissionDenied
    found, now, problem, status = to_moderate(reference), timezone.now(), "", 200
    if found is None:
        raise Http404
    if request.method == "POST":
        refusal = _decide(request, found, actor, now)
        found = to_moderate(reference)
        if found is None:
            raise Http404
        if refusal is None or _done_before(request, found):
            messages.success(request, _done(request, found))
            return redirect("proposal_moderate", found.reference)
        problem, status = str(refusal.label), _STATUS.get(refusal, 422)
    context = {
        "proposal": found,
        "view": moderation_view(found, actor, now),
        "seen": mark_of(found),
        "reasons": [(reason.value, reason.label) for reason in MODERATOR_REASONS],
        "chosen": request.POST.get("reason", ""),
        "problem": problem,
    }
    return render(request, "participatory_budget/admin/moderate.html", context, status=status)


def _decide(request: HttpRequest, found: Proposal, actor: User, now: datetime) -> Refusal | None:
    decision, seen = request.POST.get("decision"), request.POST.get("seen", "")
    try:
        if decision == "publish":
            publish_proposal(found, actor=actor, now=now, seen=seen)
        elif decision == "withhold":
            withhold_proposal(found, actor=actor, reason_code=request.POST.get("reason", ""), now=now, seen=seen)
        elif decision == "keep":
            dismiss_reports(found, actor=actor, now=now, seen=seen)
        else:
            raise Http404
    except RefusedError as error:
        return error.refusal
    return None


def _done_before(request: HttpRequest, found: Proposal) -> bool:
    """The second click of a double click: what it asks for is what this person has just decided."""
    wanted = _OUTCOMES.get(request.POST.get("decision", ""), State.PUBLISHED)
    reason = request.POST.get("reason", "") if wanted == State.WITHHELD else ""
    decided_since = mark_of(found) != request.POST.get("seen", "")
    return (
        decided_since
        and found.decided_by_id == request.user.pk
        and (found.state, found.reason_code) == (wanted, reason)
    )


def _done(request: HttpRequest, found: Proposal) -> str:
    texts = {
        "publish": _("%(reference)s is public; its author is told."),
        "withhold": _("%(reference)s is withheld; its author is told why."),
        "keep": _("%(reference)s stays public. What readers reported is settled."),
    }
    return texts[request.POST["decision"]] % {"reference": found.reference}
