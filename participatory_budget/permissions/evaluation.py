"""Who may look at a proposal for the city, decide about it, appeal, and change what is proposed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from hub.accounts.enums import Role
from hub.accounts.permissions import has_role
from hub.moderation.enums import State
from participatory_budget.models.evaluation import Appeal, ScopeChange, Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import is_author
from participatory_budget.phases import Schedule, voting_began

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None


def user_can_evaluate(user: Person, proposal: Proposal, phases: Schedule, now: datetime) -> bool:
    """Assign, price, answer criteria, offer a change, decide: until the vote begins, then prices are frozen."""
    return (
        has_role(user, Role.BUDGET_OFFICER)
        and proposal.state == State.PUBLISHED
        and proposal.merged_into_id is None
        and not voting_began(phases, now)
    )


def appeal_ends_at(verdict: Verdict, appeal_days: int) -> datetime:
    return verdict.decided_at + timedelta(days=appeal_days)


def user_can_appeal(
    user: Person, proposal: Proposal, verdict: Verdict, appeal_days: int, phases: Schedule, now: datetime
) -> bool:
    """An author, in time. That it is the newest verdict and has no appeal yet, the service says."""
    return is_author(user, proposal) and now < appeal_ends_at(verdict, appeal_days) and not voting_began(phases, now)


def user_can_decide_appeal(user: Person, appeal: Appeal, phases: Schedule, now: datetime) -> bool:
    """Not the person whose verdict it is about."""
    return (
        user is not None
        and has_role(user, Role.BUDGET_OFFICER)
        and appeal.verdict.decided_by_id != user.pk
        and not voting_began(phases, now)
    )


def user_can_answer_change(
    user: Person, change: ScopeChange, proposal: Proposal, phases: Schedule, now: datetime
) -> bool:
    return is_author(user, proposal) and not change.answered_at and not voting_began(phases, now)


def user_can_see_evaluations(user: Person, now: datetime) -> bool:
    """The workspace with who works on what; it stays readable after the vote began."""
    return has_role(user, Role.BUDGET_OFFICER)


def user_can_record_answer(
    user: Person, change: ScopeChange, proposal: Proposal, reachable: bool, phases: Schedule, now: datetime
) -> bool:
    """Where no account stands behind a proposal, its author answers by letter or telephone, and an officer notes it."""
    return not reachable and not change.answered_at and user_can_evaluate(user, proposal, phases, now)
