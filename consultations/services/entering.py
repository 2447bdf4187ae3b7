"""Contributions that did not come by the web, entered by staff on people's behalf."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consultations.models.clause_thread import ClauseThread
from consultations.permissions import user_can_enter_contributions
from consultations.selectors.rounds import document_version_numbers
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.contributions.engine.draft import Draft
from hub.contributions.models.comment import Comment
from hub.contributions.services import RefusedError, receive
from hub.contributions.services.registration import key_for

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def enter_contribution(
    row: ClauseThread,
    draft: Draft,
    *,
    email: str = "",
    received_at: datetime,
    send_receipt: bool = False,
    actor: User,
    now: datetime,
) -> Comment:
    """By the same way as all others: same checks, moderation, reference. Nobody is written to unless asked."""
    consultation = row.consultation
    if not user_can_enter_contributions(actor, consultation, now):
        raise NotAllowedError(_("Only an editor or a moderator enters letters, and only until the answer is public."))
    if received_at > now:
        raise ConsultationError(_("This date lies in the future."), "received_at")
    if received_at >= consultation.closes_at:
        raise ConsultationError(_("This came after the close, so it cannot be counted any more."), "received_at")
    versions = document_version_numbers([consultation.pk])
    try:
        return receive(
            row.thread,
            draft=draft,
            user=None,
            email=email,
            document_version=versions.get((row.consultation_id, row.document_id)),
            premoderated=consultation.premoderated,
            received_at=received_at,
            now=now,
            key=key_for(draft, row.thread, f"staff:{actor.pk}"),
            notify=send_receipt,
            actor=actor,
        )
    except RefusedError as error:
        raise ConsultationError(str(error)) from error
