"""Consultations as lists show them: the home page, the section page. A list costs the same at one row and at fifty."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import translation

from consultations.enums import PhaseKind
from consultations.models.consultation import Consultation, ConsultationQuerySet
from consultations.phases import CLOSING_SOON, phase_at, schedule_of
from consultations.selectors.pages import (
    consultation_pages,
    consultations_of_pages,
    public_consultations,
    report_pages,
)
from consultations.selectors.rounds import live_counts

LISTED_ON_HOME = 6
# Filters of the section page; the values stand in its address.
LIST_FILTERS = ("open", "coming", "being-answered", "answered")


@dataclass(frozen=True)
class ConsultationCard:
    """One consultation in a list."""

    uuid: UUID
    title: str
    url: str
    lede: str
    language: str  # of title and lede; another than the reader's where there is no translation
    phase: PhaseKind
    opens_at: datetime
    closes_at: datetime
    answer_due_at: datetime
    answered_at: datetime | None
    comments: int
    clauses_with_comments: int
    report_url: str
    is_late: bool

    @property
    def phase_label(self) -> str:
        return str(self.phase.label)

    @property
    def is_open(self) -> bool:
        return self.phase is PhaseKind.OPEN


def open_now(now: datetime, language: str, limit: int = LISTED_ON_HOME) -> list[ConsultationCard]:
    """Open ones, the one that closes first on top."""
    return cards(public_consultations().open(now).order_by("closes_at", "slug")[:limit], now, language)


def closing_soon(now: datetime, language: str, limit: int = LISTED_ON_HOME) -> list[ConsultationCard]:
    """Open ones that close within a week."""
    soon = public_consultations().open(now).filter(closes_at__lte=now + CLOSING_SOON)
    return cards(soon.order_by("closes_at", "slug")[:limit], now, language)


def decided_lately(now: datetime, language: str, limit: int = LISTED_ON_HOME) -> list[ConsultationCard]:
    """Those with a published report, newest first."""
    return cards(public_consultations().answered(now).order_by("-answered_at", "slug")[:limit], now, language)


def listed(filter_name: str, now: datetime) -> ConsultationQuerySet:
    """Consultations of the section page in the order that helps: what closes first, what opens next, what is new."""
    found = public_consultations()
    if filter_name == "open":
        return found.open(now).order_by("closes_at", "slug")
    if filter_name == "coming":
        return found.announced(now).order_by("opens_at", "slug")
    if filter_name == "being-answered":
        return found.unanswered(now).order_by("answer_due_at", "slug")
    if filter_name == "answered":
        return found.answered(now).order_by("-answered_at", "slug")
    return found.order_by("-opens_at", "slug")


def cards_of_pages(pages: Collection[UUID], now: datetime, language: str) -> list[ConsultationCard]:
    """Of the consultations whose pages have these translation keys."""
    return cards(public_consultations().filter(pk__in=consultations_of_pages(pages)), now, language)


def filter_counts(now: datetime) -> dict[str, int]:
    """Keys as templates can read them."""
    return {name.replace("-", "_"): listed(name, now).count() for name in LIST_FILTERS}


def cards(consultations: Iterable[Consultation], now: datetime, language: str | None = None) -> list[ConsultationCard]:
    """Turns records into cards with a constant number of queries."""
    rows = list(consultations)
    if not rows:
        return []
    language = language or translation.get_language() or "en"
    ids = [row.pk for row in rows]
    pages = consultation_pages(ids, language)
    counts = live_counts(ids)
    reports = report_pages(ids, language)
    found = []
    for row in rows:
        page = pages.get(row.pk)
        if page is None:
            continue
        phase = phase_at(schedule_of(row), now)
        report = reports.get(row.pk)
        published, clauses = counts.get(row.pk, (0, 0))
        found.append(
            ConsultationCard(
                uuid=row.pk,
                title=page.title,
                url=page.get_url() or "",
                lede=getattr(page, "summary", ""),
                language=page.locale.language_code,
                phase=phase,
                opens_at=row.opens_at,
                closes_at=row.closes_at,
                answer_due_at=row.answer_due_at,
                answered_at=row.answered_at,
                comments=published,
                clauses_with_comments=clauses,
                report_url=(report.get_url() or "") if report else "",
                is_late=phase is PhaseKind.ANALYSIS and now >= row.answer_due_at,
            )
        )
    return found
