"""What an officer should look at twice before people do. Warnings, never refusals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from consultations.engine.holidays import HolidayFormatError, holidays_between
from consultations.enums import PhaseKind
from consultations.models.consultation import Consultation
from consultations.models.event import Event
from consultations.phases import phase_at, schedule_of
from consultations.selectors.pages import all_consultation_pages
from whitepapers.models.document import Document
from whitepapers.selectors import document_pages

NOTICE = timedelta(days=7)


@dataclass(frozen=True)
class Advice:
    """`where` names what it is about: a field, a language."""

    code: str
    where: str
    message: str


def advice_on(consultation: Consultation, now: datetime) -> list[Advice]:
    """Everything worth a second look, in the active language; a constant number of queries. Nothing once it is over."""
    if phase_at(schedule_of(consultation), now) not in (PhaseKind.ANNOUNCED, PhaseKind.OPEN):
        return []
    pages = all_consultation_pages(consultation)
    return [
        *_dates(consultation, now),
        *_languages(consultation, pages),
        *_story(pages),
        *_meetings(consultation),
    ]


def _dates(consultation: Consultation, now: datetime) -> list[Advice]:
    found = []
    days = (consultation.closes_at - consultation.opens_at).days
    if days < settings.CONSULTATION_SHORT_DAYS:
        message = ngettext(
            "It is open for %(days)s day only. Twelve weeks is what people with little time need.",
            "It is open for %(days)s days only. Twelve weeks is what people with little time need.",
            days,
        )
        found.append(Advice("short", "closes_at", message % {"days": days}))
    first, last = localtime(consultation.opens_at).date(), localtime(consultation.closes_at).date()
    try:
        holidays = holidays_between(settings.HOLIDAY_PERIODS, first, last)
    except HolidayFormatError as error:
        return [*found, Advice("holidays", "HOLIDAY_PERIODS", _("%(period)s is no period.") % {"period": error})]
    away = sum(count for _period, count in holidays)
    if away:
        message = ngettext(
            "%(days)s day of it is a holiday. Think of closing later.",
            "%(days)s days of it are holidays. Think of closing later.",
            away,
        )
        found.append(Advice("holidays", "closes_at", message % {"days": away}))
    if holidays_between(settings.HOLIDAY_PERIODS, last, last):
        found.append(Advice("closes_on_holiday", "closes_at", _("It closes on a holiday.")))
    if now < consultation.opens_at < now + NOTICE and consultation.opens_at - consultation.created_at < NOTICE:
        found.append(
            Advice("no_notice", "opens_at", _("It was announced less than a week before it opens: few will know."))
        )
    return found


def _languages(consultation: Consultation, pages: Sequence[Page]) -> list[Advice]:
    found = []
    live = {page.locale.language_code for page in pages if page.live}
    documents = Document.objects.filter(pk__in=consultation.documents.values("document"))
    ids = [document.pk for document in documents]
    for code, name in settings.LANGUAGES:
        if code not in live:
            message = _("The page of the consultation is not published in this language: %(language)s.")
            found.append(Advice("page_language", code, message % {"language": _(name)}))
        texts = document_pages(ids, code)
        if any(key not in texts or texts[key].locale.language_code != code for key in ids):
            message = _("A text that people are asked about is not published in this language: %(language)s.")
            found.append(Advice("document_language", code, message % {"language": _(name)}))
    return found


def _story(pages: Sequence[Page]) -> list[Advice]:
    """What every page should say; the original is looked at, its translations follow it."""
    if not pages:
        return []
    page = pages[0]
    wanted = (
        ("how_used", _("The page does not say how comments will be used.")),
        ("still_open", _("The page does not say what can still change.")),
        ("already_decided", _("The page does not say what is decided already.")),
        ("who_decides", _("The page does not say who decides, and when.")),
        ("contact", _("The page names nobody whom one could ask.")),
    )
    return [Advice("story", name, message) for name, message in wanted if not getattr(page, name, "")]


def _meetings(consultation: Consultation) -> list[Advice]:
    if Event.objects.filter(consultation=consultation, cancelled_at=None).exists():
        return []
    return [Advice("no_events", "events", _("There is no meeting: people who do not write are not heard."))]
