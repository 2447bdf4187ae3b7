"""Projects of one budget, and the list of them as filters, a search word and an order leave it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from hub.core.engine.folding import fold
from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.project import Project

# The values stand in addresses.
BALLOT, CHEAPEST, DEAREST, MOST_VOTES = "", "cost", "-cost", "votes"
LONGEST_WORD = 200


@dataclass(frozen=True)
class ListWish:
    """What the address of a list asks for; what is not known there is left out."""

    envelope: str = ""
    district: str = ""
    category: str = ""
    word: str = ""
    order: str = BALLOT

    @classmethod
    def read(cls, query: Mapping[str, str], *, with_votes: bool) -> ListWish:
        orders = (BALLOT, CHEAPEST, DEAREST, *((MOST_VOTES,) if with_votes else ()))
        order = query.get("sort", "")
        return cls(
            envelope=query.get("envelope", ""),
            district=query.get("district", ""),
            category=query.get("category", ""),
            word=query.get("q", "").strip()[:LONGEST_WORD],
            order=order if order in orders else BALLOT,
        )

    @property
    def narrows(self) -> bool:
        return bool(self.envelope or self.district or self.category or self.word)


def projects_of(budget: Budget) -> list[Project]:
    """In the order of the ballot, envelope by envelope; one query."""
    return list(
        Project.objects.filter(envelope__budget=budget)
        .select_related("envelope", "proposal__category")
        .order_by("envelope__order", "envelope__slug", "order", "code")
    )


def projects_in(envelope: Envelope) -> list[Project]:
    """As above, of one envelope, with what the city found."""
    rows = Project.objects.filter(envelope=envelope).select_related(
        "envelope", "proposal__category", "proposal__evaluation"
    )
    return list(rows.order_by("order", "code"))


def wished(
    projects: Iterable[Project], wish: ListWish, scores: Mapping[tuple[UUID, str], Fraction] | None
) -> list[Project]:
    """`scores` by envelope and code, where the result is out. Words are compared without marks and capitals."""
    words = fold(wish.word).split()
    found = [one for one in projects if _matches(one, wish) and all(word in _folded(one) for word in words)]
    if wish.order == CHEAPEST:
        found.sort(key=lambda one: one.cost)
    elif wish.order == DEAREST:
        found.sort(key=lambda one: -one.cost)
    elif wish.order == MOST_VOTES and scores is not None:
        found.sort(key=lambda one: -scores.get((one.envelope_id, one.code), Fraction(0)))
    return found


def district_key(project: Project) -> str:
    """The same in every language: of what came from a proposal the envelope, else the word of the file."""
    return project.envelope.slug if project.proposal else project.district


def category_key(project: Project) -> str:
    """As above, with the subject of the proposal."""
    if project.proposal is None:
        return project.category
    return project.proposal.category.slug if project.proposal.category else ""


def _matches(project: Project, wish: ListWish) -> bool:
    return (
        (not wish.envelope or project.envelope.slug == wish.envelope)
        # The words themselves too: addresses that were passed on held them.
        and (not wish.district or wish.district in (district_key(project), project.district))
        and (not wish.category or wish.category in (category_key(project), project.category))
    )


def _folded(project: Project) -> str:
    return fold(f"{project.code} {project.title} {project.description} {project.district} {project.category}")
