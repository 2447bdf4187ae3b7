"""A person leaves: where they stood and how satisfied they were goes; what was ticked stays with the emptied report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from hub.contributions.selectors import contributions_by_person
from participatory_budget.models.resident_report import ResidentReport, Satisfaction

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def forget_person(user: User) -> None:
    """Inside the caller's transaction; before or after the contributions themselves were emptied."""
    mine = contributions_by_person(user).order_by().values("pk")
    theirs = ResidentReport.objects.filter(Q(comment__in=mine) | Q(comment__erased_at__isnull=False))
    theirs.update(place="", latitude=None, longitude=None)
    Satisfaction.objects.filter(user=user).delete()
