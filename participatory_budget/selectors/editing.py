"""What officers read before they change a budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Max, Q, QuerySet
from wagtail.models import Page

from hub.audit.models.entry import AuditEntry
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.evaluation import Evaluation
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal


def pages_of(budget: Budget) -> QuerySet[Page]:
    """In every language, live or not. Page models stand in a higher layer."""
    pages: QuerySet[Page] = apps.get_model("participatory_budget", "BudgetPage").objects.filter(budget=budget)
    return pages.select_related("locale").order_by("pk")


def has_pages(budget: Budget) -> bool:
    return pages_of(budget).exists()


def has_money(budget: Budget) -> bool:
    """A sum was written down in its currency, of whatever kind."""
    costs = Q(cost_low__isnull=False) | Q(cost_high__isnull=False) | Q(cost_final__isnull=False)
    return (
        Envelope.objects.filter(budget=budget, amount__gt=0).exists()
        or Project.objects.filter(envelope__budget=budget).exists()
        or Proposal.objects.filter(budget=budget, cost_guess__isnull=False).exists()
        or Evaluation.objects.filter(costs | Q(running_cost__isnull=False), proposal__budget=budget).exists()
    )


def titles_of(budget_ids: Sequence[UUID], language: str) -> dict[UUID, Page]:
    """A page for each budget that has one, live or not, in this language or else in another; one query."""
    pages = apps.get_model("participatory_budget", "BudgetPage").objects.filter(budget__in=list(budget_ids))
    found: dict[UUID, Page] = {}
    for page in pages.select_related("locale").order_by("pk"):
        if page.locale.language_code == language:
            found[page.budget_id] = page
        else:
            found.setdefault(page.budget_id, page)
    return found


def phases_by_budget(budget_ids: Sequence[UUID]) -> dict[UUID, list[BudgetPhase]]:
    """One query."""
    found: dict[UUID, list[BudgetPhase]] = defaultdict(list)
    for phase in BudgetPhase.objects.filter(budget__in=list(budget_ids)):
        found[phase.budget_id].append(phase)
    return found


def phase_changes(budget: Budget) -> dict[str, tuple[int, datetime]]:
    """By kind of phase, how often its dates were set and when last, as the log says; one query."""
    rows = (
        AuditEntry.objects.filter(
            subject="participatory_budget.budget", subject_id=str(budget.pk), action="budget.phase_changed"
        )
        .values_list("reason_code")
        .annotate(Count("pk"), Max("recorded_at"))
        .order_by("reason_code")
    )
    return {kind: (number, changed_at) for kind, number, changed_at in rows}
