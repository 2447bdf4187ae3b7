"""Opening a consultation: its dates, its documents and a thread for every clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.enums import AnswerProfile, PhaseKind
from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.models.delay import DelayExplanation
from consultations.permissions import user_can_manage
from consultations.phases import Dates, answer_due, phase_at, schedule_of
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.services import record
from hub.contributions.services import create_threads
from hub.core.engine.dates import FIRST_YEAR, LAST_YEAR, is_plausible
from whitepapers.enums import COMMENTABLE_KINDS
from whitepapers.models.clause import Clause
from whitepapers.models.document import Document
from whitepapers.selectors import latest_versions

if TYPE_CHECKING:
    from hub.accounts.models.user import User

CLAUSE, DOCUMENT = "clause", "document"
# Filling in the form takes a while.
OPENED_JUST_NOW = timedelta(hours=1)


@transaction.atomic
def open_consultation(
    slug: str,
    documents: Sequence[Document],
    *,
    dates: Dates = Dates(),  # noqa: B008 - frozen
    premoderated: bool = False,
    answers_approved: bool = False,
    owner_body: str = "",
    actor: User | None,
    now: datetime,
) -> Consultation:
    """Opens a consultation on the latest published version of each document. `actor` is None for a command."""
    if actor is not None and not user_can_manage(actor, None, now):
        raise NotAllowedError(_("Only an editor opens a consultation."))
    if not documents:
        raise ConsultationError(_("A consultation needs a document."), "documents")
    if Consultation.objects.filter(slug=slug).exists():
        raise ConsultationError(_("There is a consultation of this name already."), "slug")
    _check_years(dates)
    opens, closes, due = dates.filled(now)
    _check_dates(opens, closes, due)
    if actor is not None:
        _check_not_past(opens, now)
    consultation = Consultation.objects.create(
        slug=slug,
        opens_at=opens,
        closes_at=closes,
        answer_due_at=due,
        answer_profile=dates.chosen_profile,
        premoderated=premoderated,
        answers_approved=answers_approved,
        owner_body=owner_body,
        created_by=actor,
    )
    record(
        "consultation.opened",
        subject="consultations.consultation",
        subject_id=consultation.pk,
        actor=actor,
        data={
            "opens_at": consultation.opens_at.isoformat(),
            "closes_at": consultation.closes_at.isoformat(),
            "premoderated": premoderated,
            "answers_approved": answers_approved,
        },
        now=now,
    )
    set_documents(consultation, documents, actor=actor, now=now)
    return consultation


@transaction.atomic
def set_documents(
    consultation: Consultation, documents: Sequence[Document], *, actor: User | None, now: datetime
) -> None:
    """Points the consultation at the latest version of each document and gives every clause its thread."""
    versions = latest_versions([document.pk for document in documents])
    for order, document in enumerate(documents):
        version = versions.get(document.pk)
        if version is None:
            raise ConsultationError(_("A document must be published before people are asked about it."), "documents")
        ConsultationDocument.objects.update_or_create(
            consultation=consultation,
            document=document,
            defaults={"version_number": version.number, "order": order},
        )
        _add_threads(consultation, document.pk, version.number, now=now)
        record(
            "consultation.document_set",
            subject="consultations.consultation",
            subject_id=consultation.pk,
            actor=actor,
            data={"document": document.pk, "version": version.number},
            now=now,
        )


@transaction.atomic
def change_dates(consultation: Consultation, dates: Dates, *, actor: User | None, now: datetime) -> Consultation:
    """An extension, a later answer. Once the report is published the dates are history."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if actor is not None and not user_can_manage(actor, locked, now):
        raise NotAllowedError(_("Only an editor changes the dates of a consultation."))
    if locked.answered_at is not None:
        raise NotAllowedError(_("The report is published: the dates of this consultation do not change any more."))
    _check_years(dates)
    opens, closes = dates.opens_at or locked.opens_at, dates.closes_at or locked.closes_at
    profile = AnswerProfile(locked.answer_profile)
    if dates.answer_due_at is not None or dates.profile not in (None, AnswerProfile.CUSTOM):
        profile = dates.chosen_profile
    explained = DelayExplanation.objects.filter(consultation=locked).exists()
    due = dates.answer_due_at or answer_due(profile, closes, explained=explained) or locked.answer_due_at
    _check_dates(opens, closes, due)
    # Forms know no seconds: what came back from one with the same minute is no change of the opening.
    if actor is not None and abs(opens - locked.opens_at) >= timedelta(minutes=1):
        _check_not_past(opens, now)
    before = (locked.opens_at, locked.closes_at, locked.answer_due_at)
    if before == (opens, closes, due) and profile == locked.answer_profile:
        return locked
    locked.opens_at, locked.closes_at, locked.answer_due_at = opens, closes, due
    locked.answer_profile = profile
    locked.save(update_fields=["opens_at", "closes_at", "answer_due_at", "answer_profile"])
    record(
        "consultation.dates_changed",
        subject="consultations.consultation",
        subject_id=locked.pk,
        actor=actor,
        data={
            "opens_at": locked.opens_at.isoformat(),
            "closes_at": locked.closes_at.isoformat(),
            "answer_due_at": locked.answer_due_at.isoformat(),
            "answer_profile": str(profile),
            "closed_before": before[1].isoformat(),
        },
        now=now,
    )
    return locked


