"""What moderators decide about proposals: publish, withhold, put back, leave what is public already."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hub.accounts.models.user import User
from hub.audit.services import record
from hub.contributions.enums import Refusal
from hub.contributions.services.errors import RefusedError
from hub.moderation.engine.transitions import IllegalTransitionError, require
from hub.moderation.enums import MODERATOR_REASONS, State
from hub.moderation.permissions import user_can_moderate
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import phases_of, voting_began
from participatory_budget.services.evaluating.ballot import put_back_on_ballot, take_off_ballot
from participatory_budget.services.letters import tell_published, tell_withheld
from participatory_budget.services.news import announce_published
from participatory_budget.services.reporting import settle_reports
from participatory_budget.services.supporting import note_threshold


def mark_of(proposal: Proposal) -> str:
    """Names what a moderator had before their eyes: where it stood, the last decision, and the last text."""
    moments = (proposal.decided_at, proposal.edited_at)
    return "|".join([str(proposal.state), *(moment.isoformat() if moment else "" for moment in moments)])


@transaction.atomic
def publish_proposal(
    proposal: Proposal, *, actor: User, now: datetime, seen_as: State | None = None, seen: str | None = None
) -> Proposal:
    """`seen_as`: the state that the moderator had before their eyes; what another decided meanwhile stands.

    `seen`: the same told by `mark_of`, which also notices that the author changed the words.
    """
    locked = _locked(proposal, actor, seen_as, seen)
    if locked.erased_at is not None:
        raise RefusedError(Refusal.NOT_ALLOWED)
    _change(locked, State.PUBLISHED, "", actor=actor, now=now)
    # What was withheld by mistake gets back what it had: the threshold may be lower, the verdict still stands.
    note_threshold(locked, now=now)
    put_back_on_ballot(locked, actor=actor, now=now)
    tell_published(locked, now=now)
    announce_published(locked, now=now)
    return locked


@transaction.atomic
def withhold_proposal(
    proposal: Proposal,
    *,
    actor: User,
    reason_code: str,
    now: datetime,
    seen_as: State | None = None,
    seen: str | None = None,
) -> Proposal:
    """Supports stay and count again, should the decision be corrected."""
    if reason_code not in MODERATOR_REASONS:
        raise RefusedError(Refusal.UNKNOWN_REASON)
    locked = _locked(proposal, actor, seen_as, seen)
    _change(locked, State.WITHHELD, reason_code, actor=actor, now=now)
    # What people vote on already is no moderator's to change.
    if not _voting_began(locked, now):
        take_off_ballot(locked, actor=actor, now=now)
    tell_withheld(locked, now=now)
    return locked


@transaction.atomic
def leave_proposal(proposal: Proposal, *, actor: User, now: datetime) -> Proposal:
    """A moderator has read what was public before anybody could, and leaves it."""
    locked = _locked(proposal, actor, State.PUBLISHED)
    if locked.decided_at is not None:
        raise RefusedError(Refusal.ALREADY_DECIDED)
    locked.decided_at, locked.decided_by = now, actor
    locked.save(update_fields=["decided_at", "decided_by"])
    record("proposal.reviewed", subject="proposal", subject_id=locked.reference, actor=actor, now=now)
    return locked


@transaction.atomic
def dismiss_reports(proposal: Proposal, *, actor: User, now: datetime, seen: str | None = None) -> Proposal:
    """A moderator has read what readers reported, and leaves the proposal where it is."""
    locked = _locked(proposal, actor, State.PUBLISHED, seen)
    if not settle_reports(locked, now):
        raise RefusedError(Refusal.ALREADY_DECIDED)
    locked.decided_at, locked.decided_by = now, actor
    locked.save(update_fields=["decided_at", "decided_by"])
    record("proposal.flags_dismissed", subject="proposal", subject_id=locked.reference, actor=actor, now=now)
    return locked


def _voting_began(proposal: Proposal, now: datetime) -> bool:
    return voting_began(phases_of(BudgetPhase.objects.filter(budget=proposal.budget_id)), now)


def _locked(proposal: Proposal, actor: User, seen_as: State | None, seen: str | None = None) -> Proposal:
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("budget", "author").get(pk=proposal.pk)
    if not user_can_moderate(actor):
        raise RefusedError(Refusal.NOT_ALLOWED)
    if (seen_as is not None and locked.state != seen_as) or (seen is not None and mark_of(locked) != seen):
        raise RefusedError(Refusal.ALREADY_DECIDED)
    return locked


def _change(proposal: Proposal, state: State, reason_code: str, *, actor: User, now: datetime) -> None:
    previous = proposal.state
    try:
        require(previous, state)
    except IllegalTransitionError as error:
        raise RefusedError(Refusal.ALREADY_DECIDED) from error
    proposal.state, proposal.reason_code = state, reason_code
    proposal.decided_at, proposal.decided_by = now, actor
    if state == State.PUBLISHED and proposal.published_at is None:
        proposal.published_at = now
    proposal.save(update_fields=["state", "reason_code", "decided_at", "decided_by", "published_at"])
    settle_reports(proposal, now)
    record(
        f"proposal.{state.value}",
        subject="proposal",
        subject_id=proposal.reference,
        actor=actor,
        reason_code=reason_code,
        data={"from": previous},
        now=now,
    )
