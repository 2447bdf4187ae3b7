"""Proposals as their authors meet them: one by its number, all of one person, the texts one had."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from hub.contributions.engine.references import tidy_reference
from hub.moderation.enums import State
from participatory_budget.enums import Consent
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal import Proposal, ProposalRevision
from participatory_budget.phases import Phase, phases_of

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def schedule_of(budget: Budget) -> tuple[Phase, ...]:
    return phases_of(budget.phases.all())


def proposal_in(budget: Budget, reference: str) -> Proposal | None:
    tidy = tidy_reference(reference)
    if tidy is None:
        return None
    return Proposal.objects.filter(budget=budget, reference=tidy).select_related("budget", "envelope").first()


def proposals_by(user: User) -> QuerySet[Proposal]:
    """Sent by this person, or carried with others; newest first."""
    mine = Q(author=user) | Q(coauthors__user=user, coauthors__consent=Consent.AGREED)
    return Proposal.objects.filter(mine).select_related("budget").distinct().order_by("-received_at", "reference")


def sent_by(user: User, budget: Budget) -> int:
    """What counts against the limit of a person: what they took back does not."""
    return Proposal.objects.filter(author=user, budget=budget).exclude(state=State.WITHDRAWN).count()


def public_texts_of(proposal: Proposal) -> Sequence[ProposalRevision]:
    """Each text that anybody could read, the first one first.

    The last one is what stands there now: it may have been written before the proposal was published.
    """
    texts = list(proposal.revisions.order_by("number"))
    return [one for one in texts if one.was_public or one is texts[-1]]


def has_earlier_texts(proposal: Proposal) -> bool:
    """Something to read in its history: what was public before the last change."""
    return proposal.edited_at is not None and len(public_texts_of(proposal)) > 1


def entered_alike(budget: Budget, search_text: str, *, since: datetime) -> Proposal | None:
    """The same words, entered by staff not long ago."""
    rows = Proposal.objects.filter(budget=budget, search_text=search_text, received_at__gt=since)
    return rows.exclude(entered_by=None).exclude(state=State.WITHDRAWN).order_by("-received_at").first()
