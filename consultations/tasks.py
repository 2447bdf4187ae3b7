"""What the clock owes the followers of consultations, and those who are quoted in a report."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from consultations.models.frozen_report import FrozenReport
from consultations.services.news import tell_phases
from whitepapers.views.printing import kept_folder

KEPT_FOR = timedelta(days=1)


def tell_followers(now: datetime) -> None:
    tell_phases(now)


def forget_report_pdfs(now: datetime) -> None:
    """A PDF of a report may hold words that their author took back since: the drawn ones are kept for a day only."""
    oldest = (now - KEPT_FOR).timestamp()
    for consultation in FrozenReport.objects.order_by().values_list("consultation", flat=True).distinct():
        for path in kept_folder(consultation).glob("*.pdf"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < oldest:
                    path.unlink()
