"""What the clock owes the followers of consultations and those who are quoted, and what takes longer than a page."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from consultations.enums import AnalysisKind
from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.models.theme import Theme
from consultations.selectors.waiting_runs import ALIKE
from consultations.services.analysing import group_contributions, suggest_themes
from consultations.services.news import tell_phases
from consultations.services.suggesting import find_alike
from hub.accounts.models.user import User
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


@task()
def analyse(consultation_id: str, what: str, actor_id: int) -> None:
    """`what` is a kind of analysis, or a theme to find more like. Who asked must still be allowed to."""
    actor, now = User.objects.get(pk=actor_id), timezone.now()
    consultation = Consultation.objects.get(pk=UUID(consultation_id))
    if what == AnalysisKind.GROUPS:
        group_contributions(consultation, actor=actor, now=now)
    elif what == AnalysisKind.THEMES:
        suggest_themes(consultation, actor=actor, now=now)
    elif what.startswith(ALIKE):
        theme = Theme.objects.select_related("consultation").get(
            pk=UUID(what.removeprefix(ALIKE)), consultation=consultation
        )
        find_alike(theme, actor=actor, now=now)
