"""Opens a consultation on published documents and makes its page in each language that the first one has."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from wagtail.models import Page

from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.models.pages import ConsultationPage
from consultations.phases import Dates, phase_at, schedule_of
from consultations.publishing import publish_consultation_pages
from consultations.reports.advice import advice_on
from consultations.services.errors import ConsultationError
from consultations.services.opening import open_consultation
from hub.core.management.json_command import JsonCommand, Refusal
from whitepapers.models.document import Document
from whitepapers.selectors import published_documents


class Command(JsonCommand):
    help = "Opens a consultation on a published document; without dates it opens now, for 12 weeks."

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--document", action="append", required=True, metavar="SLUG", help="may be repeated")
        parser.add_argument("--slug", default="", help="of the consultation; the document's if left out")
        parser.add_argument("--title", default="", help="in the document's own language; the document's if left out")
        parser.add_argument("--opens", default="", metavar="ISO", help="date and time; a date alone starts the day")
        parser.add_argument("--closes", default="", metavar="ISO", help="date and time; a date alone is that midnight")

    def perform(self, **options: Any) -> Mapping[str, Any]:
        now = timezone.now()
        documents = [_document(slug) for slug in options["document"]]
        slug = options["slug"] or options["document"][0]
        dates = Dates(_moment(options["opens"], "--opens"), _moment(options["closes"], "--closes"))
        known = Consultation.objects.filter(slug=slug).first()
        if known is not None:
            _require_same(known, documents, dates, options["title"])
            return _result(known, now)
        if ConsultationPage.objects.filter(slug=slug).exists():
            raise Refusal("another page has this name", where="--slug")
        try:
            consultation = open_consultation(slug, documents, dates=dates, actor=None, now=now)
            publish_consultation_pages(consultation, documents, title=options["title"], actor=None)
        except ConsultationError as error:
            raise Refusal(error.message, where=error.where) from error
        return _result(consultation, now)


def _document(slug: str) -> Document:
    keys = Page.objects.filter(slug=slug).values_list("translation_key", flat=True)
    # A draft elsewhere may have the same slug: the published one is meant.
    document = published_documents().filter(pk__in=list(keys)).first()
    if document is not None:
        return document
    if Document.objects.filter(pk__in=list(keys)).exists():
        raise Refusal(f"the document {slug!r} must be published first", where="--document")
    raise Refusal(f"there is no published document called {slug!r}", where="--document")


def _moment(text: str, option: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text)) is not None:
            moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - made aware below
    except ValueError:
        moment = None
    if moment is None:
        raise Refusal(f"{text!r} is not a date and time such as 2026-12-15T23:59", where=option)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _require_same(known: Consultation, documents: Sequence[Document], dates: Dates, title: str) -> None:
    """What is asked for must be what exists; a different wish under the same name is refused."""
    rows = ConsultationDocument.objects.filter(consultation=known)
    if {row.document_id for row in rows} != {document.pk for document in documents}:
        raise Refusal("a consultation of this name exists, on other documents", where="--slug")
    for option, wanted, is_so in (
        ("--opens", dates.opens_at, known.opens_at),
        ("--closes", dates.closes_at, known.closes_at),
    ):
        if wanted is not None and wanted != is_so:
            raise Refusal(f"a consultation of this name exists, with {is_so.isoformat()}", where=option)
    if title and not known.pages.filter(title=title).exists():
        raise Refusal("a consultation of this name exists, with another title", where="--title")


def _result(consultation: Consultation, now: datetime) -> Mapping[str, Any]:
    rows = ConsultationDocument.objects.filter(consultation=consultation)
    slugs = dict(
        Page.objects.filter(translation_key__in=[row.document_id for row in rows]).values_list(
            "translation_key", "slug"
        )
    )
    return {
        "slug": consultation.slug,
        "documents": [{"page": slugs.get(row.document_id, ""), "version": row.version_number} for row in rows],
        "phase": phase_at(schedule_of(consultation), now).value,
        "opens_at": consultation.opens_at.isoformat(),
        "closes_at": consultation.closes_at.isoformat(),
        "answer_due_at": consultation.answer_due_at.isoformat(),
        "warnings": [{"where": one.where, "message": one.message} for one in advice_on(consultation, now)],
    }
