"""Public proposals that are like a few words."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from hub.core.engine.folding import fold
from participatory_budget.engine.similar import Candidate, most_like, stem, telling_words
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal import Proposal

MOST_CANDIDATES = 300
MOST = 5


def similar_proposals(budget: Budget, words: str, *, without: UUID | None = None) -> Sequence[Proposal]:
    """Two queries: candidates by words, those with most of them first; then the few that are shown."""
    folded = fold(words[:400])
    stems = [stem(word) for word in telling_words(folded)]
    if not stems:
        return []
    holds = Q()
    matched: Combinable = Value(0)
    for one in stems:
        holds |= Q(search_text__contains=one)
        matched = matched + Case(
            When(search_text__contains=one, then=Value(1)), default=Value(0), output_field=IntegerField()
        )
    rows = Proposal.objects.standing().filter(holds, budget=budget)
    if without is not None:
        rows = rows.exclude(pk=without)
    rows = rows.annotate(matched=matched).order_by("-matched", "-support_count", "reference")
    candidates = [
        Candidate(pk, fold(title), text)
        for pk, title, text in rows.values_list("pk", "title", "search_text")[:MOST_CANDIDATES]
    ]
    keys = most_like(folded, candidates, most=MOST)
    found = Proposal.objects.standing().in_bulk(keys) if keys else {}
    return [found[key] for key in keys if key in found]
