"""What may be chosen when somebody proposes in a budget."""

from __future__ import annotations

from dataclasses import dataclass

from participatory_budget.engine.answers import Choices, District
from participatory_budget.engine.election import unit_of
from participatory_budget.enums import EnvelopeKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Category, named
from participatory_budget.selectors.envelopes import NamedEnvelope, envelope_tree


@dataclass(frozen=True)
class NamedCategory:
    slug: str
    name: str
    language: str


@dataclass(frozen=True)
class Offer:
    """Envelopes and subjects with names in the reader's language."""

    envelopes: tuple[NamedEnvelope, ...]
    categories: tuple[NamedCategory, ...]
    unit: int

    @property
    def districts(self) -> tuple[District, ...]:
        """By slug, as forms name them; the deepest first, where a quarter lies inside a district."""
        inner_first = sorted(self.envelopes, key=lambda one: -one.level)
        return tuple(
            District(one.envelope.slug, one.envelope.outline or {})
            for one in inner_first
            if one.envelope.kind == EnvelopeKind.DISTRICT
        )

    def choices(self, *, has_photo: bool) -> Choices:
        return Choices(
            envelopes=frozenset(one.envelope.slug for one in self.envelopes),
            categories=frozenset(one.slug for one in self.categories),
            districts=self.districts,
            unit=self.unit,
            has_photo=has_photo,
            names={one.envelope.slug: one.name for one in self.envelopes},
        )


def offer_of(budget: Budget, language: str) -> Offer:
    """Three queries."""
    categories = Category.objects.filter(budget=budget)
    return Offer(
        envelopes=tuple(envelope_tree(budget, language)),
        categories=tuple(NamedCategory(one.slug, *_name(one, language)) for one in categories),
        unit=unit_of(budget.currency),
    )


def _name(category: Category, language: str) -> tuple[str, str]:
    name, code = named(category.names, language)
    return name or category.slug, code
