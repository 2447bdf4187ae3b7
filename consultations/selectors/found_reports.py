"""What the search is told about outcome reports: the page's words and those of the newest frozen record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models.frozen_report import FrozenReport
from consultations.selectors.followed_themes import newest_reports, shown_themes
from consultations.selectors.found_around import Around, Pages, report_public_pages, source_languages
from hub.core.engine.keys import uuids_in
from hub.core.search import SearchDocument
from whitepapers.engine.text import plain_text
from whitepapers.selectors.public_pages import page_for, readers_of, told_in

REPORT = "report"
CHUNK = 2000


class FoundReports:
    """One for each consultation with a published report, and language of it. The key is the consultation's."""

    label = gettext_lazy("Outcome reports")
    label_one = gettext_lazy("Outcome report")
    order = 14

    def keys(self) -> Iterator[str]:
        rows = FrozenReport.objects.order_by("consultation").values_list("consultation", flat=True).distinct()
        return (str(pk) for pk in rows.iterator(chunk_size=CHUNK))

    def documents(self, keys: Sequence[str], language: str) -> list[SearchDocument]:
        """At most ten queries."""
        with translation.override(language):
            pages = report_public_pages(uuids_in(keys))
            around, sources = Around.read(pages), source_languages(pages)
            return [
                found
                for report in newest_reports(pages)
                for found in _told(report, pages, around, sources.get(report.consultation_id, ""), language)
            ]


def _told(report: FrozenReport, reports: Pages, around: Around, source: str, language: str) -> Iterator[SearchDocument]:
    key = report.consultation_id
    pages = reports[key]
    told, shown = told_in(pages), page_for(pages, language)
    readers = readers_of(told, source)
    content = json.loads(report.content)
    day = date_format(timezone.localtime(report.published_at), "DATE_FORMAT")
    for code, page in told.items():
        yield SearchDocument(
            key=str(key),
            language=code,
            title=page.title,
            body="\n".join(words for words in _words(page.page, content, code) if words),
            url=pages[language].url if language in pages else page.url,
            readers=readers[code],
            date=report.published_at,
            notes=(_("No. %(number)s, published %(day)s") % {"number": report.number, "day": day},),
            **around.part_of(key, language, report=shown),
            **around.shared(key, body=report.consultation.owner_body, report=page),
        )


def _words(page: Any, content: Mapping[str, Any], language: str) -> Iterator[str]:
    """What people said is found as their contributions, what they were asked as clauses; neither is told here."""
    yield from (page.summary, page.sentence, plain_text(page.introduction))
    for names in shown_themes(content).values():
        yield from names.get(language, ())
    for answer in content["answers"]:
        yield answer.get("titles", {}).get(language, "")
        yield answer["reasons"].get(language, "")
        yield from (step["texts"].get(language, "") for step in answer.get("next_steps", ()))
    yield from (gap["texts"].get(language, "") for gap in content.get("gaps", ()))
    yield from (plain_text(page.next_steps), plain_text(page.methods))
