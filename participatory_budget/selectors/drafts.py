"""Drafts of proposals, found only by whoever holds them: an account, or the browser that began them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from participatory_budget.engine.answers import is_empty
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal_draft import ProposalDraft, ProposalPhoto

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User

SHOWN = 20


def _held(user: User | AnonymousUser, known: Collection[UUID]) -> QuerySet[ProposalDraft]:
    mine = Q(owner=None, pk__in=list(known))
    if user.is_authenticated:
        mine |= Q(owner=user.pk)
    return ProposalDraft.objects.filter(mine)


def draft_held(
    budget: Budget, draft_id: UUID, user: User | AnonymousUser, known: Collection[UUID]
) -> ProposalDraft | None:
    """`known`: the drafts that this browser began."""
    return _held(user, known).filter(budget=budget, pk=draft_id).select_related("budget", "proposal").first()


def drafts_held(budget: Budget, user: User | AnonymousUser, known: Collection[UUID]) -> Sequence[ProposalDraft]:
    """What one can go on with, the last one first; an empty one is not worth a line."""
    rows = _held(user, known).filter(budget=budget, proposal=None).order_by("-saved_at")[: SHOWN * 2]
    return [row for row in rows if not is_empty(row.answers)][:SHOWN]


def drafts_of(user: User) -> QuerySet[ProposalDraft]:
    """Of an account, in all budgets, the last one first."""
    return ProposalDraft.objects.filter(owner=user, proposal=None).select_related("budget").order_by("-saved_at")


def photo_of(draft: ProposalDraft) -> ProposalPhoto | None:
    """What there is to say about it, without its bytes."""
    return ProposalPhoto.objects.filter(draft=draft).defer("content").first()


def photo_parts(draft: ProposalDraft) -> tuple[str, bytes] | None:
    """Kind and bytes."""
    row = ProposalPhoto.objects.filter(draft=draft).only("kind", "content").first()
    return (row.kind, bytes(row.content)) if row is not None else None


def unsent_since(before: datetime) -> QuerySet[ProposalDraft]:
    return ProposalDraft.objects.filter(proposal=None, saved_at__lt=before)
