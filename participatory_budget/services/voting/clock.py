"""What the clock owes an election: frozen when it opens, logged while it runs, closed, counted, its keys destroyed.

Each step is a transaction of its own and asks first whether it was done: a worker may be killed anywhere, run twice
or come hours late. One budget's fault never keeps the others waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import structlog
from django.db.models import Exists, OuterRef

from participatory_budget.engine.rules import RULES
from participatory_budget.enums import PhaseKind
from participatory_budget.models.ballot_box import OpenedBallot
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import ClosedElection, ElectionKey, FrozenElection
from participatory_budget.models.project import Project
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.selectors.ballot_log import closes_at
from participatory_budget.selectors.counts import counts_of, rule_card_of
from participatory_budget.selectors.voting import election_in_force
from participatory_budget.services.counting import count_budget
from participatory_budget.services.voting.closing import close_election
from participatory_budget.services.voting.destroying import destroy_keys
from participatory_budget.services.voting.freezing import ensure_frozen
from participatory_budget.services.voting.logging import log_due

log = structlog.get_logger("hub.voting")


def freeze_due(now: datetime) -> None:
    """Votes that have begun. One without projects or rules is no vote of ours, nor is one that came as a file."""
    voting = BudgetPhase.objects.filter(
        budget=OuterRef("pk"), kind=PhaseKind.VOTING, starts_at__lte=now, ends_at__gt=now
    )
    rows = Budget.objects.filter(
        Exists(voting),
        Exists(Project.objects.filter(envelope__budget=OuterRef("pk"))),
        Exists(RuleCard.objects.filter(budget=OuterRef("pk"))),
        frozen=None,
        envelopes__imported_election=None,
    ).distinct()
    _each(rows, lambda budget: ensure_frozen(budget, now), "freeze")


def log_ballots(now: datetime) -> None:
    _each(_running(), lambda budget: log_due(budget, now), "log")


def close_due(now: datetime) -> None:
    """Closes, then counts. A count that fails leaves the close as it is, and is tried again."""
    over = [
        frozen.budget
        for frozen in FrozenElection.objects.filter(budget__closed_election=None).select_related("budget")
        if closes_at(election_in_force(frozen)) <= now
    ]
    _each(over, lambda budget: close_election(budget, now), "close")
    closed = Budget.objects.filter(closed_election__isnull=False)
    _each([one for one in closed if _is_uncounted(one)], lambda budget: count_budget(budget, now=now), "count")


def destroy_due(now: datetime) -> None:
    rows = Budget.objects.filter(
        pk__in=ClosedElection.objects.values("budget"),
        election_key__in=ElectionKey.objects.filter(destroyed_at=None),
    )
    _each(rows, lambda budget: destroy_keys(budget, now), "destroy")


def _running() -> Iterable[Budget]:
    return Budget.objects.filter(frozen__isnull=False, closed_election=None)


def _is_uncounted(budget: Budget) -> bool:
    """Nobody voted, or the rule is none of ours: there is nothing to count."""
    card = rule_card_of(budget)
    if card is None or card.rule not in RULES:
        return False
    voted = set(OpenedBallot.objects.filter(envelope__budget=budget).values_list("envelope", flat=True).distinct())
    return bool(voted - set(counts_of(budget, card)))


def _each(budgets: Iterable[Budget], step: Callable[[Budget], object], name: str) -> None:
    first: Exception | None = None
    for budget in budgets:
        try:
            step(budget)
        except Exception as error:  # noqa: BLE001 - raised below, when all had their turn
            log.error("a step of an election failed", step=name, budget=budget.slug, fault=type(error).__name__)
            first = first or error
    if first is not None:
        raise first  # the due job has failed, and its log line tells how


# In this order: what opens and closes in the same minute is done in the same minute.
STEPS: Mapping[str, Callable[[datetime], None]] = {
    "freeze_elections": freeze_due,
    "log_ballots": log_ballots,
    "close_elections": close_due,
    "destroy_election_keys": destroy_due,
}
