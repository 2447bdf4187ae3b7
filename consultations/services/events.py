"""Meetings of a consultation: announced, moved, cancelled. None is removed: who noted the date must learn of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models.consultation import Consultation
from consultations.models.event import Event, EventText
from consultations.permissions import user_can_manage
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.services import record

if TYPE_CHECKING:
    from hub.accounts.models.user import User

TEXT_FIELDS = ("title", "place", "description", "access")


@dataclass(frozen=True)
class EventFacts:
    starts_at: datetime
    ends_at: datetime
    link: str = ""
    spoken: tuple[str, ...] = ()
    sign_language: bool = False
    step_free: bool = False
    # By language: title, place, description, access.
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@transaction.atomic
def save_event(
    consultation: Consultation, event: Event | None, facts: EventFacts, *, actor: User | None, now: datetime
) -> Event:
    """A new meeting, or another time, place or text for one that was announced."""
    _require_allowed(consultation, actor, now)
    texts = _cleaned(facts.texts)
    if facts.ends_at <= facts.starts_at:
        raise ConsultationError(_("An event ends after it begins."), "ends_at")
    is_new = event is None
    locked = Event(consultation=consultation) if event is None else _lock(consultation, event)
    if not is_new:
        locked.sequence += 1
    locked.starts_at, locked.ends_at = facts.starts_at, facts.ends_at
    locked.link, locked.spoken = facts.link, ",".join(facts.spoken)
    locked.sign_language, locked.step_free = facts.sign_language, facts.step_free
    locked.changed_at, locked.changed_by = now, actor
    locked.save()
    locked.texts.all().delete()
    EventText.objects.bulk_create(
        EventText(event=locked, language=language, **values) for language, values in texts.items()
    )
    _record("event.announced" if is_new else "event.changed", locked, actor, now)
    return locked


@transaction.atomic
def cancel_event(event: Event, *, actor: User | None, now: datetime) -> Event:
    _require_allowed(event.consultation, actor, now)
    locked = _lock(event.consultation, event)
    if locked.cancelled_at is not None:
        return locked
    locked.cancelled_at = locked.changed_at = now
    locked.changed_by = actor
    locked.sequence += 1
    locked.save()
    _record("event.cancelled", locked, actor, now)
    return locked


def _lock(consultation: Consultation, event: Event) -> Event:
    return Event.objects.select_for_update().get(pk=event.pk, consultation=consultation)


def _require_allowed(consultation: Consultation, actor: User | None, now: datetime) -> None:
    if actor is not None and not user_can_manage(actor, consultation, now):
        raise NotAllowedError(_("Only an editor announces meetings."))


def _cleaned(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Languages in which the meeting has a title; one at least."""
    known = [code for code, _name in settings.LANGUAGES]
    cleaned = {}
    for code in sorted(texts):
        if code not in known:
            raise ConsultationError(_("The hub does not speak this language: %(code)s") % {"code": code}, "texts")
        values = {name: (texts[code].get(name) or "").strip() for name in TEXT_FIELDS}
        if values["title"]:
            cleaned[code] = values
        elif any(values.values()):
            raise ConsultationError(_("Give the meeting a title in each language that you fill in."), f"title_{code}")
    if not cleaned:
        raise ConsultationError(
            _("Give the meeting a title in at least one language."), f"title_{settings.LANGUAGE_CODE}"
        )
    return cleaned


def _record(action: str, event: Event, actor: User | None, now: datetime) -> None:
    record(
        action,
        subject="consultations.event",
        subject_id=event.pk,
        actor=actor,
        data={
            "consultation": event.consultation_id,
            "starts_at": event.starts_at.isoformat(),
            "ends_at": event.ends_at.isoformat(),
            "sequence": event.sequence,
        },
        now=now,
    )
