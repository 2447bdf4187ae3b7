"""After which writes the search is told of documents and clauses anew.

Publication is told by the service that takes the version: texts are written in bulk. Pages that are moved, restricted
or put under another topic the search sees for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from hub.core.search import SearchTrigger
from whitepapers.models.clause import Clause
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors.following import CLAUSE, DOCUMENT


def keys_of_documents(document_ids: Iterable[UUID]) -> Iterator[tuple[str, str]]:
    """The documents and all clauses that they ever had: one that is retired or is a heading now has to go."""
    documents = Document.objects.filter(pk__in=list(document_ids)).values_list("pk", flat=True)
    known = list(documents)
    yield from ((DOCUMENT, str(key)) for key in known)
    yield from ((CLAUSE, key) for key in clause_keys(known))


def clause_keys(document_ids: Iterable[UUID]) -> Iterator[str]:
    clauses = Clause.objects.filter(document__in=list(document_ids)).order_by().values_list("pk", flat=True)
    return (str(key) for key in clauses.iterator(chunk_size=2000))


def _triggers() -> dict[str, tuple[Any, Any]]:
    return {
        "document": (Document, lambda row: [(DOCUMENT, str(row.pk))]),
        "version": (DocumentVersion, lambda row: [(DOCUMENT, str(row.document_id))]),
        "clause": (Clause, lambda row: [(CLAUSE, str(row.pk))]),
    }


TRIGGERS = {f"whitepapers {name}": SearchTrigger(model, keys) for name, (model, keys) in _triggers().items()}
