"""Readers report a public proposal. Nothing changes for anybody until a moderator has decided."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from hub.audit.services import record
from hub.contributions.enums import Refusal
from hub.contributions.services.errors import RefusedError
from hub.moderation.enums import FLAG_REASONS, State
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_flag import ProposalFlag

if TYPE_CHECKING:
    from hub.accounts.models.user import User

# As long as somebody may still contest what was decided upon a report.
KEPT = timedelta(days=365)
LONGEST_NOTE = 500


@transaction.atomic
def report_proposal(
    proposal: Proposal, *, actor: User | None, reason_code: str, note: str, now: datetime, key: str = ""
) -> None:
    """A person with an account reports once; a report after a decision asks again. `key`: of the form that was sent."""
    if reason_code not in FLAG_REASONS:
        raise RefusedError(Refusal.UNKNOWN_REASON)
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if key and ProposalFlag.objects.filter(submission_key=key).exists():
        return
    if locked.state != State.PUBLISHED:
        raise RefusedError(Refusal.ALREADY_DECIDED)
    values = {
        "reason_code": reason_code,
        "note": " ".join(note.replace("\x00", "").split())[:LONGEST_NOTE],
        "raised_at": now,
        "settled_at": None,
        "submission_key": key or None,
    }
    if actor is not None:
        ProposalFlag.objects.update_or_create(proposal=locked, user=actor, defaults=values)
    else:
        ProposalFlag.objects.create(proposal=locked, user=None, **values)
    record(
        "proposal.flagged",
        subject="proposal",
        subject_id=locked.reference,
        actor=None,
        reason_code=reason_code,
        now=now,
    )


def settle_reports(proposal: Proposal, now: datetime) -> int:
    """Whatever was decided about it: nobody needs to look again. Under the proposal's lock; returns how many."""
    return ProposalFlag.objects.filter(proposal=proposal, settled_at=None).update(settled_at=now)


def forget_notes_about(proposal: Proposal, now: datetime) -> None:
    """Its words are gone; a report may have quoted them."""
    settle_reports(proposal, now)
    ProposalFlag.objects.filter(proposal=proposal).update(note="")


def forget_reporter(user: User) -> None:
    """That it was reported stays until somebody has looked; who did and in which words goes."""
    ProposalFlag.objects.filter(user=user).update(user=None, note="")


def forget_old_reports(now: datetime) -> None:
    """A year after the decision only reason and dates are left."""
    ProposalFlag.objects.filter(settled_at__lt=now - KEPT).update(user=None, note="", submission_key=None)
