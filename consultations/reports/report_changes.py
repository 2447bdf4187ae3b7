"""What became of the texts after people were asked: the version asked about beside the newest one.

Versions never change and causes are read from published answers, so this part of a report follows the documents: it
is the one that fills when the new text comes out after the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.enums import Decision
from consultations.reports.report_rows import ReportRow, ReportRows
from consultations.reports.report_words import ReportWords
from whitepapers.selectors import compare_page, latest_versions

# A redline longer than this is read on the page that compares the versions.
MOST_SHOWN = 40
UNCHANGING = (Decision.NOT_ACCEPTED, Decision.OUT_OF_SCOPE, Decision.ALREADY_COVERED)


@dataclass(frozen=True)
class DocumentChanges:
    """One document: what differs between the version that people were asked about and the newest."""

    title: str
    asked: int
    newest: int
    compare_url: str
    shown: Sequence[Any]  # ShownChange of whitepapers.selectors
    more: int

    @property
    def is_changed(self) -> bool:
        return self.newest > self.asked


def changes_of(content: Mapping[str, Any], words: ReportWords) -> list[DocumentChanges]:
    """A constant number of queries for each document, whatever it holds."""
    versions = {UUID(row["document"]): row["version"] for row in content["documents"]}
    newest = latest_versions(versions)
    return [
        _changes(words.pages[document], words.document_url(document), asked, newest[document].number)
        for document, asked in versions.items()
        if document in words.pages and document in newest
    ]


def unchanged_because(rows: ReportRows) -> list[ReportRow]:
    """Answers that say no, or that the text says so already: what people asked for and did not get."""
    return [
        row
        for row in (*rows.clauses, *rows.themes, *rows.chosen)
        if row.answer is not None and row.answer.decision in UNCHANGING
    ]


def _changes(page: Any, url: str, asked: int, newest: int) -> DocumentChanges:
    compared = compare_page(page, asked, newest, url=url) if newest > asked else None
    # Headings and notes follow the clauses; people were asked about clauses.
    changed = [one for one in compared.changed if one.change.is_clause and not one.only_translated] if compared else []
    return DocumentChanges(
        title=page.title,
        asked=asked,
        newest=newest,
        compare_url=f"{url}compare/{asked}/{newest}/" if newest > asked else "",
        shown=changed[:MOST_SHOWN],
        more=max(0, len(changed) - MOST_SHOWN),
    )
