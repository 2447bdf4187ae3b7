"""The phases of a budget as entries of the reader's own calendar."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hub.core.engine.icalendar import CalendarEntry
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.phases import phases_of
from participatory_budget.reports.standing import phase_text
from participatory_budget.selectors.editing import phase_changes


def phase_entries(budget: Budget, title: str, address: str, language: str, changed_at: datetime) -> list[CalendarEntry]:
    """One a phase, from its start to its end; the same one keeps its name, and its number grows when it is moved.

    `changed_at` is for phases that were never moved.
    """
    changes = phase_changes(budget)
    with translation.override(language):
        return [
            CalendarEntry(
                uid=f"{one.kind.value}.{budget.pk}@participation-hub",
                title=_("%(phase)s: %(title)s") % {"phase": one.kind.label, "title": title},
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                changed_at=changes.get(one.kind, (0, changed_at))[1],
                sequence=changes.get(one.kind, (0, changed_at))[0],
                description=phase_text(one.kind),
                leaves_free=True,
                url=f"{settings.PUBLIC_URL}{address}",
            )
            for one in phases_of(BudgetPhase.objects.filter(budget=budget))
        ]
