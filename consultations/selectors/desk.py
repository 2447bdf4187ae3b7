"""What consultations put on the desk of staff: what is open, what closes soon, what waits for answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.enums import PhaseKind
from consultations.models.consultation import Consultation
from consultations.permissions import READING_ROLES
from consultations.selectors.answers import WorkItem, row_title, work_list
from consultations.selectors.delays import late_without_explanation
from consultations.selectors.rounds import document_version_numbers, threads_in_order
from consultations.selectors.subjects import texts_as_asked
from hub.accounts.permissions import roles_of
from hub.core.registries import DeskItem
from whitepapers.selectors import document_pages

if TYPE_CHECKING:
    from hub.accounts.models.user import User

SOON = timedelta(days=7)
LIVE_PHASES = frozenset({PhaseKind.ANNOUNCED, PhaseKind.OPEN, PhaseKind.ANALYSIS})


def consultations_on_desk(user: User, now: datetime) -> list[DeskItem]:
    """Those that are not answered yet, the next date first."""
    if not roles_of(user) & READING_ROLES:
        return []
    live = [row for row in work_list(translation.get_language() or "en", now) if row.phase in LIVE_PHASES]
    unexplained = late_without_explanation([row.consultation for row in live], now)
    return [
        _item(row, now, row.consultation.pk in unexplained)
        for row in sorted(live, key=lambda row: (_next_date(row), row.title))
    ]


def subject_choices(consultation: Consultation, language: str) -> list[tuple[str, str]]:
    """Every clause and every document as a whole, for the form in which letters are typed in; five queries."""
    rows = threads_in_order(consultation)
    texts = texts_as_asked(rows, document_version_numbers([consultation.pk]), language)
    pages = document_pages({row.document_id for row in rows}, language)
    several = len(pages) > 1
    choices = []
    for row in sorted(rows, key=lambda row: row.clause_id is not None):
        page = pages.get(row.document_id)
        title = row_title(row, texts.get(row.pk))
        if page is not None and (several or row.clause_id is None):
            title = f"{title} · {page.title}"
        choices.append((str(row.pk), title))
    return choices


def _next_date(row: WorkItem) -> datetime:
    one = row.consultation
    return {PhaseKind.ANNOUNCED: one.opens_at, PhaseKind.OPEN: one.closes_at}.get(row.phase, one.answer_due_at)


def _item(row: WorkItem, now: datetime, unexplained: bool) -> DeskItem:
    when = _next_date(row)
    day = {"day": date_format(localtime(when), "DATE_FORMAT")}
    dates = {
        PhaseKind.ANNOUNCED: _("Opens %(day)s"),
        PhaseKind.OPEN: _("Closes %(day)s"),
        PhaseKind.ANALYSIS: _("Answer due by %(day)s"),
    }
    notes = [dates[row.phase] % day]
    if unexplained:
        notes.append(_("The answer is late and nobody has said why: explain the delay."))
    if row.comments:
        notes.append(
            ngettext("%(figure)s comment", "%(figure)s comments", row.comments)
            % {"figure": number_format(row.comments, force_grouping=True)}
        )
    if row.unanswered:
        notes.append(
            ngettext(
                "%(figure)s clause has comments and no answer",
                "%(figure)s clauses have comments and no answer",
                row.unanswered,
            )
            % {"figure": number_format(row.unanswered, force_grouping=True)}
        )
    return DeskItem(
        title=row.title,
        url=reverse("consultation_delay" if unexplained else "consultation_dashboard", args=[row.consultation.pk]),
        notes=tuple(notes),
        urgent=when - now <= SOON,
    )
