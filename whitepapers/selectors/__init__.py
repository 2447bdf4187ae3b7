"""Reads. Other apps import from here."""

from whitepapers.selectors.body import Part, parts_of
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
from whitepapers.selectors.documents import (
    document_of,
    document_page,
    document_pages,
    latest_version,
    latest_versions,
    library,
    original_page,
    published_documents,
    version_numbered,
    versions_of,
)
from whitepapers.selectors.reading import Reading, ReadingPart, frozen_reading, reading_of

__all__ = [
    "ClausePage",
    "Part",
    "Reading",
    "ReadingPart",
    "clause_by_eid",
    "clause_page",
    "clause_text",
    "clause_texts",
    "clauses_by_block",
    "clauses_of",
    "document_of",
    "document_page",
    "document_pages",
    "frozen_reading",
    "lagging_clauses",
    "languages_of",
    "latest_version",
    "latest_versions",
    "library",
    "original_page",
    "parts_of",
    "published_documents",
    "reading_of",
    "texts_of",
    "version_numbered",
    "versions_of",
]
