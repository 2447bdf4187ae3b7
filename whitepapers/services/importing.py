"""Writes what an import leaves beside the page: the file's fingerprint, and the addresses that the file gave."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from whitepapers.engine.eids import is_free_for_addresses
from whitepapers.engine.imports.draft import Draft, DraftPart
from whitepapers.models.clause import Clause
from whitepapers.models.import_record import ImportedClause, ImportRecord
from whitepapers.selectors.importing import imported_clauses

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def record_import(
    document_uuid: UUID,
    *,
    sha256: str,
    language: str,
    accepts_changes: bool,
    clauses: int,
    user: User | None,
    now: datetime,
) -> ImportRecord:
    return ImportRecord.objects.create(
        document_uuid=document_uuid,
        sha256=sha256,
        language=language,
        accepts_changes=accepts_changes,
        clauses=clauses,
        imported_at=now,
        imported_by=user if user is not None and user.is_authenticated else None,
    )


def give_addresses(
    document_uuid: UUID, draft: Draft, block_ids: Mapping[str, str], *, continuing: Collection[str] = ()
) -> None:
    """Keeps the file's own names. A clause that goes on keeps its address and takes the file's name for it;
    a new one gets the file's address where no other clause of the document ever had it.
    """
    clauses = {clause.block_id: clause.eid for clause in Clause.objects.filter(document_id=document_uuid)}
    known = imported_clauses(document_uuid)
    taken = set(clauses.values()) | {row.eid for row in known.values()}
    new, changed = [], []
    for part in draft.parts:
        block_id = block_ids[part.key]
        row = known.get(block_id)
        if row is not None:
            row.source_id, row.source_kind = part.source_id, part.source_kind
            changed.append(row)
            continue
        eid = clauses.get(block_id) if part.key in continuing else _free_address(part, taken)
        if not eid:
            continue
        taken.add(eid)
        new.append(ImportedClause(document_uuid=document_uuid, block_id=block_id, eid=eid, **_names(part)))
    ImportedClause.objects.bulk_create(new)
    ImportedClause.objects.bulk_update(changed, ["source_id", "source_kind"], batch_size=200)


def _names(part: DraftPart) -> dict[str, Any]:
    return {"source_id": part.source_id, "source_kind": part.source_kind}


def _free_address(part: DraftPart, taken: Collection[str]) -> str:
    """ "" when the file gave none: the hub mints one at publication."""
    eid, copy = part.eid, 1
    if not is_free_for_addresses(eid):
        eid = ""
    while eid and eid in taken:
        copy += 1
        eid = f"{part.eid[:245]}-{copy}"
    return eid
