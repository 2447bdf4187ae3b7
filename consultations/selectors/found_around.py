"""What everything that is found in a consultation has in common: its pages, its process, its headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.models.consultation import Consultation, ConsultationDocument
from consultations.selectors.pages import pages_in_all_languages, reports_in_all_languages
from consultations.selectors.stages import process_key
from hub.core.search import Heading
from whitepapers.selectors.headings import NONE, PageHeadings, headings_of
from whitepapers.selectors.public_pages import (
    PublicPage,
    by_language,
    in_all_languages,
    page_for,
    responsible_heading,
)

Pages = Mapping[UUID, Mapping[str, PublicPage]]


@dataclass(frozen=True)
class Around:
    """Of many consultations; those without a page that can be read have none here."""

    pages: Pages
    headings: Mapping[UUID, PageHeadings]

    @classmethod
    def read(cls, consultation_ids: Iterable[UUID]) -> Around:
        """Four queries."""
        pages = _by_language(pages_in_all_languages(consultation_ids))
        return cls(pages, headings_of(page.key for rows in pages.values() for page in rows.values()))

    def page(self, consultation: UUID, language: str) -> PublicPage | None:
        return page_for(self.pages.get(consultation, {}), language)

    def shared(self, consultation: UUID, *, body: str, report: PublicPage | None = None) -> dict[str, Any]:
        """`body` is typed once for all languages. `report`: what is told stands in it."""
        page = next(iter(self.pages.get(consultation, {}).values()), None)
        headings = self.headings.get(page.key, NONE) if page else NONE
        keys = [one.key for one in (report, page) if one is not None]
        return {
            "process": process_key(consultation) if page else "",
            "pages": tuple(keys),
            "themes": headings.themes,
            "district": headings.district,
            "responsible": responsible_of(body),
        }

    def part_of(self, consultation: UUID, language: str, *, report: PublicPage | None = None) -> dict[str, Any]:
        """Title of the consultation; of the report where only that can be read."""
        page = self.page(consultation, language) or report
        if page is None:
            return {}
        return {"part_of": page.title, "part_of_language": page.title_language}


def report_public_pages(consultation_ids: Iterable[UUID]) -> Pages:
    """Published reports by consultation and language; four queries."""
    return _by_language(reports_in_all_languages(consultation_ids))


def source_languages(consultations: Iterable[UUID | Consultation]) -> dict[UUID, str]:
    """Of the first document of each; one query."""
    rows = ConsultationDocument.objects.filter(consultation__in=list(consultations)).order_by("-order", "-pk")
    return dict(rows.values_list("consultation", "document__source_language"))


def responsible_of(body: str) -> Heading | None:
    return responsible_heading(in_all_languages(body))


def _by_language(pages: Mapping[UUID, Iterable[Any]]) -> dict[UUID, dict[str, PublicPage]]:
    found = {key: by_language(rows) for key, rows in pages.items()}
    return {key: rows for key, rows in found.items() if rows}
