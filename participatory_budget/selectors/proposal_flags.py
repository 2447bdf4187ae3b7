"""What readers reported, and what moderators took down: for moderators, and for who reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from hub.contributions.engine.references import tidy_reference
from hub.moderation.enums import State
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_flag import ProposalFlag
from participatory_budget.selectors.proposals import words_in

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def flagged_proposals() -> QuerySet[Proposal]:
    """Public, reported, and not looked at since."""
    open_ones = ProposalFlag.objects.filter(proposal=OuterRef("pk"), settled_at=None)
    return Proposal.objects.published().filter(Exists(open_ones))


def open_flags(references: Iterable[str]) -> Sequence[ProposalFlag]:
    rows = ProposalFlag.objects.filter(proposal__reference__in=list(references), settled_at=None)
    return list(rows.select_related("proposal").order_by("raised_at", "pk"))


def flags_of(proposal: Proposal) -> Sequence[ProposalFlag]:
    """Settled ones too, the newest first."""
    return list(ProposalFlag.objects.filter(proposal=proposal).order_by("-raised_at", "-pk"))


def flags_by(user: User) -> QuerySet[ProposalFlag]:
    return ProposalFlag.objects.filter(user=user).select_related("proposal").order_by("raised_at", "pk")


def withheld_proposals(words: str = "") -> QuerySet[Proposal]:
    """What can be put back; the newest decision first."""
    rows = Proposal.objects.filter(state=State.WITHHELD, erased_at=None).filter(words_in(words))
    return rows.select_related("budget", "decided_by").order_by("-decided_at", "reference")


def to_moderate(reference: str) -> Proposal | None:
    """Whatever its state, but not what was erased: there is nothing left to decide about."""
    tidy = tidy_reference(reference)
    if tidy is None:
        return None
    rows = Proposal.objects.filter(reference=tidy, erased_at=None)
    return rows.select_related("budget", "decided_by", "merged_into").first()
