"""The verdicts of a budget that everybody may read."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from hub.moderation.enums import PUBLIC_STATES
from participatory_budget.models.budget import Budget
from participatory_budget.models.evaluation import Verdict


def public_verdicts(budget: Budget) -> QuerySet[Verdict]:
    """The last one of each public proposal, the newest first; earlier ones stand on the proposal's own page."""
    later = Verdict.objects.filter(evaluation=OuterRef("evaluation"), number__gt=OuterRef("number"))
    return (
        Verdict.objects.filter(
            ~Exists(later), evaluation__proposal__budget=budget, evaluation__proposal__state__in=PUBLIC_STATES
        )
        .select_related("evaluation__proposal", "appeal")
        .order_by("-decided_at", "-pk")
    )
