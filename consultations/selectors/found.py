"""What the search is told about consultations and their meetings (see `hub.core.search`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.documents import get_document_model

from consultations.enums import PhaseKind
from consultations.models.consultation import Consultation
from consultations.models.event import Event, EventText
from consultations.phases import phase_at, schedule_of
from consultations.selectors.calendar import text_for
from consultations.selectors.delays import is_late
from consultations.selectors.following import CONSULTATION
from consultations.selectors.found_around import Around, source_languages
from consultations.selectors.pages import public_consultations, report_pages
from hub.core.engine.keys import uuids_in
from hub.core.search import SearchDocument
from whitepapers.engine.text import plain_text
from whitepapers.selectors.public_pages import PublicPage, languages, page_for, readers_of, told_in

EVENT = "event"
EVENTS_ANCHOR = "events"
CHUNK = 2000


class FoundConsultations:
    label = gettext_lazy("Consultations")
    label_one = gettext_lazy("Consultation")
    order = 12

    def keys(self) -> Iterator[str]:
        return (str(pk) for pk in public_consultations().values_list("pk", flat=True).iterator(chunk_size=CHUNK))

    def documents(self, keys: Sequence[str], language: str) -> list[SearchDocument]:
        """At most eleven queries."""
        now = timezone.now()
        with translation.override(language):
            consultations = list(Consultation.objects.filter(pk__in=uuids_in(keys)))
            ids = [row.pk for row in consultations]
            around = Around.read(ids)
            answered = set(report_pages(ids, language))
            sources = source_languages(ids)
            files = _file_titles(page.page for pages in around.pages.values() for page in pages.values())
            return [
                found
                for row in consultations
                for found in _told_consultation(row, around, sources, files, row.pk in answered, language, now)
            ]


class FoundEvents:
    label = gettext_lazy("Meetings")
    label_one = gettext_lazy("Meeting")
    order = 30

    def keys(self) -> Iterator[str]:
        rows = Event.objects.filter(consultation__in=public_consultations()).order_by("consultation", "starts_at")
        return (str(pk) for pk in rows.values_list("pk", flat=True).iterator(chunk_size=CHUNK))

    def documents(self, keys: Sequence[str], language: str) -> list[SearchDocument]:
        """Six queries."""
        now = timezone.now()
        with translation.override(language):
            rows = Event.objects.filter(pk__in=uuids_in(keys)).select_related("consultation").prefetch_related("texts")
            events = list(rows)
            around = Around.read({event.consultation_id for event in events})
            return [found for event in events for found in _told_event(event, around, language, now)]


def _told_consultation(
    row: Consultation,
    around: Around,
    sources: Mapping[UUID, str],
    files: Mapping[int, str],
    is_answered: bool,
    language: str,
    now: datetime,
) -> Iterator[SearchDocument]:
    pages = around.pages.get(row.pk, {})
    told = told_in(pages)
    readers = readers_of(told, sources.get(row.pk, ""))
    for code, page in told.items():
        yield SearchDocument(
            key=str(row.pk),
            language=code,
            title=page.title,
            body="\n".join(word for word in _words(page.page, files, is_answered) if word),
            url=pages[language].url if language in pages else page.url,
            readers=readers[code],
            date=row.opens_at,
            notes=tuple(_notes(row, now)),
            **around.shared(row.pk, body=row.owner_body),
        )


def _words(page: Any, files: Mapping[int, str], is_answered: bool) -> Iterator[str]:
    yield page.summary
    yield from (plain_text(html) for html in (page.story, page.still_open, page.already_decided, page.how_used))
    if is_answered:
        # Only then it is shown.
        yield plain_text(page.follow_up)
    for block in page.background.raw_data:
        value = block["value"]
        if value.get("document") in files:
            yield value.get("title") or files[value["document"]]
            yield value.get("note") or ""
    yield page.who_decides


def _file_titles(pages: Iterable[Any]) -> dict[int, str]:
    """Of background documents; read from the raw blocks, as each page would ask for its own. One query at most."""
    chosen = {block["value"].get("document") for page in pages for block in page.background.raw_data}
    return dict(get_document_model().objects.filter(pk__in=chosen - {None}).values_list("pk", "title"))


def _notes(row: Consultation, now: datetime) -> Iterator[str]:
    phase = phase_at(schedule_of(row), now)
    yield str(phase.label)
    dates = {
        PhaseKind.ANNOUNCED: (_("Opens %(day)s"), row.opens_at),
        PhaseKind.OPEN: (_("Closes %(day)s"), row.closes_at),
        PhaseKind.ANALYSIS: (_("Answer due by %(day)s"), row.answer_due_at),
    }
    said, moment = dates.get(phase, (_("Closed %(day)s"), row.closes_at))
    if is_late(row, now):
        said = _("The answer was due on %(day)s")
    yield said % {"day": date_format(timezone.localtime(moment), "DATE_FORMAT")}


def _told_event(event: Event, around: Around, language: str, now: datetime) -> Iterator[SearchDocument]:
    """Each text that some page of the consultation shows, for the readers to whom it is shown."""
    pages = around.pages.get(event.consultation_id, {})
    if not pages or (event.cancelled_at is not None and event.ends_at <= now):
        # What was called off and would be over is not shown any more.
        return
    texts = {text.language: text for text in event.texts.all()}
    shown = {code: text for code in languages() if (text := _shown_to(pages, texts, code)) is not None}
    page = page_for(pages, language)
    for code in dict.fromkeys(text.language for text in shown.values()):
        text = texts[code]
        with translation.override(code):
            # In the language of the text: people look for a meeting that they can take part in.
            ways = [_("With sign language interpretation.")] if event.sign_language else []
            ways += [_("The place can be reached without steps.")] if event.step_free else []
        yield SearchDocument(
            key=str(event.pk),
            language=code,
            title=text.title,
            body="\n".join(words for words in (text.place, text.description, *ways, text.access) if words),
            url=f"{page.url if page else ''}#{EVENTS_ANCHOR}",
            readers=frozenset(reader for reader, one in shown.items() if one.language == code),
            date=event.starts_at,
            notes=tuple(_event_notes(event)),
            **around.part_of(event.consultation_id, language),
            **around.shared(event.consultation_id, body=event.consultation.owner_body),
        )


def _shown_to(pages: Mapping[str, PublicPage], texts: Mapping[str, EventText], reader: str) -> EventText | None:
    page = page_for(pages, reader)
    return text_for(texts, page.language) if page else None


def _event_notes(event: Event) -> Iterator[str]:
    yield date_format(timezone.localtime(event.starts_at), "DATETIME_FORMAT")
    if event.cancelled_at is not None:
        yield pgettext("in the calendar", "Cancelled")


__all__ = ["CONSULTATION", "EVENT", "FoundConsultations", "FoundEvents"]
