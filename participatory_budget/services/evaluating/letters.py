"""What the author and the co-authors are told as it happens. Payloads hold ids; for the words see the adapters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.accounts.enums import NotificationChoice
from hub.notifications.services import enqueue
from participatory_budget.models.evaluation import Appeal, Evaluation, ScopeChange, Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.evaluation import authors_with_account

OPENED = "proposal_evaluation_opened"
CHANGE_ASKED = "proposal_change_asked"
VERDICT = "proposal_verdict"
APPEAL_DECIDED = "proposal_appeal_decided"


def tell_opened(proposal: Proposal, evaluation: Evaluation, *, now: datetime) -> None:
    """News, so only for those who want news; the other three ask or decide something and always go out."""
    # Many may be assigned at once: these letters leave with the next round and are not a task each.
    _tell(OPENED, proposal, {"evaluation": evaluation.pk}, evaluation.pk, now=now, only_news=True)


def tell_change_asked(proposal: Proposal, change: ScopeChange, *, now: datetime) -> None:
    _tell(CHANGE_ASKED, proposal, {"change": change.pk}, change.pk, now=now)


def tell_verdict(proposal: Proposal, verdict: Verdict, *, now: datetime) -> None:
    _tell(VERDICT, proposal, {"verdict": verdict.pk}, verdict.pk, now=now)


def tell_appeal_decided(proposal: Proposal, appeal: Appeal, *, now: datetime) -> None:
    _tell(APPEAL_DECIDED, proposal, {"appeal": appeal.pk}, appeal.pk, now=now)


def _tell(
    kind: str,
    proposal: Proposal,
    payload: Mapping[str, Any],
    key: int,
    *,
    now: datetime,
    only_news: bool = False,
) -> None:
    for person in authors_with_account(proposal):
        if only_news and person.notification_choice == NotificationChoice.NONE:
            continue
        enqueue(
            kind,
            to=person.email,
            language=person.language,
            payload=payload,
            dedupe_key=f"{kind}:{key}:{person.pk}",
            now=now,
            at_once=not only_news,
        )
