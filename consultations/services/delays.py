"""Saying in public why an answer is late. With "2 months, and 3 more" it also moves the date, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.enums import PhaseKind
from consultations.models.consultation import Consultation
from consultations.models.delay import DelayExplanation, DelayText
from consultations.permissions import user_can_explain_delay
from consultations.phases import answer_due, phase_at, schedule_of
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.services import record

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def explain_delay(
    consultation: Consultation,
    texts: Mapping[str, str],
    *,
    expected_at: datetime | None = None,
    actor: User | None,
    now: datetime,
) -> DelayExplanation:
    """Public at once, with its date. What was said stays; saying more adds to it."""
    locked = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if actor is not None and not user_can_explain_delay(actor, locked, now):
        raise NotAllowedError(_("Only an editor explains a delay, and only while the answer is being prepared."))
    if phase_at(schedule_of(locked), now) is not PhaseKind.ANALYSIS:
        raise NotAllowedError(_("There is no answer to wait for: the consultation is open, or answered already."))
    cleaned = _cleaned(texts)
    if expected_at is not None and expected_at <= now:
        raise ConsultationError(_("The new date lies in the past."), "expected_at")
    number = locked.delays.count() + 1
    was_due_at = locked.answer_due_at
    extended = answer_due(locked.answer_profile, locked.closes_at, explained=True)
    if extended is not None and extended > was_due_at:
        # The profile allows this once: every further explanation gives the same date.
        locked.answer_due_at = extended
        locked.save(update_fields=["answer_due_at"])
    explanation = DelayExplanation.objects.create(
        consultation=locked,
        number=number,
        explained_at=now,
        explained_by=actor,
        was_due_at=was_due_at,
        expected_at=expected_at,
    )
    DelayText.objects.bulk_create(
        DelayText(explanation=explanation, language=language, text=text) for language, text in cleaned.items()
    )
    record(
        "consultation.delay_explained",
        subject="consultations.consultation",
        subject_id=locked.pk,
        actor=actor,
        data={
            "number": number,
            "was_due_at": was_due_at.isoformat(),
            "answer_due_at": locked.answer_due_at.isoformat(),
            "expected_at": expected_at.isoformat() if expected_at else None,
            "languages": "+".join(cleaned),
        },
        now=now,
    )
    return explanation


def _cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    known = [code for code, _name in settings.LANGUAGES]
    cleaned = {code: texts[code].strip() for code in known if texts.get(code, "").strip()}
    if not cleaned:
        raise ConsultationError(_("Say in at least one language why it takes longer."), f"text_{known[0]}")
    return cleaned
