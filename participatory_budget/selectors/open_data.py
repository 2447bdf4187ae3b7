"""What open data of a budget holds: only what anybody may read on its pages now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import get_default_timezone

from hub.moderation.enums import State
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.evaluation import Appeal, Evaluation, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.selectors.pages import public_budgets
from participatory_budget.selectors.proposals import public_proposals, with_journey

# Rows that are in memory at once, whatever the size of the budget.
CHUNK = 200
_NAMES = (
    "pk",
    "reference",
    "received_at",
    "published_at",
    "edited_at",
    "channel",
    "source",
    "language",
    "title",
    "description",
    "benefit",
    "place",
    "latitude",
    "longitude",
    "envelope__slug",
    "category__slug",
    "publish_as",
    "author_name",
    "cost_guess",
    "support_count",
    "threshold_reached_at",
    "journey",
    "merged_into__reference",
    "merged_into__state",
)


def open_budgets() -> QuerySet[Budget]:
    """Our own: with dates. What was voted on elsewhere has files of its own beside its result."""
    return public_budgets().filter(Exists(BudgetPhase.objects.filter(budget=OuterRef("pk"))))


def open_budget(slug: str) -> Budget | None:
    return open_budgets().filter(slug=slug).first()


def proposal_counts(budget_ids: Iterable[UUID]) -> dict[UUID, int]:
    """One query."""
    rows = Proposal.objects.published().filter(budget__in=list(budget_ids)).order_by()
    return dict(rows.values_list("budget").annotate(Count("pk")))


def proposal_rows(budget: Budget) -> Iterator[dict[str, Any]]:
    """By name, a chunk at a time; one query."""
    rows = with_journey(public_proposals(budget), budget).order_by("published_at", "reference")
    return rows.values(*_NAMES).iterator(chunk_size=CHUNK)


def proposals_state(budget: Budget) -> list[Any]:
    """Changes whenever one is published, changed, supported, judged or taken away; six queries."""
    of_budget = Proposal.objects.filter(budget=budget).order_by()
    # Names: who erases an account leaves no other trace in what stays public.
    dates = of_budget.aggregate(
        Max("published_at"),
        Max("edited_at"),
        Max("decided_at"),
        Max("merged_at"),
        names=Count("pk", filter=~Q(author_name="")),
    )
    ballot = Project.objects.filter(proposal__budget=budget).order_by("proposal").values_list("proposal", flat=True)
    return [
        budget.supports_needed,
        public_proposals(budget).count(),
        *dates.values(),
        *supports_state(budget),
        Evaluation.objects.filter(proposal__budget=budget).count(),
        Verdict.objects.filter(evaluation__proposal__budget=budget).aggregate(Max("pk"))["pk__max"],
        Appeal.objects.filter(verdict__evaluation__proposal__budget=budget).aggregate(Max("decided_at")),
        [str(key) for key in ballot],
    ]


def supports_by_day(budget: Budget) -> Iterator[tuple[str, Any, int]]:
    """Reference, day of the city's clocks, how many; one query."""
    rows = ProposalSupport.objects.filter(proposal__budget=budget, proposal__state=State.PUBLISHED).order_by()
    days = rows.annotate(day=TruncDate("given_at", tzinfo=get_default_timezone()))
    grouped = days.values("proposal__reference", "day").annotate(count=Count("pk"))
    ordered = grouped.order_by("proposal__reference", "day")
    return ordered.values_list("proposal__reference", "day", "count").iterator(chunk_size=CHUNK)


def supports_state(budget: Budget) -> list[Any]:
    """Keys are never given twice: whatever is given or taken back changes one of these."""
    rows = ProposalSupport.objects.filter(proposal__budget=budget)
    merged = Proposal.objects.filter(budget=budget).aggregate(Max("merged_at"), Max("decided_at"))
    public = public_proposals(budget).count()
    return [*rows.aggregate(Count("pk"), Max("pk"), Max("given_at")).values(), *merged.values(), public]
