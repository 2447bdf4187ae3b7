"""Reads for imports: what a draft will look like as a page, which page a file belongs to, what was imported before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from wagtail.blocks import StreamValue
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from whitepapers.blocks import DocumentBodyBlock
from whitepapers.engine.eids import mint
from whitepapers.engine.imports.draft import Draft, DraftPart, block_value
from whitepapers.engine.imports.own_blocks import attached_id
from whitepapers.engine.mapping import Unit
from whitepapers.enums import PartKind
from whitepapers.models.clause import Clause
from whitepapers.models.document import Document
from whitepapers.models.import_record import ImportedClause, ImportRecord
from whitepapers.selectors.body import Part, parts_of

Block = dict[str, Any]


def blocks_of(
    draft: Draft,
    block_ids: Mapping[str, str],
    *,
    came_from: Mapping[str, Sequence[str]] | None = None,
    summaries: Mapping[str, str] | None = None,
    images: Mapping[str, int] | None = None,
) -> list[Block]:
    """The raw blocks of the body. `block_ids`, `came_from` and `summaries` go by a part's key, `images` by its file."""
    blocks: list[Block] = []
    for part in draft.parts:
        block_id = block_ids[part.key]
        value = block_value(draft, part)
        if part.kind != PartKind.NOTE:
            value["came_from"] = ",".join((came_from or {}).get(part.key, ()))
        if part.kind == PartKind.CLAUSE:
            value["summary"] = (summaries or {}).get(part.key, "")
        blocks.append({"type": part.kind, "value": value, "id": block_id})
        blocks.extend(_attached(part, block_id, images))
    return blocks


def _attached(part: DraftPart, block_id: str, images: Mapping[str, int] | None) -> Iterable[Block]:
    counts: dict[str, int] = {}
    for one in part.attached:
        kind, value = one["type"], one["value"]
        counts[kind] = counts.get(kind, 0) + 1
        if kind == "figure":
            if images is not None and value["media"] not in images:
                continue
            value = {
                "image": (images or {}).get(value["media"]),
                "alt_text": value["alt"],
                "is_decorative": False,
                "caption": value["caption"],
            }
        yield {"type": kind, "value": value, "id": attached_id(block_id, kind, counts[kind])}


def preview_parts(draft: Draft) -> list[Part]:
    """The draft as the page will be read; a part's `block_id` is its key in the draft."""
    return parts_of_blocks(blocks_of(draft, {part.key: part.key for part in draft.parts}), draft.language)


def parts_of_blocks(blocks: Sequence[Block], language: str) -> list[Part]:
    return parts_of(StreamValue(DocumentBodyBlock(), list(blocks), is_lazy=True), language)


def addressable(parts: Sequence[Part]) -> list[Part]:
    """What an import counts and maps: headings and clauses, not explanatory notes."""
    return [part for part in parts if part.kind != PartKind.NOTE]


def units_of(parts: Sequence[Part]) -> list[Unit]:
    """Parts as the mapping sees them, each with everything below it."""
    shown = addressable(parts)
    children: dict[str | None, list[Part]] = {}
    for part in shown:
        children.setdefault(part.parent_block, []).append(part)
    whole: dict[str, str] = {}
    below: dict[str, str] = {}
    for part in reversed(shown):
        lower = children.get(part.block_id, [])
        whole[part.block_id] = " ".join(
            filter(None, [part.heading, part.text, *(whole[child.block_id] for child in lower)])
        )
        below[part.block_id] = " ".join(filter(None, [part.text, *(below[child.block_id] for child in lower)]))
    return [
        Unit(
            part.block_id,
            part.number,
            part.heading,
            part.text,
            whole[part.block_id],
            part.parent_block,
            below[part.block_id],
        )
        for part in shown
    ]


def eids_of(
    parts: Sequence[Part], clauses: Mapping[str, Clause], imported: Mapping[str, ImportedClause]
) -> dict[str, str]:
    """The address of every part: given already, or given by the imported file, or the one it will get."""
    known = {block_id: clause.eid for block_id, clause in clauses.items()}
    for block_id, row in imported.items():
        known.setdefault(block_id, row.eid)
    minted = mint(
        [part.block_id for part in parts],
        [part.kind for part in parts],
        [part.place for part in parts],
        known=known,
        taken=set(known.values()),
    )
    return {part.block_id: known.get(part.block_id) or minted[part.block_id] for part in parts}


def imported_clauses(document_uuid: UUID) -> dict[str, ImportedClause]:
    """What imported files called the blocks of a document, by block id."""
    return {row.block_id: row for row in ImportedClause.objects.filter(document_uuid=document_uuid)}


def latest_import(document_uuid: UUID) -> ImportRecord | None:
    return ImportRecord.objects.filter(document_uuid=document_uuid).order_by("-pk").first()


def was_imported(document_uuid: UUID, sha256: str, *, accepts_changes: bool) -> bool:
    return ImportRecord.objects.filter(
        document_uuid=document_uuid, sha256=sha256, accepts_changes=accepts_changes
    ).exists()


def pages_called(slug: str) -> list[Page]:
    """Pages of the library with this name, in all languages."""
    pages = Page.objects.filter(slug=slug).select_related("locale", "content_type").specific()
    return [page for page in pages if hasattr(page, "document_kind")]


def original_of(pages: Sequence[Page]) -> Page | None:
    """The page that the others translate."""
    if not pages:
        return None
    document = Document.objects.filter(pk=pages[0].translation_key).first()
    if document is not None:
        language = document.source_language
    else:
        source = (
            TranslationSource.objects.filter(object_id=pages[0].translation_key)
            .order_by("created_at")
            .select_related("locale")
            .first()
        )
        language = source.locale.language_code if source else ""
    written = [page for page in pages if page.alias_of_id is None] or list(pages)
    return next((page for page in written if page.locale.language_code == language), written[0])
