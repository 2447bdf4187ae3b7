"""Public proposals of a budget: how far each has come, and the list as filters, words and an order leave it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from hub.contributions.engine.references import tidy_reference
from hub.core.engine.folding import query_terms
from participatory_budget.enums import PASSING_VERDICTS, AppealDecision, JourneyState
from participatory_budget.enums import Verdict as Finding
from participatory_budget.models.budget import Budget
from participatory_budget.models.evaluation import Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_draft import ProposalPhoto

# The values stand in addresses.
SHUFFLED, NEWEST, MOST_SUPPORTED, MOST_DISCUSSED = "", "newest", "supports", "discussed"
ORDERS: Mapping[str, Sequence[str]] = {
    NEWEST: ("-published_at", "reference"),
    MOST_SUPPORTED: ("-support_count", "-published_at", "reference"),
    MOST_DISCUSSED: ("-thread__published_count", "-published_at", "reference"),
}
LONGEST_WORD = 200


@dataclass(frozen=True)
class ProposalWish:
    """What the address of the list asks for; an order or a state that is none is left out."""

    district: str = ""
    subject: str = ""
    state: str = ""
    word: str = ""
    order: str = SHUFFLED

    @classmethod
    def read(cls, query: Mapping[str, str]) -> ProposalWish:
        # PostgreSQL takes no NUL, not in a question either.
        query = {name: text.replace("\x00", " ") for name, text in query.items()}
        state, order = query.get("state", ""), query.get("sort", "")
        return cls(
            district=query.get("district", ""),
            subject=query.get("subject", ""),
            state=state if state in JourneyState.values else "",
            word=query.get("q", "").strip()[:LONGEST_WORD],
            order=order if order in ORDERS else SHUFFLED,
        )

    @property
    def narrows(self) -> bool:
        return bool(self.district or self.subject or self.state or self.word)


@dataclass(frozen=True)
class FoundProposal:
    """What the order and the map need; the rest is read for one page of the list only."""

    pk: UUID
    reference: str
    title: str
    latitude: Decimal | None
    longitude: Decimal | None


@dataclass(frozen=True)
class ProposalCounts:
    """`total` without those that were merged into another one: their supports are counted there."""

    total: int
    by_district: Mapping[UUID, int]
    by_subject: Mapping[int, int]
    by_state: Mapping[str, int]


def public_proposals(budget: Budget) -> QuerySet[Proposal]:
    """Merged ones too: what somebody cited can still be read."""
    return Proposal.objects.published().filter(budget=budget)


def with_journey(rows: QuerySet[Proposal], budget: Budget | None = None) -> QuerySet[Proposal]:
    """Adds `journey`, a `JourneyState`, and `finding`, the newest verdict; no query of their own.

    `budget`: that of all of them, where it is known.
    """
    newest = Verdict.objects.filter(evaluation__proposal=OuterRef("pk")).order_by("-number")
    return rows.annotate(
        finding=Subquery(newest.values("verdict")[:1]),
        appeal_decision=Subquery(newest.values("appeal__decision")[:1]),
        journey=Case(
            When(merged_into__isnull=False, then=Value(JourneyState.MERGED.value)),
            When(project__isnull=False, then=Value(JourneyState.BALLOT.value)),
            When(appeal_decision=AppealDecision.GRANTED, then=Value(JourneyState.EVALUATION.value)),
            When(finding__in=[one.value for one in PASSING_VERDICTS], then=Value(JourneyState.FEASIBLE.value)),
            When(finding=Finding.NOT_FEASIBLE, then=Value(JourneyState.NOT_FEASIBLE.value)),
            When(evaluation__isnull=False, then=Value(JourneyState.EVALUATION.value)),
            When(threshold_reached_at__isnull=False, then=Value(JourneyState.SUPPORTED.value)),
            default=_first_journey(budget),
        ),
    )


def _first_journey(budget: Budget | None) -> Value | Case:
    gathering, handed_in = Value(JourneyState.GATHERING.value), Value(JourneyState.HANDED_IN.value)
    if budget is None:
        return Case(When(budget__supports_needed__gt=0, then=gathering), default=handed_in)
    return gathering if budget.supports_needed else handed_in


def found_proposals(budget: Budget, wish: ProposalWish, day: date) -> list[FoundProposal]:
    """All that the filters leave, in the order asked for; one query."""
    rows = with_journey(public_proposals(budget), budget).filter(_narrowing(wish)).order_by()
    if wish.order in ORDERS:
        rows = rows.order_by(*ORDERS[wish.order])
    values = rows.values_list("pk", "reference", "title", "latitude", "longitude")
    found = [FoundProposal(*row) for row in values]
    if wish.order not in ORDERS:
        found.sort(key=lambda one: _place_of_the_day(one.pk, day))
    return found


def proposals_to_show(budget: Budget, keys: Sequence[UUID]) -> list[Any]:
    """In the order of `keys`, with `journey`; one query."""
    rows = with_journey(public_proposals(budget), budget).filter(pk__in=keys)
    rows = rows.select_related("envelope", "category", "thread", "merged_into").defer("search_text", "benefit")
    by_key = {row.pk: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def counts_in(budget: Budget) -> ProposalCounts:
    """How many stand in each district, subject and state; one query."""
    rows: Any = with_journey(public_proposals(budget), budget).order_by()
    by_district: dict[UUID, int] = {}
    by_subject: dict[int, int] = {}
    by_state: dict[str, int] = {}
    total = 0
    grouped: Any = rows.values("envelope", "category", "journey").annotate(count=Count("pk"))
    for one in grouped:
        district, subject, state, count = one["envelope"], one["category"], one["journey"], one["count"]
        by_state[state] = by_state.get(state, 0) + count
        if state == JourneyState.MERGED:
            continue
        total += count
        by_district[district] = by_district.get(district, 0) + count
        if subject is not None:
            by_subject[subject] = by_subject.get(subject, 0) + count
    return ProposalCounts(total, by_district, by_subject, by_state)


def proposal_sums(budget: Budget) -> tuple[int, int]:
    """How many stand, and how many supports they have; one query."""
    sums = Proposal.objects.standing().filter(budget=budget).order_by().aggregate(Count("pk"), Sum("support_count"))
    return sums["pk__count"], sums["support_count__sum"] or 0


def photos_of(keys: Iterable[UUID]) -> dict[UUID, ProposalPhoto]:
    """Without their bytes; one query."""
    photos = ProposalPhoto.objects.filter(proposal__in=list(keys)).defer("content")
    return {cast(UUID, photo.proposal_id): photo for photo in photos}


def proposal_in(budget: Budget, reference: str) -> Any | None:
    """With `journey`, whatever its state: the caller asks who may see it."""
    tidy = tidy_reference(reference)
    if tidy is None:
        return None
    rows = with_journey(Proposal.objects.filter(budget=budget, reference=tidy), budget)
    return rows.select_related("budget", "envelope", "category", "thread", "author", "merged_into").first()


def _narrowing(wish: ProposalWish) -> Q:
    chosen = Q(journey=wish.state) if wish.state else ~Q(journey=JourneyState.MERGED)
    if wish.district:
        chosen &= Q(envelope__slug=wish.district)
    if wish.subject:
        chosen &= Q(category__slug=wish.subject)
    return chosen & words_in(wish.word)


def words_in(query: str) -> Q:
    """All the words, folded; a reference finds its proposal."""
    reference = tidy_reference(query)
    if reference is not None:
        return Q(reference=reference)
    chosen = Q()
    for term in query_terms(query):
        chosen &= Q(search_text__contains=term)
    return chosen


def _place_of_the_day(key: UUID, day: date) -> str:
    """Drawn anew each day and the same for everybody on it: nobody gains by having been early."""
    return hashlib.sha256(f"{day.isoformat()}:{key}".encode()).hexdigest()
