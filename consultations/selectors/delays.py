"""Is the answer late, and has somebody said why?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from consultations.enums import PhaseKind
from consultations.models.consultation import Consultation
from consultations.models.delay import DelayExplanation
from consultations.phases import phase_at, schedule_of


@dataclass(frozen=True)
class DelayInfo:
    """The latest explanation, in the reader's language or else in one that it was given in."""

    text: str
    language: str
    explained_at: datetime
    was_due_at: datetime
    expected_at: datetime | None
    earlier: int  # explanations before this one


def is_late(consultation: Consultation, now: datetime) -> bool:
    """By the clock alone: nobody has to say so."""
    return phase_at(schedule_of(consultation), now) is PhaseKind.ANALYSIS and now >= consultation.answer_due_at


def delay_of(consultation: Consultation, language: str) -> DelayInfo | None:
    """Two queries; none of them where nothing was explained costs more."""
    latest = (
        DelayExplanation.objects.filter(consultation=consultation).order_by("-number").prefetch_related("texts").first()
    )
    if latest is None:
        return None
    texts = {row.language: row.text for row in latest.texts.all()}
    code = next((one for one in (language, settings.LANGUAGE_CODE, *sorted(texts)) if one in texts), "")
    return DelayInfo(
        text=texts.get(code, ""),
        language=code,
        explained_at=latest.explained_at,
        was_due_at=latest.was_due_at,
        expected_at=latest.expected_at,
        earlier=latest.number - 1,
    )


def needs_explanation(consultation: Consultation, latest: DelayExplanation | DelayInfo | None, now: datetime) -> bool:
    """Late, and nothing was said about this date; or what was promised instead has passed as well."""
    if not is_late(consultation, now):
        return False
    if latest is None or latest.was_due_at != consultation.answer_due_at:
        return True
    return latest.expected_at is not None and latest.expected_at <= now


def late_without_explanation(consultations: list[Consultation], now: datetime) -> set[object]:
    """Ids of those whose officer owes the public a reason; one query for all."""
    late = [one for one in consultations if is_late(one, now)]
    latest: dict[object, DelayExplanation] = {}
    for row in DelayExplanation.objects.filter(consultation__in=late).order_by("number"):
        latest[row.consultation_id] = row
    return {one.pk for one in late if needs_explanation(one, latest.get(one.pk), now)}
