"""Which letters we owe the authors of a proposal. Payloads hold ids; the words are made when a letter goes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from hub.accounts.enums import NotificationChoice
from hub.accounts.models.user import User
from hub.notifications.services import enqueue
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.proposal import Proposal

PUBLISHED = "proposal_published"
WITHHELD = "proposal_withheld"
ENOUGH_SUPPORT = "proposal_enough_support"


def authors_of(proposal: Proposal) -> Sequence[User]:
    """The author and the co-authors who said yes, as far as they have an account that stands; one query."""
    agreed = CoAuthor.objects.filter(proposal=proposal, consent=Consent.AGREED, user__isnull=False).values("user")
    return list(User.objects.filter(Q(pk=proposal.author_id) | Q(pk__in=agreed), is_active=True).order_by("pk"))


def tell_published(proposal: Proposal, *, now: datetime) -> None:
    # A decision may be corrected, and be told again: the moment is in the key.
    _tell(PUBLISHED, proposal, key=f"proposal-published:{proposal.pk}:{now.isoformat()}", now=now)


def tell_withheld(proposal: Proposal, *, now: datetime) -> None:
    # A decision against somebody is always told, with its reason.
    _tell(WITHHELD, proposal, key=f"proposal-withheld:{proposal.pk}:{now.isoformat()}", now=now, always=True)


def tell_enough_support(proposal: Proposal, *, now: datetime) -> None:
    _tell(ENOUGH_SUPPORT, proposal, key=f"proposal-supported:{proposal.pk}", now=now)


def _tell(kind: str, proposal: Proposal, *, key: str, now: datetime, always: bool = False) -> None:
    for person in authors_of(proposal):
        if always or person.notification_choice != NotificationChoice.NONE:
            enqueue(
                kind,
                to=person.email,
                language=person.language,
                payload={"proposal": str(proposal.pk)},
                dedupe_key=f"{key}:{person.pk}",
                now=now,
            )
