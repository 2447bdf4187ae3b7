"""Proposals counted by the database: one query for each table, however many proposals there are."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from hub.moderation.enums import State
from participatory_budget.enums import AppealDecision
from participatory_budget.models.budget import Budget
from participatory_budget.models.count import Count as CountRow
from participatory_budget.models.evaluation import Appeal, Evaluation, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal

# Where a proposal is on its way; the values of `stages`. Verdicts have their own values.
PENDING, HIDDEN, MERGED, PUBLIC, EVALUATION, BALLOT = "pending", "hidden", "merged", "public", "evaluation", "ballot"


def stages(budget: Budget) -> dict[str, int]:
    """How many proposals are where; each is in one place."""
    newest = Verdict.objects.filter(evaluation__proposal=OuterRef("pk")).order_by("-number")
    # A verdict that an appeal has opened again is none until the next one.
    opened_again = Appeal.objects.filter(verdict=OuterRef("newest_verdict"), decision=AppealDecision.GRANTED)
    rows = Proposal.objects.filter(budget=budget).annotate(
        newest_verdict=Subquery(newest.values("pk")[:1]), finding=Subquery(newest.values("verdict")[:1])
    )
    stage = Case(
        When(state=State.PENDING, then=Value(PENDING)),
        When(~Q(state=State.PUBLISHED), then=Value(HIDDEN)),
        When(merged_into__isnull=False, then=Value(MERGED)),
        When(Exists(Project.objects.filter(proposal=OuterRef("pk"))), then=Value(BALLOT)),
        When(Exists(opened_again), then=Value(EVALUATION)),
        When(finding__isnull=False, then=F("finding")),
        When(Exists(Evaluation.objects.filter(proposal=OuterRef("pk"))), then=Value(EVALUATION)),
        default=Value(PUBLIC),
        output_field=CharField(),
    )
    return dict(rows.annotate(stage=stage).values_list("stage").annotate(Count("pk")).order_by("stage"))


def public_by(budget: Budget, field: str) -> dict[Any, int]:
    """Published proposals by a field of theirs."""
    return dict(_public(budget).values_list(field).annotate(Count("pk")).order_by(field))


def supports_of(budget: Budget) -> tuple[int, int]:
    """How many supports were given to proposals that stand, and how many of those reached what they need."""
    found = (
        Proposal.objects.filter(budget=budget)
        .standing()
        .aggregate(given=Sum("support_count"), reached=Count("pk", filter=Q(threshold_reached_at__isnull=False)))
    )
    return found["given"] or 0, found["reached"]


def evaluations_of(budget: Budget) -> dict[str, int]:
    """How far the city is: files opened, priced, decided."""
    decided = Exists(Verdict.objects.filter(evaluation=OuterRef("pk")))
    rows = Evaluation.objects.filter(proposal__in=Proposal.objects.filter(budget=budget).standing())
    found: dict[str, int] = rows.annotate(is_decided=decided).aggregate(
        opened=Count("pk"),
        priced=Count("pk", filter=Q(costed_at__isnull=False)),
        decided=Count("pk", filter=Q(is_decided=True)),
    )
    return found


def proposals_that_won(budget: Budget, counts: dict[Any, CountRow]) -> int:
    """Of the projects that came from proposals, those that a kept result names; one query."""
    rows = Project.objects.filter(proposal__budget=budget, proposal__isnull=False)
    chosen = {(key, code) for key, count in counts.items() for code in count.result["selected"]}
    return sum(1 for pair in rows.values_list("envelope", "code") if pair in chosen)


def _public(budget: Budget) -> QuerySet[Proposal]:
    return Proposal.objects.filter(budget=budget).published()
