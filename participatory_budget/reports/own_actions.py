"""What an author can do with a proposal, and what everybody can read of its past; included in its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hub.moderation.enums import State
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import user_can_change, user_can_withdraw
from participatory_budget.phases import Schedule
from participatory_budget.selectors.own_proposals import has_earlier_texts
from participatory_budget.selectors.together import with_verdict

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User


@dataclass(frozen=True)
class OwnActions:
    """Drawn by `participatory_budget/proposals/_own_actions.html` as `own`, which needs `proposal_url` too."""

    can_change: bool
    can_withdraw: bool
    edited_at: datetime | None
    has_history: bool


def own_actions(proposal: Proposal, viewer: User | AnonymousUser | None, phases: Schedule, now: datetime) -> OwnActions:
    """No query for readers of a proposal that was never changed."""
    return OwnActions(
        can_change=user_can_change(viewer, proposal, phases, now) and not with_verdict([proposal.pk]),
        can_withdraw=user_can_withdraw(viewer, proposal, phases, now),
        edited_at=proposal.edited_at,
        has_history=proposal.state == State.PUBLISHED and has_earlier_texts(proposal),
    )
