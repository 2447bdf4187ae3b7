"""Computing results that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.audit.services import record
from participatory_budget.engine.counting import AUTO, count
from participatory_budget.engine.election import Election
from participatory_budget.engine.fairness import figures
from participatory_budget.engine.hashing import inputs_sha256, result_sha256
from participatory_budget.engine.results import Result
from participatory_budget.engine.stored_results import as_json
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.count import Count
from participatory_budget.models.envelope import Envelope
from participatory_budget.permissions import user_can_count
from participatory_budget.phases import phases_of, vote_ahead
from participatory_budget.reports.counted import CountedEnvelope, count_tree
from participatory_budget.selectors.elections import election_of
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.news import announce_results
from participatory_budget.services.voting.closing import close_election

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def count_envelope(
    envelope: Envelope, rule: str = AUTO, actor: User | None = None, *, now: datetime | None = None
) -> Count:
    """Counts and keeps the result. Raises `ElectionError` for an unknown rule. `actor` is None for a command."""
    election = election_of(envelope)
    return keep_result(envelope, election, count(election, rule), actor=actor, now=now)


@transaction.atomic
def count_budget(budget: Budget, *, actor: User | None = None, now: datetime | None = None) -> list[Count]:
    """All envelopes that were voted on, leftovers moved between them. Not before the vote is over.

    A vote of our own is closed first, if the clock has not done it yet.
    """
    moment = now or timezone.now()
    require_vote_over(budget, moment)
    close_election(budget, moment)
    kept = keep_results(count_tree(budget), actor=actor, now=moment)
    announce_results(budget, now=moment)
    return kept


@transaction.atomic
def keep_results(
    rows: Iterable[CountedEnvelope], *, actor: User | None = None, now: datetime | None = None
) -> list[Count]:
    """All or none; an envelope that nobody voted on has no result."""
    return [
        keep_result(one.envelope, one.election, one.counted.result, moved=one.moved, actor=actor, now=now)
        for one in rows
        if one.was_voted_on
    ]


def require_vote_over(budget: Budget, now: datetime) -> None:
    """A count before the close would tell how a vote that is running stands."""
    if vote_ahead(phases_of(BudgetPhase.objects.filter(budget=budget)), now):
        raise BudgetError(_("The vote is not over yet: nothing can be counted."), "SLUG")


@transaction.atomic
def keep_result(
    envelope: Envelope,
    election: Election,
    result: Result,
    *,
    moved: Mapping[str, Any] | None = None,
    actor: User | None = None,
    now: datetime | None = None,
) -> Count:
    """`moved` says what of the election's money came from other envelopes, and where the rest went.

    What was computed before, from the same inputs with the same result, is returned as it stands."""
    moment = now or timezone.now()
    if actor is not None and not user_can_count(actor, envelope, moment):
        raise NotAllowedError("only a budget officer keeps a result")
    # Two counts at once wait for each other here; the second finds what the first has written.
    Envelope.objects.select_for_update().get(pk=envelope.pk)
    inputs, outcome = inputs_sha256(election), result_sha256(result)
    same = Count.objects.filter(envelope=envelope, rule=result.rule, inputs_sha256=inputs, result_sha256=outcome)
    if (known := same.first()) is not None:
        return known
    kept = Count.objects.create(
        envelope=envelope,
        rule=result.rule,
        inputs_sha256=inputs,
        result_sha256=outcome,
        # Whom it serves takes every ballot to work out: done here once, not while a reader waits.
        result=as_json(result, served=figures(election, result.selected), moved=moved),
        counted_at=moment,
    )
    record(
        "budget.counted",
        subject="participatory_budget.envelope",
        subject_id=envelope.pk,
        actor=actor,
        # The names of rules have strokes ("equalshares/add1"), which a code in the log may not have.
        reason_code=result.rule.replace("/", ":"),
        data={
            "count": kept.pk,
            "inputs_sha256": inputs,
            "result_sha256": outcome,
            "winners": len(result.selected),
            **({"received": received} if (received := election.budget - envelope.amount) else {}),
        },
        now=moment,
    )
    return kept
