"""What followers of a consultation see and are told, in the active language, for many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.models.outcome import Outcome
from consultations.phases import CLOSING_SOON, is_open, schedule_of
from consultations.selectors.followed_themes import THEME, theme_answers
from consultations.selectors.outcomes import published_outcomes
from consultations.selectors.pages import consultation_pages, public_consultations, report_pages
from consultations.selectors.subjects import describe
from hub.core.engine.keys import uuids_in
from hub.core.registries import FollowSubject
from whitepapers.selectors.following import CLAUSE

CONSULTATION = "consultation"
# A report may answer every clause; the letter tells this many that the reader follows.
ANSWERS_IN_LETTER = 20


def consultation_subjects(keys: Sequence[str]) -> dict[str, FollowSubject]:
    language = _language()
    return {
        str(key): FollowSubject(
            key=str(key),
            title=page.title,
            url=page.get_url() or "",
            language="" if page.locale.language_code == language else page.locale.language_code,
            calendar_url=f"{page.get_url() or ''}calendar.ics",
        )
        for key, page in consultation_pages(uuids_in(keys), language).items()
    }


def lately_opened(now: datetime, since: datetime) -> list[Consultation]:
    return list(public_consultations().open(now).filter(opens_at__gt=since))


def closing_soon(now: datetime) -> list[Consultation]:
    """Open, with only the last days left; where there never were more, that it opened has said so already."""
    soon = public_consultations().open(now).filter(closes_at__lte=now + CLOSING_SOON)
    return [one for one in soon if one.opens_at < one.closes_at - CLOSING_SOON]


def answered_clauses(report: FrozenReport) -> set[UUID]:
    """Clauses whose answer became public with this report."""
    answers = Outcome.objects.filter(
        clause_thread__consultation=report.consultation_id, published_at=report.published_at
    )
    return set(answers.exclude(clause_thread__clause=None).values_list("clause_thread__clause", flat=True))


def report_of(payload: Mapping[str, Any]) -> FrozenReport:
    return FrozenReport.objects.get(pk=payload["report"])


def phase_letter(payload: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """That a consultation opens or closes soon; None once it is not open (any more)."""
    consultation = public_consultations().filter(pk=payload["consultation"]).first()
    if consultation is None or not is_open(schedule_of(consultation), now):
        return None
    page = consultation_pages([consultation.pk], _language())[consultation.pk]
    return {
        "title": page.title,
        "url": settings.PUBLIC_URL + (page.get_url() or ""),
        "until": date_format(timezone.localtime(consultation.closes_at), "DATETIME_FORMAT"),
    }


def report_letter(
    payload: Mapping[str, Any], followed: Mapping[str, Collection[str]], now: datetime
) -> dict[str, Any] | None:
    report = report_of(payload)
    page = consultation_pages([report.consultation_id], _language()).get(report.consultation_id)
    report_page = report_pages([report.consultation_id], _language()).get(report.consultation_id)
    if page is None or report_page is None:
        return None
    return {
        "title": page.title,
        "url": settings.PUBLIC_URL + (report_page.get_url() or ""),
        "answers": [
            *_answers(report, followed.get(CLAUSE, ()), now),
            *theme_answers(report, sorted(followed.get(THEME, ()))[:ANSWERS_IN_LETTER]),
        ],
    }


def _answers(report: FrozenReport, clauses: Iterable[str], now: datetime) -> list[dict[str, str]]:
    wanted = uuids_in(sorted(clauses)[:ANSWERS_IN_LETTER])
    answers = Outcome.objects.filter(
        clause_thread__consultation=report.consultation_id,
        clause_thread__clause__in=wanted,
        published_at=report.published_at,
    )
    threads = list(answers.values_list("clause_thread__thread", flat=True))
    subjects, outcomes = describe(threads, now), published_outcomes(threads)
    return [
        {
            "clause": subjects[thread].title,
            "decision": outcomes[thread].decision_label,
            "reason": outcomes[thread].reason,
            "url": settings.PUBLIC_URL + outcomes[thread].url,
        }
        for thread in threads
        if thread in subjects and thread in outcomes
    ]


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
