"""Choosing whose words the report quotes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consultations.models.clause_thread import ClauseThread
from consultations.models.quotation import Quotation
from consultations.models.theme import Theme
from consultations.permissions import user_can_answer
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.services import record
from hub.contributions.models.comment import Comment
from hub.moderation.enums import State

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def quote(comment: Comment, place: ClauseThread | Theme, *, actor: User | None, now: datetime) -> Quotation:
    """Only what is public, whose author allowed it, and what is about this clause or counted under this theme."""
    consultation = place.consultation
    if not user_can_answer(actor, consultation, now):
        raise NotAllowedError(_("Only a moderator or an analyst answers, and only once the consultation has opened."))
    if comment.state != State.PUBLISHED or not comment.may_be_quoted:
        raise ConsultationError(_("Its author did not allow this contribution to be quoted."), "comment")
    where: dict[str, Any]
    if isinstance(place, ClauseThread):
        where, here = {"clause_thread": place.pk}, comment.hub_thread_id == place.thread_id
    else:
        where, here = {"theme": place.pk}, comment.themes.filter(theme=place).exists()
    if not here:
        raise ConsultationError(_("This contribution does not belong here."), "comment")
    known = Quotation.objects.filter(comment=comment, **where).first()
    if known is not None:
        return known
    last = Quotation.objects.filter(**where).aggregate(last=Max("order"))["last"]
    row = Quotation.objects.create(
        consultation=consultation,
        comment=comment,
        order=0 if last is None else last + 1,
        chosen_at=now,
        chosen_by=actor,
        **{f"{name}_id": pk for name, pk in where.items()},
    )
    _record("report.quote_chosen", row, actor, now)
    return row


@transaction.atomic
def unquote(quotation: Quotation, *, actor: User | None, now: datetime) -> None:
    if not user_can_answer(actor, quotation.consultation, now):
        raise NotAllowedError(_("Only a moderator or an analyst answers, and only once the consultation has opened."))
    _record("report.quote_dropped", quotation, actor, now)
    quotation.delete()


def _record(action: str, row: Quotation, actor: User | None, now: datetime) -> None:
    record(
        action,
        subject="contributions.comment",
        subject_id=row.comment.reference,
        actor=actor,
        data={"consultation": row.consultation_id},
        now=now,
    )
