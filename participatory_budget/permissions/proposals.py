"""Who may propose, change, support and merge. Role *and* phase; phases may overlap: each kind is asked for itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from hub.accounts.enums import Role
from hub.accounts.permissions import has_role
from hub.moderation.enums import State
from hub.moderation.permissions import user_can_moderate
from participatory_budget.enums import AppealDecision, Consent, PhaseKind
from participatory_budget.enums import Verdict as Finding
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.evaluation import Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import Schedule, is_running, voting_began

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

    Person: TypeAlias = User | AnonymousUser | None


def takes_part(user: Person) -> bool:
    """Somebody who is signed in with an account that still stands."""
    return user is not None and user.is_authenticated and user.is_active


def is_author(user: Person, proposal: Proposal) -> bool:
    """The author, or a co-author who said yes."""
    if user is None or not user.is_authenticated:
        return False
    if proposal.author_id == user.pk:
        return True
    return CoAuthor.objects.filter(proposal=proposal, user_id=user.pk, consent=Consent.AGREED).exists()


def proposals_are_taken(phases: Schedule, now: datetime) -> bool:
    """Anybody may begin a draft then; sending it needs an account."""
    return is_running(phases, PhaseKind.PROPOSALS, now)


def user_can_propose(user: Person, phases: Schedule, now: datetime) -> bool:
    return takes_part(user) and proposals_are_taken(phases, now)


def user_can_enter(user: Person, phases: Schedule, now: datetime) -> bool:
    """For somebody at a workshop or on paper: a letter that was in time may be typed in a little later."""
    if not (has_role(user, Role.BUDGET_OFFICER) or user_can_moderate(user)):
        return False
    return not voting_began(phases, now)


def user_can_change(user: Person, proposal: Proposal, phases: Schedule, now: datetime) -> bool:
    """While proposals are taken; afterwards only a change that the city asks for is possible."""
    return (
        is_author(user, proposal)
        and proposal.state in (State.PENDING, State.PUBLISHED)
        and proposal.merged_into_id is None
        and is_running(phases, PhaseKind.PROPOSALS, now)
    )


def user_can_withdraw(user: Person, proposal: Proposal, phases: Schedule, now: datetime) -> bool:
    """Its author alone, until it can be voted on."""
    return (
        user is not None
        and user.is_authenticated
        and proposal.author_id == user.pk
        and proposal.state != State.WITHDRAWN
        and proposal.merged_into_id is None
        and not voting_began(phases, now)
    )


def supports_are_taken(phases: Schedule, now: datetime) -> bool:
    """In the phase of supports; where a budget has none, while proposals are taken."""
    if any(one.kind is PhaseKind.SUPPORTS for one in phases):
        return is_running(phases, PhaseKind.SUPPORTS, now)
    return is_running(phases, PhaseKind.PROPOSALS, now)


def gathers_support(proposal: Proposal) -> bool:
    """Not on the ballot, and not found impossible for good: a support would move nothing any more."""
    if Project.objects.filter(proposal=proposal).exists():
        return False
    newest = Verdict.objects.filter(evaluation__proposal=proposal).order_by("-number")
    last = newest.values_list("verdict", "appeal__decision").first()
    # Without a decision is "" of an open appeal and None where nobody appealed.
    return last is None or last[0] != Finding.NOT_FEASIBLE or last[1] in ("", AppealDecision.GRANTED)


def user_can_support(user: Person, proposal: Proposal, phases: Schedule, now: datetime) -> bool:
    """Giving a support and taking it back. How many one may give, the service says."""
    return (
        takes_part(user)
        and proposal.state == State.PUBLISHED
        and proposal.merged_into_id is None
        and supports_are_taken(phases, now)
        and gathers_support(proposal)
    )


def user_can_invite(user: Person, proposal: Proposal, phases: Schedule, now: datetime) -> bool:
    """Asking somebody to be a co-author."""
    return (
        user is not None
        and user.is_authenticated
        and proposal.author_id == user.pk
        and proposal.state in (State.PENDING, State.PUBLISHED)
        and proposal.merged_into_id is None
        and not voting_began(phases, now)
    )


def user_can_ask_to_merge(user: Person, source: Proposal, phases: Schedule, now: datetime) -> bool:
    """An author of either side, or staff; the consent of both sides is asked for in any case."""
    return (
        (is_author(user, source) or has_role(user, Role.BUDGET_OFFICER))
        and source.state == State.PUBLISHED
        and source.merged_into_id is None
        and not voting_began(phases, now)
    )
