"""Rules of voting: who may vote, by which ways, how long the log and the keys live. Frozen when the vote begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.services import record
from participatory_budget.engine.election import VoteType
from participatory_budget.enums import EligibilityWay
from participatory_budget.models.budget import Budget
from participatory_budget.models.voting_rules import VotingRules
from participatory_budget.permissions.voting import user_can_change_voting_rules
from participatory_budget.selectors.counts import rule_card_of
from participatory_budget.selectors.voting import frozen_of, voting_rules_of
from participatory_budget.services.editing.gate import locked, require_unchanged
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.roll.gate import schedule_of

if TYPE_CHECKING:
    from hub.accounts.models.user import User

OLDEST_MINIMUM = 120
MINUTES = (1, 1440)
APPEAL_DAYS = (1, 365)


@dataclass(frozen=True)
class VotingFacts:
    """Texts by language."""

    ways: Sequence[EligibilityWay]
    minimum_age: int | None = None
    who_may_vote: Mapping[str, str] = field(default_factory=dict)
    identity_asked: Mapping[str, str] = field(default_factory=dict)
    within_money: bool = False
    checkpoint_minutes: int = 10
    appeal_days: int = 30


def voting_facts_of(rules: VotingRules) -> dict[str, Any]:
    """What the form shows, and what two tabs are compared by."""
    return {
        "ways": sorted(rules.ways),
        "minimum_age": rules.minimum_age,
        "who_may_vote": dict(rules.who_may_vote),
        "identity_asked": dict(rules.identity_asked),
        "within_money": rules.within_money,
        "checkpoint_minutes": rules.checkpoint_minutes,
        "appeal_days": rules.appeal_days,
    }


@transaction.atomic
def change_voting_rules(
    budget: Budget, facts: VotingFacts, *, seen: str = "", actor: User, now: datetime
) -> VotingRules:
    """The record says which values changed, and the figures; never the words."""
    owner = locked(budget, actor, now)
    if not user_can_change_voting_rules(actor, schedule_of(owner), now) or frozen_of(owner) is not None:
        raise NotAllowedError(_("The vote has begun: money and rules stay as they are."))
    row = voting_rules_of(owner)
    before, after = voting_facts_of(row), _columns(facts)
    if row.pk is not None and before == after:
        return row
    if row.pk is not None:
        require_unchanged(seen, before)
    _check(owner, facts)
    for name, value in after.items():
        setattr(row, name, value)
    row.save()
    record(
        "voting_rules.changed",
        subject="participatory_budget.budget",
        subject_id=owner.pk,
        actor=actor,
        data={
            **{f"way_{way.value}": way.value in after["ways"] for way in EligibilityWay},
            **{name: after[name] for name in ("minimum_age", "within_money", "checkpoint_minutes", "appeal_days")},
            "was_minimum_age": before["minimum_age"],
            **{f"{name}_changed": before[name] != after[name] for name in ("who_may_vote", "identity_asked")},
        },
        now=now,
    )
    return row


def _columns(facts: VotingFacts) -> dict[str, Any]:
    return {
        "ways": sorted({EligibilityWay(one).value for one in facts.ways}),
        "minimum_age": facts.minimum_age,
        "who_may_vote": _texts(facts.who_may_vote),
        "identity_asked": _texts(facts.identity_asked),
        "within_money": facts.within_money,
        "checkpoint_minutes": facts.checkpoint_minutes,
        "appeal_days": facts.appeal_days,
    }


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: text.strip() for code, text in texts.items() if text.strip()}


def _check(budget: Budget, facts: VotingFacts) -> None:
    if not facts.ways:
        raise BudgetError(_("Choose at least one way; without any nobody can vote."), "ways")
    if facts.minimum_age is not None and not 1 <= facts.minimum_age <= OLDEST_MINIMUM:
        raise BudgetError(_("Give an age from 1 to 120, or leave it empty."), "minimum_age")
    least, most = MINUTES
    if not least <= facts.checkpoint_minutes <= most:
        raise BudgetError(_("Give minutes from 1 to 1440, which is a day."), "checkpoint_minutes")
    least, most = APPEAL_DAYS
    if not least <= facts.appeal_days <= most:
        raise BudgetError(_("Give days from 1 to 365."), "appeal_days")
    card = rule_card_of(budget)
    if facts.within_money and card is not None and card.vote_type != VoteType.APPROVAL:
        raise BudgetError(
            _("Only where people mark what they want can a ballot be held within the money. See the rule card."),
            "within_money",
        )
