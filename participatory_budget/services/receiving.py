"""What becomes a proposal gets its thread, its reference and its first state here, whoever brought it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from hub.audit.services import record
from hub.contributions.engine.language import guess_language
from hub.contributions.services.registration import next_reference
from hub.contributions.services.threads import ensure_thread
from hub.core.engine.folding import fold
from hub.moderation.enums import State
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal import Proposal
from participatory_budget.services.news import announce_published

if TYPE_CHECKING:
    from hub.accounts.models.user import User

THREAD_KIND = "proposal"


def receive(budget: Budget, words: dict[str, Any], *, actor: User, now: datetime, **fields: Any) -> Proposal:
    """Inside the caller's transaction. `words`: title, description, benefit, place."""
    state = State.PENDING if budget.premoderated else State.PUBLISHED
    proposal = Proposal.objects.create(
        budget=budget,
        thread=ensure_thread(THREAD_KIND, now=now),
        reference=next_reference(now),
        state=state,
        published_at=None if state == State.PENDING else now,
        received_at=now,
        search_text=searched(**words),
        **words,
        **fields,
    )
    record(
        "proposal.received",
        subject="proposal",
        subject_id=proposal.reference,
        actor=actor,
        data={
            "budget": budget.pk,
            "envelope": proposal.envelope_id,
            "state": state.value,
            "channel": str(proposal.channel),
            "publish_as": str(proposal.publish_as),
        },
        now=now,
    )
    if state == State.PUBLISHED:
        announce_published(proposal, now=now)
    return proposal


def searched(*, title: str, description: str, benefit: str, place: str) -> str:
    return fold(f"{title}\n{description}\n{benefit}\n{place}")


def language_of(title: str, description: str, page_language: str) -> str:
    codes = [code for code, _name in settings.LANGUAGES]
    return guess_language(f"{title}\n{description}", page_language=page_language, languages=codes)
