"""Other workplaces of a budget, as links on its desk. Whoever adds one below /cms/budgets/ adds a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participatory_budget.models.budget import Budget
from participatory_budget.permissions.budgets import user_can_edit_budgets, user_can_see_desk
from participatory_budget.permissions.deliveries import user_can_see_project_desk
from participatory_budget.permissions.proposals import user_can_enter
from participatory_budget.phases import Schedule


@dataclass(frozen=True)
class DeskLink:
    """`url_name` takes the budget's uuid. `allowed` is asked with the person, the phases and the clock."""

    url_name: str
    label: str | Promise
    allowed: Callable[[Any, Schedule, datetime], bool]


def _officer(user: Any, phases: Schedule, now: datetime) -> bool:
    return user_can_edit_budgets(user, now)


def _projects(user: Any, phases: Schedule, now: datetime) -> bool:
    return user_can_see_project_desk(user, now)


def _desk(user: Any, phases: Schedule, now: datetime) -> bool:
    return user_can_see_desk(user, now)


DESK_LINKS = [
    DeskLink("budget_enter_proposal", _("Enter a proposal from a workshop or a letter"), user_can_enter),
    DeskLink("budget_evaluation", _("Look at proposals: criteria, costs, verdicts"), _officer),
    DeskLink("vote_desk", _("The vote: what is frozen, paper ballots, amendments"), _desk),
    DeskLink("budget_merges", _("Merges, and proposals that are much alike"), _officer),
    DeskLink("budget_projects", _("Projects that are carried out"), _projects),
    DeskLink("budget_roll", _("The roll: who may vote"), _desk),
]


def desk_links(budget: Budget, user: Any, phases: Schedule, now: datetime) -> list[tuple[str, str]]:
    """Address and label of those that this person may open now."""
    return [
        (reverse(one.url_name, args=[budget.pk]), str(one.label))
        for one in DESK_LINKS
        if one.allowed(user, phases, now)
    ]
