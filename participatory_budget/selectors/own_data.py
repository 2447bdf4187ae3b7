"""All that is one person's in budgets, for the copy that they take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.models.proposal_draft import ProposalDraft

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def authored_with_texts(user: User) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(author=user).select_related("budget").prefetch_related("revisions")
    return rows.order_by("received_at", "reference")


def drafts_to_export(user: User) -> QuerySet[ProposalDraft]:
    return ProposalDraft.objects.filter(owner=user, proposal=None).select_related("budget").order_by("started_at")


def supports_of(user: User) -> QuerySet[ProposalSupport]:
    return ProposalSupport.objects.filter(user=user).select_related("proposal").order_by("given_at", "pk")


def coauthorships_of(user: User) -> QuerySet[CoAuthor]:
    """Also where somebody asked the address before it had an account."""
    mine = Q(user=user) | Q(email__iexact=user.email)
    return CoAuthor.objects.filter(mine).select_related("proposal").order_by("asked_at", "pk")
