"""Rules, projects and prices, written down once when the vote begins."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.engine.canonical import timestamp
from hub.audit.services import record
from participatory_budget.engine.election import unit_of
from participatory_budget.engine.frozen import ELECTION_FORMAT, SMALL_ENVELOPE, election_sha256, text_of
from participatory_budget.enums import BallotForm, PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import FrozenElection
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.models.project import Project
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.phases import phases_of, voting_began
from participatory_budget.selectors.voting import voting_rules_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.voting.keys import keys_of


@transaction.atomic
def ensure_frozen(budget: Budget, now: datetime) -> FrozenElection:
    """What was frozen; frozen now, when the vote has begun and nobody was first. Refuses before the vote."""
    if (known := FrozenElection.objects.filter(budget=budget).first()) is not None:
        return known
    Budget.objects.select_for_update().get(pk=budget.pk)
    if (known := FrozenElection.objects.filter(budget=budget).first()) is not None:
        return known
    if not voting_began(phases_of(BudgetPhase.objects.filter(budget=budget)), now):
        raise BudgetError(_("The vote has not begun yet."), "SLUG")
    document = document_of(budget)
    keys_of(budget)
    frozen = FrozenElection.objects.create(
        budget=budget, document=text_of(document), sha256=election_sha256(document), frozen_at=now
    )
    record(
        "election.frozen",
        subject="participatory_budget.budget",
        subject_id=budget.pk,
        actor=None,
        data={"sha256": frozen.sha256},
        now=now,
    )
    return frozen


def document_of(budget: Budget) -> dict[str, Any]:
    """The election as it stands now; the same facts always give the same document."""
    card = RuleCard.objects.filter(budget=budget).order_by("version").last()
    voting = BudgetPhase.objects.filter(budget=budget, kind=PhaseKind.VOTING).first()
    if card is None or voting is None:
        raise BudgetError(_("A vote needs a rule card and dates."), "SLUG")
    rules = voting_rules_of(budget)
    form = BallotForm.KNAPSACK if rules.within_money and card.vote_type == "approval" else BallotForm(card.vote_type)
    return {
        "format": ELECTION_FORMAT,
        "budget": budget.slug,
        "uuid": str(budget.pk),
        "currency": budget.currency,
        "unit": unit_of(budget.currency),
        "opens_at": timestamp(voting.starts_at),
        "closes_at": timestamp(voting.ends_at),
        "rule_card": {
            "version": card.version,
            "ballot": form.value,
            "vote_type": card.vote_type,
            "rule": card.rule,
            "threshold": card.threshold,
            "min_length": card.min_length,
            "max_length": card.max_length,
            "max_points": card.max_points,
            "tie_keys": list(card.tie_keys),
        },
        "eligibility": {
            "ways": sorted(rules.ways),
            "minimum_age": rules.minimum_age,
            "who_may_vote": dict(rules.who_may_vote),
        },
        "log": {
            "checkpoint_minutes": rules.checkpoint_minutes,
            "appeal_days": rules.appeal_days,
            "small_envelope": SMALL_ENVELOPE,
        },
        "envelopes": _envelopes(budget),
    }


def _envelopes(budget: Budget) -> list[dict[str, Any]]:
    names: dict[Any, dict[str, str]] = {}
    for name in EnvelopeName.objects.filter(envelope__budget=budget):
        names.setdefault(name.envelope_id, {})[name.language] = name.name
    projects: dict[Any, list[dict[str, Any]]] = {}
    for one in Project.objects.filter(envelope__budget=budget).order_by("order", "code"):
        projects.setdefault(one.envelope_id, []).append(
            {
                "id": one.code,
                "title": one.title,
                "language": one.title_language,
                "cost": one.cost,
                "groups": sorted(one.exclusive_groups),
                "district": one.district,
                "category": one.category,
            }
        )
    rows = list(Envelope.objects.filter(budget=budget).order_by("order", "slug"))
    slugs = {one.pk: one.slug for one in rows}
    return [
        {
            "id": one.slug,
            "uuid": str(one.pk),
            "kind": one.kind,
            "amount": one.amount,
            "parent": slugs[one.parent_id] if one.parent_id else None,
            "leftover": one.leftover,
            "names": names.get(one.pk, {}),
            "projects": projects.get(one.pk, []),
        }
        for one in rows
    ]


def document_in(frozen: FrozenElection) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(frozen.document)
    return found
