"""Who may answer for a proposal that is asked to become part of another one, and who may end such a question."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from hub.accounts.enums import Role
from hub.accounts.permissions import has_role
from hub.moderation.enums import State
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import Merge
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import is_author
from participatory_budget.phases import Schedule, voting_began

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None


def stands(proposal: Proposal) -> bool:
    """Public, and not part of another one."""
    return proposal.state == State.PUBLISHED and proposal.merged_into_id is None


def can_be_answered(proposal: Proposal, phases: Schedule, now: datetime) -> bool:
    """Does an invitation to be a co-author still make sense?"""
    return (
        proposal.state in (State.PENDING, State.PUBLISHED)
        and proposal.merged_into_id is None
        and not voting_began(phases, now)
    )


def user_can_see_merges(user: Person, now: datetime) -> bool:
    """The list of open questions and of likely duplicates."""
    return has_role(user, Role.BUDGET_OFFICER)


def user_can_speak_for_the_city(user: Person, other_side: Proposal, now: datetime) -> bool:
    """Where no account stands behind a proposal. Nobody who gains by it: not an author of the other side."""
    return has_role(user, Role.BUDGET_OFFICER) and not is_author(user, other_side)


def user_can_take_back(user: Person, merge: Merge, now: datetime) -> bool:
    """Whoever asked, and who stands behind the side that has agreed. Officers, where no citizen asked or is left."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    if merge.asked_by_id == user.pk:
        return True
    sides = ((merge.source, merge.source_consent), (merge.target, merge.target_consent))
    if any(consent == Consent.AGREED and is_author(user, side) for side, consent in sides):
        return True
    asker = merge.asked_by
    left_to_the_city = asker is None or not asker.is_active or has_role(asker, Role.BUDGET_OFFICER)
    return left_to_the_city and has_role(user, Role.BUDGET_OFFICER)
