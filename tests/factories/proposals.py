"""A budget of our own that is in a phase, and proposals in it.

    budget = open_budget("proposals")            # in its phase of proposals at NOW, with pages in en, fr and ar
    one = proposal(budget, author=alice())       # published; title, envelope, state … as keywords

The phases follow each other, 30 days each; at NOW the wanted one has run for ten days.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.db import transaction

from hub.accounts.models.user import User
from hub.contributions.enums import PublishAs
from hub.contributions.models.thread import Thread
from hub.contributions.services.registration import next_reference
from hub.core.engine.folding import fold
from hub.moderation.enums import ReasonCode, State
from participatory_budget.enums import EnvelopeKind, Leftover, PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.catalogue import Category, Criterion, Department
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.publishing import publish_budget_pages

NOW = datetime(2026, 4, 15, 10, tzinfo=UTC)
PHASE_LENGTH = timedelta(days=30)
NORTH = {"type": "Polygon", "coordinates": [[[10.0, 36.0], [10.2, 36.0], [10.2, 36.2], [10.0, 36.2], [10.0, 36.0]]]}
_numbers = count(1)


def open_budget(
    phase: str = PhaseKind.PROPOSALS, slug: str = "budget-2026", *, now: datetime = NOW, **fields: Any
) -> Budget:
    """Two districts under a city envelope, one subject, one department, one required criterion, a rule card."""
    budget = Budget.objects.create(
        slug=slug, currency="EUR", created_at=now, map_area=[36.0, 10.0, 36.4, 10.4], **fields
    )
    kinds = list(PhaseKind)
    first = now - timedelta(days=10) - PHASE_LENGTH * kinds.index(PhaseKind(phase))
    for number, kind in enumerate(kinds):
        starts = first + PHASE_LENGTH * number
        BudgetPhase.objects.create(budget=budget, kind=kind, starts_at=starts, ends_at=starts + PHASE_LENGTH)
    city = envelope(
        budget,
        "city",
        EnvelopeKind.CITY,
        10_000_000,
        {"en": "Whole city", "fr": "Toute la ville", "ar": "المدينة كلها"},
    )
    envelope(
        budget, "north", EnvelopeKind.DISTRICT, 4_000_000, {"en": "North", "fr": "Nord", "ar": "الشمال"}, city, NORTH
    )
    envelope(budget, "south", EnvelopeKind.DISTRICT, 3_000_000, {"en": "South", "fr": "Sud", "ar": "الجنوب"}, city)
    Category.objects.create(budget=budget, slug="parks", names={"en": "Parks", "fr": "Parcs", "ar": "الحدائق"})
    Department.objects.create(
        budget=budget, slug="green", names={"en": "Parks office", "fr": "Espaces verts", "ar": "إدارة الحدائق"}
    )
    Criterion.objects.create(
        budget=budget,
        slug="land",
        names={
            "en": "The land belongs to the city",
            "fr": "Le terrain appartient à la ville",
            "ar": "الأرض ملك للمدينة",
        },
    )
    RuleCard.objects.create(budget=budget, version=1, vote_type="approval", rule="greedy", made_at=now)
    texts = {
        "en": {"title": "Budget of Port Zeitoun"},
        "fr": {"title": "Budget de Port-Zeitoun"},
        "ar": {"title": "ميزانية مرفأ الزيتون"},
    }
    publish_budget_pages(budget, title="Budget of Port Zeitoun", texts=texts, actor=None)
    return budget


def envelope(
    budget: Budget,
    slug: str,
    kind: str,
    amount: int,
    names: dict[str, str],
    parent: Envelope | None = None,
    outline: Any = None,
) -> Envelope:
    one = Envelope.objects.create(
        budget=budget,
        slug=slug,
        kind=kind,
        amount=amount,
        parent=parent,
        leftover=Leftover.PARENT if parent else Leftover.RETURNS,
        outline=outline or {},
    )
    for language, name in names.items():
        EnvelopeName.objects.create(envelope=one, language=language, name=name)
    return one


def proposal(
    budget: Budget,
    *,
    author: User | None = None,
    title: str = "",
    state: str = State.PUBLISHED,
    now: datetime = NOW,
    **fields: Any,
) -> Proposal:
    """A record as the services leave it."""
    number = next(_numbers)
    with transaction.atomic():
        reference = next_reference(now)
    title = title or f"Shade for square {number}"
    values: dict[str, Any] = {
        "budget": budget,
        "envelope": fields.pop("envelope", None) or budget.envelopes.get(slug="north"),
        "category": budget.categories.first(),
        "thread": Thread.objects.create(kind="proposal", created_at=now),
        "reference": reference,
        "state": state,
        "title": title,
        "description": "Six trees and two benches where the market stands.",
        "benefit": "Everybody who waits for the bus.",
        "language": "en",
        "author": author,
        "publish_as": PublishAs.PSEUDONYM if author else PublishAs.ANONYMOUS,
        "author_name": author.pseudonym if author else "",
        "author_language": "en",
        "received_at": now,
        "published_at": now if state == State.PUBLISHED else None,
        "reason_code": {State.WITHHELD: ReasonCode.OFF_TOPIC, State.WITHDRAWN: ReasonCode.WITHDRAWN}.get(
            State(state), ""
        ),
        **fields,
    }
    values.setdefault("search_text", fold(f"{values['title']}\n{values['description']}\n{values['benefit']}"))
    return Proposal.objects.create(**values)
