"""Reads. Other apps import from here."""

from whitepapers.selectors.body import Part, parts_of
from whitepapers.selectors.clause_history import clause_history, versions_that_changed
from whitepapers.selectors.clause_page import ClausePage, clause_page
from whitepapers.selectors.clauses import (
    clause_by_eid,
    clause_text,
    clause_texts,
    clauses_by_block,
    clauses_of,
    lagging_clauses,
    languages_of,
    texts_of,
)
from whitepapers.selectors.compare_page import compare_page, version_list
from whitepapers.selectors.comparing import Comparison, compare
from whitepapers.selectors.documents import (
    document_of,
    document_page,
    document_pages,
    filtered_library,
    latest_version,
    latest_versions,
    library,
    original_page,
    published_documents,
    version_numbered,
    versions_of,
)
from whitepapers.selectors.keeping import comes_into_view, kept_pages, standing_pages, stays_public, withdrawn_at
from whitepapers.selectors.reading import Reading, frozen_reading, reading_of
from whitepapers.selectors.reading_parts import ReadingPart

__all__ = [
    "ClausePage",
    "Comparison",
    "Part",
    "Reading",
    "ReadingPart",
    "clause_by_eid",
    "clause_history",
    "clause_page",
    "clause_text",
    "clause_texts",
    "clauses_by_block",
    "clauses_of",
    "comes_into_view",
    "compare",
    "compare_page",
    "document_of",
    "document_page",
    "document_pages",
    "filtered_library",
    "frozen_reading",
    "kept_pages",
    "lagging_clauses",
    "languages_of",
    "latest_version",
    "latest_versions",
    "library",
    "original_page",
    "parts_of",
    "published_documents",
    "reading_of",
    "standing_pages",
    "stays_public",
    "texts_of",
    "version_list",
    "version_numbered",
    "versions_of",
    "versions_that_changed",
    "withdrawn_at",
]
