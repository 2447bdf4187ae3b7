"""What stands in a document page, clause by clause, as the import command tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from whitepapers.engine.eids import clause_uuid
from whitepapers.selectors.body import parts_of
from whitepapers.selectors.clauses import clauses_by_block
from whitepapers.selectors.documents import latest_version
from whitepapers.selectors.importing import addressable, eids_of, imported_clauses


@dataclass(frozen=True)
class ImportedReport:
    """`version` is None before the first publication."""

    document_uuid: UUID
    version: int | None
    clauses: list[dict[str, Any]]

    def uuid_of(self, block_id: str | None) -> str | None:
        return None if block_id is None else str(clause_uuid(self.document_uuid, block_id))


def imported_clauses_report(page: Any) -> ImportedReport:
    """The clauses of the page as it stands in memory, with the identity that publication gives or has given them."""
    document_uuid = page.translation_key
    parts = parts_of(page.body, page.locale.language_code)
    clauses, imported = clauses_by_block(document_uuid), imported_clauses(document_uuid)
    eids = eids_of(parts, clauses, imported)
    version = latest_version(document_uuid)
    rows = [
        {
            "uuid": str(clause_uuid(document_uuid, part.block_id)),
            "eid": eids[part.block_id],
            "number": part.number,
            "heading": part.heading,
            "source_id": imported[part.block_id].source_id if part.block_id in imported else "",
            "level": part.level,
            "parent": str(clause_uuid(document_uuid, part.parent_block)) if part.parent_block else None,
            "sha256": part.sha256,
            "text": part.text,
            "kind": str(part.kind),
        }
        for part in addressable(parts)
    ]
    return ImportedReport(document_uuid, version.number if version else None, rows)