@transaction.atomic
def sync_threads(document_id: UUID, *, actor: User | None, now: datetime) -> int:
    """A new version of a document: running consultations ask about it, and its new clauses get their threads.

    A consultation that is over keeps the version that people were asked about. Returns how many threads were added.
    """
    version = latest_versions([document_id]).get(document_id)
    if version is None:
        return 0
    rows = ConsultationDocument.objects.select_for_update().select_related("consultation")
    added = 0
    for row in rows.filter(document=document_id, consultation__closes_at__gt=now):
        if phase_at(schedule_of(row.consultation), now) not in (PhaseKind.ANNOUNCED, PhaseKind.OPEN):
            continue
        added += _add_threads(row.consultation, document_id, version.number, now=now)
        if row.version_number == version.number:
            continue
        row.version_number = version.number
        row.save(update_fields=["version_number"])
        record(
            "consultation.version_changed",
            subject="consultations.consultation",
            subject_id=row.consultation_id,
            actor=actor,
            data={"document": document_id, "version": version.number},
            now=now,
        )
    return added


def _add_threads(consultation: Consultation, document_id: UUID, version: int, *, now: datetime) -> int:
    """A thread for every clause of the document that has none in this consultation, and one for the whole."""
    known = set(
        ClauseThread.objects.filter(consultation=consultation, document=document_id).values_list("clause_id", flat=True)
    )
    clauses = Clause.objects.filter(document=document_id, kind__in=COMMENTABLE_KINDS, retired_at__isnull=True)
    missing = [pk for pk in clauses.order_by("order").values_list("pk", flat=True) if pk not in known]
    _create(consultation, document_id, missing, CLAUSE, version, now)
    if None not in known:
        _create(consultation, document_id, [None], DOCUMENT, version, now)
    return len(missing)


def _create(
    consultation: Consultation,
    document_id: UUID,
    clauses: Iterable[UUID | None],
    kind: str,
    version: int,
    now: datetime,
) -> None:
    wanted = list(clauses)
    threads = create_threads(kind, len(wanted), now=now)
    ClauseThread.objects.bulk_create(
        ClauseThread(
            consultation=consultation,
            document_id=document_id,
            clause_id=clause_id,
            thread=thread,
            added_in_version=version,
        )
        for clause_id, thread in zip(wanted, threads, strict=True)
    )


def _check_years(dates: Dates) -> None:
    for field in fields(dates):
        moment = getattr(dates, field.name)
        if isinstance(moment, datetime) and not is_plausible(moment):
            raise ConsultationError(
                _("Give a date between the years %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR},
                field.name,
            )


def _check_not_past(opens_at: datetime, now: datetime) -> None:
    """A program may bring in what was opened elsewhere; a person who types a past date has made a slip."""
    if opens_at < now - OPENED_JUST_NOW:
        raise ConsultationError(
            _("The opening lies in the past. People would have less time than the dates say."), "opens_at"
        )


def _check_dates(opens_at: datetime, closes_at: datetime, answer_due_at: datetime) -> None:
    if opens_at >= closes_at:
        raise ConsultationError(_("A consultation opens before it closes."), "closes_at")
    if answer_due_at < closes_at:
        raise ConsultationError(_("The answer is due after the close."), "answer_due_at")
