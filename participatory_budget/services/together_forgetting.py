"""What is known about a person as a co-author and as somebody who asked to merge; and letting go of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.db.models import Q

from participatory_budget.enums import Consent
from participatory_budget.models.authorship import CoAuthor, Merge
from participatory_budget.reports.together import ERASED
from participatory_budget.services.coauthoring import end_for_good

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def known_about(user: User) -> Mapping[str, Any]:
    return {
        "coauthor_of": [
            {
                "proposal": row.proposal.reference,
                "consent": row.consent,
                "shown_name": row.shown_name,
                "asked_at": row.asked_at.isoformat(),
                "answered_at": row.answered_at.isoformat() if row.answered_at else None,
            }
            for row in _rows_of(user).select_related("proposal").order_by("pk")
        ],
        "merges_asked_for": [
            {
                "source": merge.source.reference,
                "target": merge.target.reference,
                "reason": merge.reason,
                "asked_at": merge.asked_at.isoformat(),
            }
            for merge in Merge.objects.filter(asked_by=user).select_related("source", "target").order_by("pk")
        ],
    }


def forget(user: User, *, now: datetime) -> None:
    """Inside the transaction of the erasure. That two proposals became one stays; who asked and in which words goes."""
    end_for_good(list(_rows_of(user).select_for_update(of=("self",)).order_by("pk")), now)
    Merge.objects.filter(asked_by=user).update(reason=ERASED, asked_by=None)


def _rows_of(user: User) -> Any:
    """Their own rows, and questions to an address that is theirs."""
    addresses = list(EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True))
    asked = Q(consent=Consent.ASKED, email__in=[user.email, *(each.lower() for each in addresses)])
    return CoAuthor.objects.filter(Q(user=user) | asked)
