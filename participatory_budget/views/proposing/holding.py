"""Which drafts this browser may open: those of the account, and those it began itself before anybody signed in."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal_draft import ProposalDraft
from participatory_budget.selectors.drafts import draft_held
from participatory_budget.services.drafting import adopt

_KEY = "proposal_drafts"
_MOST = 20


def known_drafts(request: HttpRequest) -> list[UUID]:
    return [UUID(one) for one in request.session.get(_KEY, [])]


def remember(request: HttpRequest, draft: ProposalDraft) -> None:
    """Lives on when the person signs in; a stranger's session begins empty."""
    request.session[_KEY] = [*request.session.get(_KEY, []), str(draft.pk)][-_MOST:]


def held_draft(request: HttpRequest, budget: Budget, draft_id: UUID) -> ProposalDraft:
    """To everybody else it does not exist. Opened by somebody who signed in meanwhile, it becomes theirs."""
    draft = draft_held(budget, draft_id, request.user, known_drafts(request))
    if draft is None:
        raise Http404
    if draft.owner_id is None and request.user.is_authenticated:
        return adopt(draft, request.user)
    return draft
