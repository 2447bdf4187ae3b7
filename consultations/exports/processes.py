"""Consultations as the pages of open data list them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from consultations.enums import PhaseKind
from consultations.exports.report_figures import report_record_url
from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.phases import phase_at, schedule_of
from consultations.selectors.open_data import open_consultation, open_consultations, row_counts
from consultations.selectors.pages import consultation_pages, report_pages
from hub.core.datasets import OpenFile, OpenProcess

_TAGS = {PhaseKind.ANNOUNCED: "announced", PhaseKind.OPEN: "open", PhaseKind.ANALYSIS: "closed"}


class OpenConsultations:
    """Public ones: those with a page that anybody may read."""

    label = gettext_lazy("Consultations")

    def listed(self, language: str) -> Sequence[OpenProcess]:
        return _Listed(language)

    def find(self, slug: str, language: str) -> OpenProcess | None:
        consultation = open_consultation(slug)
        return _described([consultation], language)[0] if consultation else None

    def source(self, slug: str) -> Consultation | None:
        return open_consultation(slug)


class _Listed(Sequence[OpenProcess]):
    def __init__(self, language: str) -> None:
        self._language = language
        self._rows = open_consultations()

    def __len__(self) -> int:
        return self._rows.count()

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return _described(list(self._rows[index]), self._language)
        return self[index : index + 1][0]


def _described(consultations: Sequence[Consultation], language: str) -> list[OpenProcess]:
    """Sixteen queries for any number of consultations."""
    ids = [one.pk for one in consultations]
    pages, reports = consultation_pages(ids, language), _reports(consultations, language)
    counts = row_counts(consultations, list(reports))
    return [_process(one, pages[one.pk], counts[one.pk], reports.get(one.pk, [])) for one in consultations]


def _process(consultation: Consultation, page: Page, counts: dict[str, int], files: Sequence[OpenFile]) -> OpenProcess:
    phase = phase_at(schedule_of(consultation), timezone.now())
    records: dict[str, int | None] = {**counts, "annotations": None}
    if files:
        records |= {"themes": None, "report-figures": None, "turnout": None}
    return OpenProcess(
        slug=consultation.slug,
        title=page.title,
        language=page.locale.language_code,
        url=page.get_url() or "",
        state_kind=_TAGS.get(phase, "accepted"),
        state_label=str(phase.label),
        starts_at=consultation.opens_at,
        ends_at=consultation.closes_at,
        source=consultation,
        records=records,
        files=files,
    )


def _reports(consultations: Sequence[Consultation], language: str) -> dict[UUID, list[OpenFile]]:
    public = report_pages([one.pk for one in consultations], language)
    slugs = {one.pk: one.slug for one in consultations}
    found: dict[UUID, list[OpenFile]] = {}
    rows = FrozenReport.objects.filter(consultation__in=list(public)).order_by("number")
    for pk, number, sha256 in rows.values_list("consultation", "number", "sha256"):
        label = _("Frozen report no. %(number)s (JSON)") % {"number": number}
        found.setdefault(pk, []).append(OpenFile(label, report_record_url(slugs[pk], number), sha256))
    return found
