"""The letter that says that a proposal arrived. It holds an id; its words are made when it goes out."""

from __future__ import annotations

from datetime import datetime

from hub.notifications.services import enqueue
from participatory_budget.models.proposal import Proposal

PROPOSAL_RECEIVED = "proposal_received"


def send_receipt(proposal: Proposal, *, now: datetime) -> None:
    """Also to people who want no news: it is the proof that the text arrived."""
    author = proposal.author
    if author is None or not author.is_active:
        return
    enqueue(
        PROPOSAL_RECEIVED,
        to=author.email,
        language=author.language,
        payload={"proposal": str(proposal.pk)},
        dedupe_key=f"proposal-received:{proposal.pk}",
        now=now,
    )
