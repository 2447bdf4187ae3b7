"""Meetings of a consultation, and its dates as entries for the reader's own calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from consultations.enums import PhaseKind
from consultations.models.consultation import Consultation
from consultations.models.event import Event, EventText
from consultations.phases import phase_at, schedule_of
from hub.core.engine.icalendar import CalendarEntry


@dataclass(frozen=True)
class EventInfo:
    """One meeting, in the reader's language or else in one that it is described in."""

    uuid: str
    title: str
    place: str
    description: str
    access: str
    language: str
    starts_at: datetime
    ends_at: datetime
    link: str
    spoken: tuple[str, ...]
    sign_language: bool
    step_free: bool
    is_cancelled: bool
    is_over: bool
    sequence: int
    changed_at: datetime


def events_of(consultation: Consultation, language: str, now: datetime) -> list[EventInfo]:
    """In the order of time; two queries."""
    found = []
    for event in Event.objects.filter(consultation=consultation).prefetch_related("texts"):
        texts = {text.language: text for text in event.texts.all()}
        text = text_for(texts, language)
        if text is None:
            continue
        found.append(
            EventInfo(
                uuid=str(event.pk),
                title=text.title,
                place=text.place,
                description=text.description,
                access=text.access,
                language=text.language,
                starts_at=event.starts_at,
                ends_at=event.ends_at,
                link=event.link,
                spoken=tuple(code for code in event.spoken.split(",") if code),
                sign_language=event.sign_language,
                step_free=event.step_free,
                is_cancelled=event.cancelled_at is not None,
                is_over=event.ends_at <= now,
                sequence=event.sequence,
                changed_at=event.changed_at,
            )
        )
    return found


def text_for(texts: Mapping[str, EventText], language: str) -> EventText | None:
    """Which of its texts readers of this language are shown."""
    return texts.get(language) or texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()), None)


def calendar_entries(consultation: Consultation, page: Page, language: str, now: datetime) -> list[CalendarEntry]:
    """Opening, close, the day on which the answer is due, and the meetings."""
    url = f"{settings.PUBLIC_URL}{page.get_url() or ''}"
    changed = page.last_published_at or consultation.created_at
    with translation.override(language):
        dates = [
            ("opens", _("Opens: %(title)s"), consultation.opens_at),
            ("closes", _("Closes: %(title)s"), consultation.closes_at),
        ]
        if phase_at(schedule_of(consultation), now) not in (PhaseKind.OUTCOME, PhaseKind.FOLLOW_UP):
            dates.append(("answer-due", _("Answer due: %(title)s"), consultation.answer_due_at))
        entries = [
            CalendarEntry(
                uid=f"{name}.{consultation.pk}@participation-hub",
                title=text % {"title": page.title},
                starts_at=moment,
                ends_at=None,
                changed_at=changed,
                url=url,
            )
            for name, text, moment in dates
        ]
        entries += [_entry(event, url) for event in events_of(consultation, language, now)]
    return entries


def _entry(event: EventInfo, url: str) -> CalendarEntry:
    notes = [event.description]
    if event.link:
        notes.append(event.link)
    if event.sign_language:
        notes.append(_("With sign language interpretation."))
    if event.step_free:
        notes.append(_("The place can be reached without steps."))
    notes.append(event.access)
    return CalendarEntry(
        uid=f"event.{event.uuid}@participation-hub",
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed_at=event.changed_at,
        description="\n".join(note for note in notes if note),
        place=event.place,
        url=url,
        sequence=event.sequence,
        cancelled=event.is_cancelled,
    )
