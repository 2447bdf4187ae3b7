"""What stands between a consultation and its report. A report with a silent gap is not published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.enums import REPORTING_PHASES, OutcomeState
from consultations.models.clause_thread import ClauseThread
from consultations.models.coding import Coding
from consultations.models.consultation import Consultation
from consultations.models.gap import GapStatement
from consultations.phases import phase_at, schedule_of
from consultations.reports.figures import (
    ClauseFigures,
    ConsultationFigures,
    consultation_figures,
    figures_by_clause,
)
from consultations.selectors.coverage import read_by_people
from consultations.selectors.outcomes import outcomes_of
from consultations.selectors.rounds import document_version_numbers
from consultations.selectors.subjects import clause_title, texts_as_asked
from hub.contributions.models.pending_submission import PendingSubmission


@dataclass(frozen=True)
class Blocker:
    """One thing to mend first, in the reader's language."""

    code: str
    message: str
    clause_thread_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """`blocking` must be empty; `warnings` are worth a look."""

    blocking: tuple[Blocker, ...]
    warnings: tuple[Blocker, ...]

    @property
    def publishable(self) -> bool:
        return not self.blocking

    @property
    def missing(self) -> int:
        """Clauses that wait for an answer."""
        return sum(1 for blocker in self.blocking if blocker.clause_thread_id is not None)


@dataclass(frozen=True)
class Readiness(Standing):
    """With the figures from which it was told, so that both are of one moment."""

    figures: ConsultationFigures


class ReportNotReadyError(PermissionDenied):
    """The report has gaps. Wagtail's admin treats it as any other refusal: nothing is published."""

    def __init__(self, readiness: Readiness) -> None:
        super().__init__(" ".join(blocker.message for blocker in readiness.blocking))
        self.readiness = readiness


def readiness(consultation: Consultation, now: datetime, *, stored_texts: bool = False) -> Readiness:
    """All blockers, in the active language; `stored_texts` for pages, as in `consultation_figures`."""
    figures = consultation_figures(consultation, stored_texts=stored_texts)
    blocking = _blocking(consultation, figures.by_clause, figures.read, now)
    return Readiness(blocking, _warnings(figures.pending), figures)


def standing(consultation: Consultation, now: datetime) -> Standing:
    """The same without the texts: for pages that are looked at often, also with a hundred thousand comments."""
    rows = figures_by_clause(consultation)
    blocking = _blocking(consultation, rows, read_by_people(consultation), now)
    return Standing(blocking, _warnings(sum(row.pending for row in rows)))


def require_publishable(consultation: Consultation, now: datetime, *, stored_texts: bool = False) -> Readiness:
    found = readiness(consultation, now, stored_texts=stored_texts)
    if not found.publishable:
        raise ReportNotReadyError(found)
    return found


def _blocking(
    consultation: Consultation, rows: tuple[ClauseFigures, ...], read: int, now: datetime
) -> tuple[Blocker, ...]:
    stated = set(GapStatement.objects.filter(consultation=consultation).values_list("clause_thread", flat=True))
    missing = tuple(row for row in rows if row.unanswered.total and row.clause_thread_id not in stated)
    to_answer = sum(row.comments + row.confidential for row in rows)
    return (
        *_not_closed(consultation, now),
        *_waiting_for_confirmation(consultation, now),
        *_unanswered(missing),
        *_not_approved(consultation),
        *([] if None in stated else _not_read(consultation, read, to_answer)),
    )


def _not_approved(consultation: Consultation) -> list[Blocker]:
    """Where a second person looks at every answer, none goes out without."""
    if not consultation.answers_approved:
        return []
    waiting = outcomes_of([consultation]).filter(published_at=None).exclude(state=OutcomeState.APPROVED).count()
    if not waiting:
        return []
    message = ngettext(
        "%(count)s answer has not been approved by a second person.",
        "%(count)s answers have not been approved by a second person.",
        waiting,
    )
    return [Blocker("not_approved", message % {"count": waiting})]


def _not_read(consultation: Consultation, read: int, to_answer: int) -> list[Blocker]:
    """Where a machine suggested themes, people must have read enough to know whether it was right."""
    wanted = settings.REVIEW_SHARE_TO_PUBLISH
    helped = Coding.objects.filter(theme__consultation=consultation).exclude(machine="").exists()
    if not helped or read * 100 >= to_answer * wanted:
        return []
    message = _("People have read %(read)s of %(count)s contributions. A report needs %(share)s %% of them.")
    return [Blocker("not_read", message % {"read": read, "count": to_answer, "share": wanted})]


def _warnings(pending: int) -> tuple[Blocker, ...]:
    if not pending:
        return ()
    message = ngettext(
        "%(count)s comment has not been read by a moderator yet; it will be counted as pending.",
        "%(count)s comments have not been read by a moderator yet; they will be counted as pending.",
        pending,
    )
    return (Blocker("pending", message % {"count": pending}),)


def _not_closed(consultation: Consultation, now: datetime) -> list[Blocker]:
    if phase_at(schedule_of(consultation), now) in REPORTING_PHASES:
        return []
    closes = date_format(localtime(consultation.closes_at), "DATETIME_FORMAT")
    return [Blocker("not_closed", _("The consultation is not over: it closes on %(date)s.") % {"date": closes})]


def _waiting_for_confirmation(consultation: Consultation, now: datetime) -> list[Blocker]:
    """What was sent in time counts if it is confirmed in time, so the report waits for it."""
    waiting = PendingSubmission.objects.filter(
        thread__clause_thread__consultation=consultation, confirmed_at__isnull=True, expires_at__gt=now
    ).order_by("-expires_at")
    count = waiting.count()
    if not count:
        return []
    until = date_format(localtime(waiting[0].expires_at), "DATETIME_FORMAT")
    message = ngettext(
        "%(count)s comment that was sent before the close can still be confirmed, until %(date)s.",
        "%(count)s comments that were sent before the close can still be confirmed, until %(date)s.",
        count,
    )
    return [Blocker("unconfirmed", message % {"count": count, "date": until})]


def _unanswered(missing: tuple[ClauseFigures, ...]) -> list[Blocker]:
    if not missing:
        return []
    titles = clause_titles(missing)
    return [
        Blocker(
            "unanswered",
            ngettext(
                "“%(clause)s” has %(count)s comment and no answer.",
                "“%(clause)s” has %(count)s comments and no answer.",
                row.unanswered.total,
            )
            % {"clause": titles[row.clause_thread_id], "count": row.unanswered.total},
            row.clause_thread_id,
        )
        for row in missing
    ]


def clause_titles(rows: tuple[ClauseFigures, ...]) -> dict[int, str]:
    """Clauses by name, in the active language; three queries."""
    threads = list(
        ClauseThread.objects.filter(pk__in=[row.clause_thread_id for row in rows]).select_related("clause", "document")
    )
    versions = document_version_numbers({thread.consultation_id for thread in threads})
    texts = texts_as_asked(threads, versions, translation.get_language() or "en")
    titles = {}
    for thread in threads:
        text = texts.get(thread.pk)
        if thread.clause is None:
            titles[thread.pk] = _("The document as a whole")
        else:
            titles[thread.pk] = clause_title(
                text.number if text else thread.clause.number, text.heading if text else ""
            )
    return titles
