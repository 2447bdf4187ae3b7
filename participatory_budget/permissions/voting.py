"""Who may vote, and who runs a vote. Role *and* phase; the roll decides about the person (`selectors.voting`)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from hub.accounts.enums import Role
from hub.accounts.permissions import has_role, roles_of
from participatory_budget.enums import PhaseKind
from participatory_budget.models.paper import PaperBatch
from participatory_budget.phases import Schedule, is_running, vote_ahead, voting_began

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None

DESK_ROLES = frozenset({Role.BUDGET_OFFICER, Role.MODERATOR})


def user_can_cast(user: Person, phases: Schedule, now: datetime) -> bool:
    """Whether they stand on the roll is asked beside this."""
    return user is not None and user.is_authenticated and user.is_active and is_running(phases, PhaseKind.VOTING, now)


def user_can_prove_eligibility(user: Person, phases: Schedule, now: datetime) -> bool:
    """From the first day of the budget until the vote closes: nobody should have to hurry on the last evening."""
    return user is not None and user.is_authenticated and user.is_active and vote_ahead(phases, now)


def user_can_change_voting_rules(user: Person, phases: Schedule, now: datetime) -> bool:
    return has_role(user, Role.BUDGET_OFFICER) and not voting_began(phases, now)


def user_can_manage_roll(user: Person, phases: Schedule, now: datetime) -> bool:
    """Bring in a register, make codes."""
    return has_role(user, Role.BUDGET_OFFICER) and vote_ahead(phases, now)


def user_can_check_at_desk(user: Person, phases: Schedule, now: datetime) -> bool:
    """Look at a document and put a person on the roll."""
    return bool(roles_of(user) & DESK_ROLES) and vote_ahead(phases, now)


def user_can_type_paper(user: Person, phases: Schedule, now: datetime) -> bool:
    """Paper comes in while the vote runs; `services.voting` says how long after it may still be typed in."""
    return bool(roles_of(user) & DESK_ROLES) and is_running(phases, PhaseKind.VOTING, now)


def user_can_check_paper(user: Person, batch: PaperBatch, phases: Schedule, now: datetime) -> bool:
    """A second person, never the one who typed."""
    is_second = user is not None and user.is_authenticated and batch.typed_by_id != user.pk
    return is_second and user_can_type_paper(user, phases, now)


def user_can_amend(user: Person, phases: Schedule, now: datetime) -> bool:
    """While the vote runs, in public and with a reason."""
    return has_role(user, Role.BUDGET_OFFICER) and is_running(phases, PhaseKind.VOTING, now)
