"""Reads of an election of our own: its rules, what is frozen, what holds now, who may vote where."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db.models import Max

from hub.accounts.models.user import User
from participatory_budget.engine.frozen import in_force
from participatory_budget.enums import EnvelopeKind
from participatory_budget.models.ballot_box import Ballot, WaitingBallot
from participatory_budget.models.budget import Budget
from participatory_budget.models.election import Amendment, ClosedElection, FrozenElection
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.project import Project
from participatory_budget.models.roll import Acceptance, RollEntry
from participatory_budget.models.voting_rules import VotingRules


def voting_rules_of(budget: Budget) -> VotingRules:
    """As they are kept, else the defaults (not saved)."""
    return VotingRules.objects.filter(budget=budget).first() or VotingRules(budget=budget)


def frozen_of(budget: Budget) -> FrozenElection | None:
    return FrozenElection.objects.filter(budget=budget).first()


def is_closed(budget: Budget) -> bool:
    return ClosedElection.objects.filter(budget=budget).exists()


def election_in_force(frozen: FrozenElection) -> dict[str, Any]:
    """The frozen document after its amendments; one query."""
    amendments = Amendment.objects.filter(budget=frozen.budget_id).order_by("number")
    return in_force(json.loads(frozen.document), [json.loads(one.document) for one in amendments])


def newest_amendment(frozen: FrozenElection) -> str:
    """Its hash; that of the election itself while nothing is amended."""
    last = Amendment.objects.filter(budget=frozen.budget_id).order_by("number").last()
    return last.sha256 if last else frozen.sha256


def roll_entry_of(user: User, budget: Budget) -> RollEntry | None:
    """This account's right to vote in this budget, once it is shown."""
    return RollEntry.objects.filter(budget=budget, account=user).select_related("district").first()


def voting_envelopes(budget: Budget) -> list[Envelope]:
    """Those with projects to vote on, in their order."""
    with_projects = Project.objects.filter(envelope__budget=budget).values("envelope")
    return list(Envelope.objects.filter(budget=budget, pk__in=with_projects).order_by("order", "slug"))


def may_vote_in(entry: RollEntry, envelope: Envelope) -> bool:
    """The whole city's envelopes, themes and reserved shares are everybody's; of the districts, one's own.

    Somebody without a district on record takes the district of their first ballot there (`services.voting.casting`).
    """
    if entry.budget_id != envelope.budget_id:
        return False
    return envelope.kind != EnvelopeKind.DISTRICT or entry.district_id in (None, envelope.pk)


def acceptances_of(entry: RollEntry) -> dict[UUID, Acceptance]:
    """By envelope."""
    return {one.envelope_id: one for one in Acceptance.objects.filter(entry=entry)}


def last_turn(budget: Budget, tag: str) -> int:
    """Ballots that were cast under this tag."""
    waiting = WaitingBallot.objects.filter(budget=budget, tag=tag).aggregate(last=Max("turn"))["last"]
    logged = Ballot.objects.filter(budget=budget, tag=tag).aggregate(last=Max("turn"))["last"]
    return max(waiting or 0, logged or 0)


def is_cast(budget: Budget, tag: str, commitment: str) -> bool:
    """This very ballot is in already: a second press of the same button."""
    return any(
        model.objects.filter(budget=budget, tag=tag, commitment=commitment).exists()
        for model in (WaitingBallot, Ballot)
    )


def was_replaced(budget: Budget, commitment: str) -> bool:
    """Its person cast another ballot in the same envelope after this one."""
    for model in (WaitingBallot, Ballot):
        mine = model.objects.filter(budget=budget, commitment=commitment).first()
        if mine is not None:
            return last_turn(budget, mine.tag) > mine.turn
    return False
