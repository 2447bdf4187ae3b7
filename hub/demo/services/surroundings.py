"""Meetings and files beside the consultations; what is open and what is decided."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.documents import get_document_model

from consultations.models.consultation import Consultation
from consultations.services import EventFacts, save_event
from hub.accounts.models.user import User
from hub.demo.content.surroundings import SURROUNDINGS
from hub.demo.services.calendar import Calendar, clock_stopped_at
from hub.demo.services.pages import LANGUAGES, demo_uuid, paragraphs


def load_background(slug: str, *, user: User, now: datetime) -> None:
    """The file goes into the library. One that a killed seed has left behind is written over."""
    content = SURROUNDINGS[slug]
    if not content.filename or content.file_title is None:
        return
    model = get_document_model()
    name = f"documents/{content.filename}"
    if default_storage.exists(name) and not model.objects.filter(file=name).exists():
        default_storage.delete(name)
    with clock_stopped_at(now):
        file = ContentFile(_measurements(), name=content.filename)
        model.objects.create(title=content.file_title.en, uploaded_by_user=user, file=file, file_size=file.size)


def surroundings(slug: str, language: str) -> dict[str, Any]:
    """Fields of the page in this language."""
    content = SURROUNDINGS[slug]
    texts = {
        "still_open": content.still_open,
        "already_decided": content.already_decided,
        "follow_up": content.follow_up,
    }
    fields: dict[str, Any] = {name: paragraphs(text.get(language)) for name, text in texts.items() if text}
    if content.file_title is not None and content.file_note is not None:
        document = get_document_model().objects.get(title=content.file_title.en)
        value = {
            "document": document.pk,
            "title": content.file_title.get(language),
            "note": content.file_note.get(language),
        }
        fields["background"] = [{"type": "file", "id": str(demo_uuid(slug, "background")), "value": value}]
    return fields


def announce_meetings(consultation: Consultation, *, user: User, calendar: Calendar, now: datetime) -> None:
    for meeting in SURROUNDINGS[consultation.slug].meetings:
        texts = {
            language: {
                name: getattr(meeting, name).get(language) for name in ("title", "place", "description", "access")
            }
            for language in LANGUAGES
        }
        facts = EventFacts(
            starts_at=calendar.at(meeting.day, meeting.starts),
            ends_at=calendar.at(meeting.day, meeting.ends),
            link=meeting.link,
            spoken=meeting.spoken,
            sign_language=meeting.sign_language,
            step_free=meeting.step_free,
            texts=texts,
        )
        save_event(consultation, None, facts, actor=user, now=now)


def _measurements() -> bytes:
    """Forty streets and their widths in centimetres. Made up, and the same each time."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["street", "narrowest_cm", "widest_cm", "terraces"])
    for number in range(1, 41):
        narrowest = 70 + number * 37 % 130
        writer.writerow([f"R{number:02d}", narrowest, narrowest + 40 + number * 23 % 90, number * 7 % 5])
    return out.getvalue().encode()
