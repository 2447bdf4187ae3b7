"""Somebody leaves: what staff noted about their contributions goes, and so does what they noted themselves."""

from __future__ import annotations

from django.db.models import Q

from consultations.models.analysis import AnalysisRun, ThemeSuggestion
from consultations.models.coding import Coding, Reading, SavedFilter, StaffNote
from hub.accounts.models.user import User
from hub.contributions.selectors import contributions_by_person


def forget_work(user: User) -> None:
    """Inside the transaction of the erasure. Judgements and readings stay without a reader, so figures stay.

    The app of the contributions may have emptied them before it is our turn, or may do so afterwards: notes go either
    way, because they are found by the person, and by the mark that an emptied contribution carries.
    """
    theirs = contributions_by_person(user).order_by().values("pk")
    StaffNote.objects.filter(Q(author=user) | Q(comment__in=theirs) | Q(comment__erased_at__isnull=False)).delete()
    SavedFilter.objects.filter(owner=user).delete()
    Coding.objects.filter(reader=user).update(reader=None)
    Reading.objects.filter(reader=user).update(reader=None)
    AnalysisRun.objects.filter(ran_by=user).update(ran_by=None)
    ThemeSuggestion.objects.filter(decided_by=user).update(decided_by=None)
