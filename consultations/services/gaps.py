"""Saying in public why something stays without an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.models.gap import GapStatement, GapText
from consultations.permissions import user_can_publish_report
from consultations.services.answering import texts_by_language
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.services import record

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def state_gap(
    consultation: Consultation,
    *,
    texts: Mapping[str, str],
    actor: User | None,
    now: datetime,
    clause_thread: ClauseThread | None = None,
) -> GapStatement | None:
    """The report prints it word for word. Without words the statement is taken back; returns None then.

    `clause_thread` None: about how much of what came in was read.
    """
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if not user_can_publish_report(actor, locked, now):
        raise NotAllowedError(_("Only an editor or a moderator publishes a report, and only after the close."))
    if clause_thread is not None and clause_thread.consultation_id != locked.pk:
        raise ConsultationError(_("This clause belongs to another consultation."), "clause")
    cleaned = texts_by_language(texts, "texts")
    known = GapStatement.objects.filter(consultation=locked, clause_thread=clause_thread).first()
    if known is not None and {row.language: row.text for row in known.texts.all()} == cleaned:
        return known
    if known is not None:
        known.delete()
    statement = None
    if cleaned:
        statement = GapStatement.objects.create(
            consultation=locked, clause_thread=clause_thread, stated_at=now, stated_by=actor
        )
        GapText.objects.bulk_create(
            GapText(gap=statement, language=language, text=text) for language, text in cleaned.items()
        )
    elif known is None:
        return None
    record(
        "report.gap_stated" if statement else "report.gap_taken_back",
        subject="consultations.consultation",
        subject_id=locked.pk,
        actor=actor,
        data={"clause_thread": clause_thread.pk if clause_thread else None},
        now=now,
    )
    return statement
