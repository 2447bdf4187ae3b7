"""What follows from an amendment in the rows that pages read. The count itself reads the frozen document only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F

from participatory_budget.enums import AmendmentKind, PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.project import Project
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.selectors.ballot_log import moment

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def take_effect(
    budget: Budget, kind: AmendmentKind, change: Mapping[str, Any], *, actor: User | None, now: datetime
) -> None:
    if kind is AmendmentKind.CLOSE:
        _close_later(budget, moment(change["from"]), moment(change["to"]))
    elif kind is AmendmentKind.PRICE:
        Project.objects.filter(
            envelope__budget=budget, envelope__slug=change["envelope"], code=change["project"]
        ).update(cost=change["to"])
    elif kind is AmendmentKind.AMOUNT:
        Envelope.objects.filter(budget=budget, slug=change["envelope"]).update(amount=change["to"])
    elif kind is AmendmentKind.RULE:
        _new_card(budget, change["to"], actor, now)


def _close_later(budget: Budget, before: datetime, after: datetime) -> None:
    """What comes after the vote begins as much later as the vote ends: nothing overlaps, and nothing gets shorter."""
    later = after - before
    BudgetPhase.objects.filter(budget=budget, kind=PhaseKind.VOTING).update(ends_at=after)
    BudgetPhase.objects.filter(budget=budget, starts_at__gte=before).exclude(kind=PhaseKind.VOTING).update(
        starts_at=F("starts_at") + later, ends_at=F("ends_at") + later
    )


def _new_card(budget: Budget, to: Mapping[str, Any], actor: User | None, now: datetime) -> None:
    """The results page asks for the newest version; how a ballot is filled in stays as it was."""
    card = RuleCard.objects.filter(budget=budget).order_by("version").last()
    if card is None:
        return
    RuleCard.objects.create(
        budget=budget,
        version=card.version + 1,
        vote_type=card.vote_type,
        rule=to["rule"],
        threshold=to["threshold"],
        min_length=card.min_length,
        max_length=card.max_length,
        max_points=card.max_points,
        tie_keys=list(to["tie_keys"]),
        made_at=now,
        made_by=actor,
    )
