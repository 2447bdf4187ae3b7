"""Districts and subjects of public budgets as headings: found by the same keys as promises and topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from hub.accounts.models.user import User
from hub.core.engine.keys import uuids_in
from hub.core.headings import heading_key
from hub.core.models.topic import TopicKind
from hub.notifications.models.follow import Follow
from participatory_budget.enums import EnvelopeKind, PhaseKind
from participatory_budget.enums import Verdict as Finding
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.catalogue import Category
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.models.evaluation import Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.roll import RollEntry
from participatory_budget.phases import Phase, is_running, phases_of, vote_ahead, vote_until
from participatory_budget.selectors.followed_budgets import DISTRICT, SUBJECT
from participatory_budget.selectors.pages import public_budgets
from participatory_budget.selectors.proposal_addresses import proposal_urls


@dataclass(frozen=True)
class BudgetPart:
    """A district or a subject of one public budget. `follow_kind` and `follow_key` are what one follows."""

    kind: str  # value of TopicKind
    key: str
    names: Mapping[str, str]
    budget: UUID
    follow_kind: str
    follow_key: str


@dataclass(frozen=True)
class HeadedProposal:
    title: str
    language: str
    url: str
    stage: str  # "open" while one can support it or talk about it, "working" while the city looks at it
    supports: int
    published_at: datetime | None


def budget_parts() -> list[BudgetPart]:
    """Of all public budgets, the newest first; three queries. What has no name in any language is no heading."""
    order = {pk: place for place, pk in enumerate(public_budgets().values_list("pk", flat=True))}
    names: dict[UUID, dict[str, str]] = defaultdict(dict)
    budgets: dict[UUID, UUID] = {}
    rows = EnvelopeName.objects.filter(envelope__kind=EnvelopeKind.DISTRICT, envelope__budget__in=list(order))
    for envelope, budget, language, name in rows.order_by("envelope").values_list(
        "envelope", "envelope__budget", "language", "name"
    ):
        names[envelope][language] = name
        budgets[envelope] = budget
    found = [
        BudgetPart(TopicKind.DISTRICT, heading_key(names[pk]), names[pk], budgets[pk], DISTRICT, str(pk))
        for pk in names
    ]
    found += [
        BudgetPart(TopicKind.TOPIC, heading_key(one.names), one.names, one.budget_id, SUBJECT, str(one.pk))
        for one in Category.objects.filter(budget__in=list(order))
    ]
    return sorted((one for one in found if one.key), key=lambda one: order[one.budget])


def proposals_under(
    parts: Sequence[BudgetPart], language: str, now: datetime, limit: int
) -> tuple[list[HeadedProposal], int]:
    """Public proposals of these parts in budgets whose vote has not begun, the newest first, and how many there are.

    Later on the ballot and then projects say what became of them. Four queries.
    """
    stages = stages_before_the_vote({one.budget for one in parts}, now)
    alive = [one for one in parts if one.budget in stages]
    districts = [UUID(one.follow_key) for one in alive if one.follow_kind == DISTRICT]
    subjects = [int(one.follow_key) for one in alive if one.follow_kind == SUBJECT]
    if not alive:
        return [], 0
    found = alive_proposals().filter(Q(envelope__in=districts) | Q(category__in=subjects))
    rows = list(found.order_by("-published_at", "reference").defer("search_text", "description", "benefit")[:limit])
    urls = proposal_urls(rows, language)
    shown = [
        HeadedProposal(
            one.title, one.language, urls[one.pk], stages[one.budget_id], one.support_count, one.published_at
        )
        for one in rows
        if one.pk in urls
    ]
    return shown, found.count()


def districts_of_person(user: User) -> list[str]:
    """Keys of the districts that this person follows, or may vote in; for that person's own eyes. Three queries.

    Whether they are on the roll of a budget, nobody else is told.
    """
    followed = Follow.objects.filter(user=user, subject_kind=DISTRICT).values_list("subject_key", flat=True)
    on_roll = RollEntry.objects.filter(account=user, district__isnull=False).values_list("district", flat=True)
    wanted = {*map(str, followed), *map(str, on_roll)}
    envelopes = Envelope.objects.filter(pk__in=uuids_in(wanted), kind=EnvelopeKind.DISTRICT)
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    rows = EnvelopeName.objects.filter(envelope__in=envelopes).order_by("envelope")
    for envelope, language, name in rows.values_list("envelope", "language", "name"):
        found[envelope][language] = name
    return list(dict.fromkeys(key for names in found.values() if (key := heading_key(names))))


def stages_before_the_vote(budgets: Collection[UUID] | None, now: datetime) -> dict[UUID, str]:
    """Of these budgets, or of all, those whose vote is to come: "open" while proposals gather support, then "working".

    One query.
    """
    rows: dict[UUID, list[Any]] = defaultdict(list)
    found = BudgetPhase.objects.all() if budgets is None else BudgetPhase.objects.filter(budget__in=list(budgets))
    for one in found:
        rows[one.budget_id].append(one)
    phases = {pk: phases_of(found) for pk, found in rows.items()}
    return {
        pk: _stage(found, now)
        for pk, found in phases.items()
        if vote_ahead(found, now) and vote_until(found, now) is None
    }


def alive_proposals() -> QuerySet[Proposal]:
    """Public, merged into no other one, and not found impossible by the city."""
    newest = Verdict.objects.filter(evaluation__proposal=OuterRef("pk")).order_by("-number").values("verdict")[:1]
    standing = Proposal.objects.standing().annotate(finding=Subquery(newest))
    return standing.filter(Q(finding=None) | ~Q(finding=Finding.NOT_FEASIBLE))


def _stage(phases: Sequence[Phase], now: datetime) -> str:
    running = (PhaseKind.PROPOSALS, PhaseKind.SUPPORTS)
    return "open" if any(is_running(phases, kind, now) for kind in running) else "working"
