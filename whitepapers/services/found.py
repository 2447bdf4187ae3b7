"""Tells the search that a document says something else, or can be read again."""

from __future__ import annotations

from uuid import UUID

from hub.core.search import search_changed
from whitepapers.selectors.following import CLAUSE, DOCUMENT
from whitepapers.selectors.found_triggers import clause_keys


def tell_search(document_id: UUID, *, with_clauses: bool = True) -> None:
    """The document and all clauses it ever had: those that were just retired have to go. One query at most."""
    search_changed(DOCUMENT, [str(document_id)])
    if with_clauses:
        search_changed(CLAUSE, list(clause_keys([document_id])))
