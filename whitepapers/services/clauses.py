"""Mints clauses for the blocks of a document, keeps their place, retires those that the original drops."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wagtail_localize.models import TranslationSource

from hub.audit.services import Decision, record_many
from whitepapers.engine.eids import clause_uuid
from whitepapers.models.clause import Clause
from whitepapers.models.document import Document
from whitepapers.selectors.body import Part
from whitepapers.selectors.clauses import clauses_by_block
from whitepapers.selectors.importing import eids_of, imported_clauses

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def ensure_document(page: Any, *, now: datetime) -> Document:
    """The page's document, locked until the end of the transaction."""
    document, _ = Document.objects.select_for_update().get_or_create(
        pk=page.translation_key,
        defaults={"kind": page.document_kind, "source_language": _source_language(page), "created_at": now},
    )
    return document


def _source_language(page: Any) -> str:
    """The language that the page was first submitted for translation from; its own when it never was."""
    source = (
        TranslationSource.objects.filter(object_id=page.translation_key)
        .order_by("created_at")
        .select_related("locale")
        .first()
    )
    return source.locale.language_code if source else page.locale.language_code


def mint_clauses(document: Document, parts: Sequence[Part], *, may_mint: bool = True) -> dict[str, Clause]:
    """Clauses by block id, new ones included. Addresses already given are never computed anew."""
    clauses = clauses_by_block(document.pk)
    new = [part for part in parts if part.block_id not in clauses]
    if not new or not may_mint:
        return clauses
    imported = imported_clauses(document.pk)
    eids = eids_of(parts, clauses, imported)
    for part in new:
        clauses[part.block_id] = Clause(
            uuid=clause_uuid(document.pk, part.block_id),
            document=document,
            block_id=part.block_id,
            eid=eids[part.block_id],
            source_id=imported[part.block_id].source_id if part.block_id in imported else "",
            kind=part.kind,
            number=part.number,
            level=part.level,
            parent=clauses[part.parent_block] if part.parent_block else None,
            order=part.order,
        )
    Clause.objects.bulk_create(clauses[part.block_id] for part in new)
    return clauses


def settle_clauses(
    document: Document, parts: Sequence[Part], clauses: dict[str, Clause], *, actor: User | None, now: datetime
) -> None:
    """Brings number, place and retirement of all clauses in line with the original. Only its publication calls this."""
    decisions = []
    moved = []
    present = {part.block_id for part in parts}
    for part in parts:
        clause = clauses[part.block_id]
        parent_id = clauses[part.parent_block].pk if part.parent_block else None
        told = (clause.number, clause.level, clause.order, clause.parent_id, clause.kind, clause.retired_at)
        if clause.retired_at is not None:
            decisions.append(Decision("clause.restored", "whitepapers.clause", clause.pk))
        if told != (part.number, part.level, part.order, parent_id, part.kind, None):
            clause.number, clause.level, clause.order = part.number, part.level, part.order
            clause.parent_id, clause.kind, clause.retired_at = parent_id, part.kind, None
            moved.append(clause)
    for block_id, clause in clauses.items():
        if block_id not in present and clause.retired_at is None:
            clause.retired_at = now
            moved.append(clause)
            decisions.append(Decision("clause.retired", "whitepapers.clause", clause.pk))
    Clause.objects.bulk_update(moved, ["number", "level", "order", "parent", "kind", "retired_at"], batch_size=200)
    record_many(decisions, actor=actor, now=now)
