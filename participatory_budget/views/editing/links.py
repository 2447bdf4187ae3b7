"""Other workplaces of a budget, as links on its desk. Whoever adds one below /cms/budgets/ adds a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from participatory_budget.models.budget import Budget
from participatory_budget.phases import Schedule


@dataclass(frozen=True)
class DeskLink:
    """`url_name` takes the budget's uuid. `allowed` is asked with the person, the phases and the clock."""

    url_name: str
    label: str | Promise
    allowed: Callable[[Any, Schedule, datetime], bool]


DESK_LINKS: list[DeskLink] = []


def desk_links(budget: Budget, user: Any, phases: Schedule, now: datetime) -> list[tuple[str, str]]:
    """Address and label of those that this person may open now."""
    return [
        (reverse(one.url_name, args=[budget.pk]), str(one.label))
        for one in DESK_LINKS
        if one.allowed(user, phases, now)
    ]
