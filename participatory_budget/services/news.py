"""Followers of proposals, districts and budgets are told. Whoever decides calls these inside the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from hub.accounts.models.user import User
from hub.notifications.services import announce
from participatory_budget.models.budget import Budget
from participatory_budget.models.evaluation import Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.followed_budgets import official_counts
from participatory_budget.services.letters import authors_of

SUPPORT_NEWS, VERDICT_NEWS, MERGED_NEWS = "proposal.enough_support", "proposal.verdict", "proposal.merged"
# For those who follow a district, a subject or the budget.
PROPOSAL_NEWS, RESULTS_NEWS = "proposal.published", "budget.results"


def announce_published(proposal: Proposal, *, now: datetime) -> None:
    """The first time only: what a moderator puts back is nothing new."""
    payload = {"proposal": str(proposal.pk)}
    announce(PROPOSAL_NEWS, payload=payload, dedupe_key=f"proposal-published:{proposal.pk}", now=now)


def announce_results(budget: Budget, *, now: datetime) -> None:
    """Once for each result: a count that finds the same again is no news."""
    counts = official_counts(budget)
    if counts:
        found = "".join(f"{one.envelope_id}{one.result_sha256}" for one in counts)
        key = f"budget-results:{budget.pk}:{sha256(found.encode()).hexdigest()}"
        announce(RESULTS_NEWS, payload={"budget": str(budget.pk)}, dedupe_key=key, now=now)


def announce_enough_support(proposal: Proposal, *, now: datetime) -> None:
    payload = {"proposal": str(proposal.pk)}
    announce(SUPPORT_NEWS, payload=payload, dedupe_key=f"proposal-supported:{proposal.pk}", now=now)


def announce_verdict(verdict: Verdict, *, now: datetime) -> None:
    """Each one, also a second that follows an appeal or an agreed change."""
    payload = {"proposal": str(verdict.evaluation.proposal_id), "verdict": verdict.pk}
    announce(VERDICT_NEWS, payload=payload, dedupe_key=f"proposal-verdict:{verdict.pk}", now=now)


def announce_merged(proposal: Proposal, *, now: datetime) -> None:
    """`proposal` went into another one."""
    payload = {"proposal": str(proposal.pk)}
    announce(MERGED_NEWS, payload=payload, dedupe_key=f"proposal-merged:{proposal.pk}", now=now)


def authors_among(proposal_id: str, people: Sequence[User]) -> set[int]:
    """Authors get letters of their own; two queries."""
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    if proposal is None:
        return set()
    authors = {person.pk for person in authors_of(proposal)}
    return {person.pk for person in people if person.pk in authors}
