"""The link that an invited co-author gets. It names a row and nothing else; the row says whether it still holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing

HOLDS = timedelta(days=30)
_PURPOSE = "participatory_budget.coauthor"


def invitation_key(invitation: int, proposal: UUID) -> str:
    return signing.Signer(salt=_PURPOSE).sign(f"{invitation}.{proposal}")


def read_invitation_key(key: str) -> tuple[int, UUID] | None:
    """The row and the proposal; None for everything that we did not sign."""
    try:
        invitation, _, proposal = signing.Signer(salt=_PURPOSE).unsign(key).partition(".")
        return int(invitation), UUID(proposal)
    except (signing.BadSignature, ValueError):
        return None


def ends_at(asked_at: datetime) -> datetime:
    return asked_at + HOLDS
