"""Envelopes in the order of their tree, with their names in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.selectors.pages import public_budgets

DEEPEST = 3  # deeper ones are indented no further


@dataclass(frozen=True)
class NamedEnvelope:
    envelope: Envelope
    name: str
    language: str  # of the name; "" where it is only the slug
    level: int


def city_tree(language: str) -> list[NamedEnvelope]:
    """Of the newest public budget that has outlines: what the maps of the whole city draw. Three queries."""
    drawn = Envelope.objects.exclude(outline={}).values("budget")
    budget = public_budgets().filter(pk__in=drawn).first()
    return envelope_tree(budget, language) if budget is not None else []


def envelope_tree(budget: Budget, language: str) -> list[NamedEnvelope]:
    """Each below the one it is part of; two queries."""
    names: dict[UUID, EnvelopeName] = {}
    for one in EnvelopeName.objects.filter(envelope__budget=budget).order_by("pk"):
        if one.language == language:
            names[one.envelope_id] = one
        else:
            names.setdefault(one.envelope_id, one)
    children: dict[UUID | None, list[Envelope]] = defaultdict(list)
    for envelope in Envelope.objects.filter(budget=budget).order_by("order", "slug"):
        children[envelope.parent_id].append(envelope)

    def below(parent: UUID | None, level: int) -> Iterator[NamedEnvelope]:
        for envelope in children.pop(parent, []):
            named = names.get(envelope.pk)
            yield NamedEnvelope(
                envelope,
                named.name if named else envelope.slug,
                named.language if named else "",
                min(level, DEEPEST),
            )
            yield from below(envelope.pk, level + 1)

    return list(below(None, 0))


def envelope_name(envelope: Envelope, language: str) -> str:
    """In this language, else in another, else its slug; one query."""
    names = {one.language: one.name for one in EnvelopeName.objects.filter(envelope=envelope).order_by("-pk")}
    return names.get(language) or next(reversed(names.values()), envelope.slug)
