"""Projects that are carried out, as services open them.

budget = open_budget("implementation")                 # tests.factories.proposals
project = a_project(budget)                            # with pages in en, fr, ar and a promise for a year from NOW
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from participatory_budget.models.budget import Budget
from participatory_budget.models.delivery import Delivery
from participatory_budget.publishing import open_project
from participatory_budget.services.delivering.opening import NewDelivery
from tests.factories.proposals import NOW

TITLES = {"en": "A shaded square", "fr": "Une place à l'ombre", "ar": "ساحة مظللة"}
DUE = date(2031, 3, 1)


def a_project(
    budget: Budget,
    *,
    titles: dict[str, str] | None = None,
    due_on: date | None = DUE,
    cost: int | None = 3_000_000,
    now: datetime = NOW,
    slug: str = "",
    **told: Any,
) -> Delivery:
    """`told` are fields of `NewDelivery`."""
    names = titles or TITLES
    texts = {language: {"title": title} for language, title in names.items()}
    made = NewDelivery(titles=names, due_on=due_on, cost=cost, **told)
    return open_project(budget, made, texts, actor=None, now=now, slug=slug)
