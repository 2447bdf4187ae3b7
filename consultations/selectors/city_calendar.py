"""Days of all public consultations for the city's calendar: opening, close, the day of the answer, meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.models.event import Event
from consultations.selectors.pages import consultation_pages, public_consultations
from hub.core.calendar import CalendarItem, DayKind


def consultation_days(now: datetime, since: datetime, until: datetime, language: str) -> list[CalendarItem]:
    """Five queries, however many there are. The keys are those of each consultation's own calendar."""
    span = (since, until)
    asked = Q(opens_at__range=span) | Q(closes_at__range=span) | Q(answer_due_at__range=span)
    rows = list(public_consultations().filter(asked))
    events = list(
        Event.objects.filter(starts_at__gte=since, starts_at__lt=until, consultation__in=public_consultations())
        .select_related("consultation")
        .prefetch_related("texts")
    )
    ids = {one.pk for one in rows} | {one.consultation_id for one in events}
    pages = consultation_pages(ids, language)
    documents: dict[UUID, list[UUID]] = {}
    for consultation, document in ConsultationDocument.objects.filter(consultation__in=ids).values_list(
        "consultation", "document"
    ):
        documents.setdefault(consultation, []).append(document)
    found: list[CalendarItem] = []
    for row in rows:
        page = pages.get(row.pk)
        if page is not None:
            dated = _dates(row, page, _keys(page, documents.get(row.pk, ())), now)
            found += [one for one in dated if since <= one.starts_at < until]
    for event in events:
        page = pages.get(event.consultation_id)
        item = _event(event, page, _keys(page, documents.get(event.consultation_id, ())), language) if page else None
        if item is not None:
            found.append(item)
    return found


def _dates(row: Consultation, page: Page, keys: tuple[UUID, ...], now: datetime) -> list[CalendarItem]:
    dates = [
        (
            "opens", DayKind.OPENS, row.opens_at,
            pgettext("in the calendar", "Opens"), _("Opens: %(title)s"),
        ),
        (
            "closes", DayKind.CLOSES, row.closes_at,
            pgettext("in the calendar", "Closes"), _("Closes: %(title)s"),
        ),
    ]  # fmt: skip
    if row.answered_at is None or row.answered_at > now:
        dates.append(
            (
                "answer-due", DayKind.ANSWER, row.answer_due_at,
                pgettext("in the calendar", "The answer is due"), _("Answer due: %(title)s"),
            )
        )  # fmt: skip
    return [
        CalendarItem(
            key=f"{name}.{row.pk}",
            kind=kind,
            label=label,
            title=page.title,
            language=page.locale.language_code,
            says=says % {"title": page.title},
            url=page.get_url() or "",
            starts_at=localtime(moment),
            changed_at=page.last_published_at or row.created_at,
            pages=keys,
        )
        for name, kind, moment, label, says in dates
    ]


def _event(event: Event, page: Page, keys: tuple[UUID, ...], language: str) -> CalendarItem | None:
    texts = {text.language: text for text in event.texts.all()}
    text = texts.get(language) or texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()), None)
    if text is None:
        return None
    return CalendarItem(
        key=f"event.{event.pk}",
        kind=DayKind.EVENT,
        label=pgettext("in the calendar", "Cancelled") if event.cancelled_at else pgettext("in the calendar", "Event"),
        title=text.title,
        language=text.language,
        says=text.title,
        url=page.get_url() or "",
        starts_at=localtime(event.starts_at),
        ends_at=localtime(event.ends_at),
        changed_at=event.changed_at,
        part_of=page.title,
        text=text.description,
        place=text.place,
        cancelled=event.cancelled_at is not None,
        sequence=event.sequence,
        pages=keys,
    )


def _keys(page: Page, documents: Sequence[UUID]) -> tuple[UUID, ...]:
    return (page.translation_key, *documents)
