"""Who gets to see a proposal: everybody what is public; its authors and moderators what is not, and where it stands."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail.models import Page

from hub.moderation.enums import State
from hub.moderation.permissions import user_can_moderate
from participatory_budget.permissions.proposals import is_author
from participatory_budget.selectors.proposals import proposal_in


def readable_proposal(request: HttpRequest, page: Page, reference: str) -> Any:
    """What is hidden is the same "not found" as what never was; what was erased is shown to nobody."""
    proposal = proposal_in(page.budget, reference)
    if proposal is None or proposal.erased_at is not None:
        raise Http404
    if proposal.state == State.PUBLISHED:
        return proposal
    if not (is_author(request.user, proposal) or user_can_moderate(request.user)):
        raise Http404
    return proposal


def public_proposal(page: Page, reference: str) -> Any:
    proposal = proposal_in(page.budget, reference)
    if proposal is None or proposal.state != State.PUBLISHED:
        raise Http404
    return proposal
