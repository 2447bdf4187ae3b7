"""Rule cards: a change of the rules is a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.services import record
from participatory_budget.engine.election import TieKey, VoteType
from participatory_budget.engine.rules import RULES
from participatory_budget.models.budget import Budget
from participatory_budget.models.project import Project
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.selectors.counts import rule_card_of
from participatory_budget.services.editing.gate import locked, require_money_open
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User

_MOST = 100_000


@dataclass(frozen=True)
class CardFacts:
    vote_type: VoteType
    rule: str
    threshold: Decimal = Decimal(0)
    min_length: int | None = None
    max_length: int | None = None
    max_points: int | None = None
    tie_keys: Sequence[TieKey] = (TieKey.LOWER_COST, TieKey.ID)


def card_facts(card: RuleCard) -> dict[str, Any]:
    """What makes one version differ from another."""
    return {
        "vote_type": card.vote_type,
        "rule": card.rule,
        "threshold": str(Decimal(card.threshold).normalize()),
        "min_length": card.min_length,
        "max_length": card.max_length,
        "max_points": card.max_points,
        "tie_keys": [str(TieKey(key).value) for key in card.tie_keys],
    }


def draft_card(budget: Budget, facts: CardFacts, version: int, now: datetime) -> RuleCard:
    """Checked, and not saved: what the preview explains."""
    _check(budget, facts)
    keys = [key.value for key in dict.fromkeys(facts.tie_keys)]
    return RuleCard(
        budget=budget,
        version=version,
        vote_type=facts.vote_type.value,
        rule=facts.rule,
        threshold=_plain(facts.threshold),
        min_length=facts.min_length,
        max_length=facts.max_length,
        max_points=facts.max_points,
        tie_keys=keys if TieKey.ID.value in keys else [*keys, TieKey.ID.value],
        made_at=now,
    )


@transaction.atomic
def new_card(budget: Budget, facts: CardFacts, *, seen_version: int, actor: User | None, now: datetime) -> RuleCard:
    """`seen_version` is the one that stood when the form was opened, 0 where there was none."""
    owner = locked(budget, actor, now)
    require_money_open(owner, actor, now)
    newest = rule_card_of(owner)
    version = newest.version if newest else 0
    if version != seen_version:
        raise BudgetError(
            _("There is a newer version of the rule card, no. %(number)s. Look at it before you write another one.")
            % {"number": version}
        )
    card = draft_card(owner, facts, version + 1, now)
    if newest is not None and card_facts(newest) == card_facts(card):
        raise BudgetError(_("This is what the rule card says already; there is no need for a new version."))
    card.made_by = actor
    card.save(force_insert=True)
    record(
        "rule_card.made",
        subject="participatory_budget.rule_card",
        subject_id=card.pk,
        actor=actor,
        reason_code=card.rule.replace("/", ":"),
        data={
            "budget": owner.pk,
            "version": card.version,
            "vote_type": card.vote_type,
            "threshold": card.threshold,
            "min_length": card.min_length,
            "max_length": card.max_length,
            "max_points": card.max_points,
        },
        now=now,
    )
    return card


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _check(budget: Budget, facts: CardFacts) -> None:
    if facts.rule not in RULES:
        raise BudgetError(_("This rule is not known here. Choose one of the list."), "rule")
    if not 0 <= facts.threshold <= 10**9:
        raise BudgetError(_("This figure is too large."), "threshold")
    for name in ("min_length", "max_length", "max_points"):
        value = getattr(facts, name)
        if value is not None and not 1 <= value <= _MOST:
            raise BudgetError(_("Give a figure from 1, or leave it empty."), name)
    if facts.min_length and facts.max_length and facts.min_length > facts.max_length:
        raise BudgetError(_("The least is more than the most."), "min_length")
    if facts.vote_type is VoteType.CHOOSE_ONE and (facts.min_length or facts.max_length):
        raise BudgetError(
            _("Where everyone chooses one project, a ballot has no length. Leave this empty."), "max_length"
        )
    if facts.vote_type is VoteType.ORDINAL and not facts.max_length:
        raise BudgetError(
            _("Say how many projects can be put in order: the first gets that many points."), "max_length"
        )
    if facts.max_points and facts.vote_type is not VoteType.CUMULATIVE:
        raise BudgetError(_("Only where people give points can there be a limit on points."), "max_points")
    if facts.rule.startswith("equalshares") and _has_groups(budget):
        raise BudgetError(
            _("Equal Shares does not know projects that exclude each other, and this budget has some."), "rule"
        )


def _has_groups(budget: Budget) -> bool:
    groups = Project.objects.filter(envelope__budget=budget).values_list("exclusive_groups", flat=True)
    return any(groups)
