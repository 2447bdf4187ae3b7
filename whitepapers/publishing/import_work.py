"""An import step by step: from the uploaded file to a draft page, with a person's corrections and decisions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from whitepapers.engine.imports.draft import Draft
from whitepapers.engine.imports.parsed import ImportRefusedError
from whitepapers.engine.mapping import Links, Pair, propose, rows_of
from whitepapers.engine.mapping_decisions import apply, decisions_from
from whitepapers.models.import_work import ImportWork
from whitepapers.models.pages import DocumentIndexPage, DocumentPage, PolicyDraftPage, WhitePaperPage
from whitepapers.permissions import user_can_add_documents, user_can_rewrite
from whitepapers.publishing.importing import (
    Imported,
    Source,
    create_document,
    free_slug,
    latest_draft,
    read_draft,
    update_document,
)
from whitepapers.selectors.body import Part, parts_of
from whitepapers.selectors.importing import addressable, original_of, preview_parts, units_of
from whitepapers.services.import_work import begin_work, end_work, follow_target, keep_decisions

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@dataclass(frozen=True)
class Mapped:
    """The pairs as they stand, with the parts on both sides by their key."""

    rows: Sequence[Pair]
    old: dict[str, Part]
    new: dict[str, Part]
    links: Links

    @property
    def waiting(self) -> list[Pair]:
        return [row for row in self.rows if row.needs_review]


def libraries() -> list[DocumentIndexPage]:
    return list(DocumentIndexPage.objects.select_related("locale"))


def may_import(user: User) -> bool:
    return user_can_add_documents(user, libraries())


def rewritable_documents(user: User) -> list[DocumentPage]:
    """Originals that this person may edit, by title."""
    pages: list[DocumentPage] = []
    for model in (PolicyDraftPage, WhitePaperPage):
        pages.extend(model.objects.filter(alias_of=None).select_related("locale"))
    groups: dict[Any, list[DocumentPage]] = {}
    for page in pages:
        groups.setdefault(page.translation_key, []).append(page)
    originals = [original_of(group) for group in groups.values()]
    allowed = [page for page in originals if page is not None and user_can_rewrite(user, page)]
    return sorted(allowed, key=lambda page: page.title.casefold())


def begin(
    content: bytes,
    *,
    file_name: str,
    language: str,
    kind: str,
    accepts_changes: bool,
    target: DocumentPage | None,
    owner: User,
    now: datetime,
) -> ImportWork:
    """Reads the file and keeps it with what was read. Raises ImportRefusedError."""
    if target is not None:
        language, kind = target.locale.language_code, target.document_kind
    draft = read_draft(Source(content, accepts_changes), language=language)
    return begin_work(
        owner,
        draft,
        content,
        file_name=file_name,
        kind=kind,
        accepts_changes=accepts_changes,
        target_uuid=target.translation_key if target is not None else None,
        target_sha256=text_fingerprint(latest_draft(target)) if target is not None else "",
        now=now,
    )


def target_of(work: ImportWork) -> DocumentPage | None:
    """The original that becomes another version, as its editors see it; None for a new document or a page that went."""
    if work.target_uuid is None:
        return None
    pages: list[DocumentPage] = []
    for model in (PolicyDraftPage, WhitePaperPage):
        pages.extend(model.objects.filter(translation_key=work.target_uuid).select_related("locale"))
    page = original_of(pages)
    return latest_draft(page) if page is not None else None


def text_fingerprint(page: DocumentPage) -> str:
    """Changes when a clause, its number or its words change."""
    parts = parts_of(page.body, page.locale.language_code)
    told = "\n".join(f"{part.block_id} {part.number} {part.level} {part.heading} {part.sha256}" for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()


def mapped(work: ImportWork, page: DocumentPage, *, actor: User, now: datetime) -> Mapped:
    """The mapping with the decisions so far. What the machine proposes is computed once and kept."""
    fingerprint = text_fingerprint(page)
    if fingerprint != work.target_sha256:
        follow_target(work, fingerprint, actor=actor, now=now)
    old_parts = addressable(parts_of(page.body, page.locale.language_code))
    new_parts = addressable(preview_parts(Draft.from_json(work.draft)))
    old_units, new_units = units_of(old_parts), units_of(new_parts)
    kept = work.decisions.get("proposal")
    if kept:
        links = Links(dict(kept["matched"]), dict(kept["splits"]), dict(kept["mergers"]))
    else:
        links = propose(old_units, new_units)
    scores = {(old, new): score for old, new, score in (kept or {}).get("scores", ())}
    choices = {
        key: value
        for key, value in work.decisions.get("choices", {}).items()
        if _still_stands(key, value, {part.block_id for part in old_parts} | {part.block_id for part in new_parts})
    }
    links = apply(links, decisions_from(choices)) if choices else links
    rows = rows_of(old_units, new_units, links, scores=scores)
    if not kept:
        plain = propose_as_json(links if not choices else propose(old_units, new_units), rows)
        keep_decisions(work, {"choices": choices, "proposal": plain}, actor=actor, now=now)
    return Mapped(rows, {p.block_id: p for p in old_parts}, {p.block_id: p for p in new_parts}, links)


def _still_stands(key: str, value: Sequence[str], present: set[str]) -> bool:
    return key in present and (len(value) < 2 or not value[1] or value[1] in present)


def propose_as_json(links: Links, rows: Sequence[Pair]) -> dict[str, Any]:
    return {
        "matched": links.matched,
        "splits": links.splits,
        "mergers": links.mergers,
        "scores": [[row.old, row.new, row.score] for row in rows if row.continues],
    }


@transaction.atomic
def save(work: ImportWork, *, title: str, actor: User, now: datetime) -> Imported:
    """The draft page, never published. The work is done with then."""
    source = Source(bytes(work.content), work.accepts_changes)
    draft = Draft.from_json(work.draft)
    if work.target_uuid is None:
        if not may_import(actor):
            raise ImportRefusedError(_("You may not add documents."))
        draft = replace(draft, title=title.strip() or draft.title)
        slug = free_slug(draft.title, work.sha256)
        done = create_document(draft, source, kind=work.kind, slug=slug, user=actor, now=now)
    else:
        page = target_of(work)
        if page is None:
            raise ImportRefusedError(_("The document that this was to be a new version of no longer exists."))
        if not user_can_rewrite(actor, page):
            raise ImportRefusedError(_("You may not edit this document, or somebody has locked it."))
        is_stale = text_fingerprint(page) != work.target_sha256
        found = mapped(work, page, actor=actor, now=now)
        if is_stale:
            raise StaleError(_("The document was changed meanwhile; please look at the pairs again."))
        if found.waiting:
            raise ImportRefusedError(_("Some pairs of clauses still need your decision."))
        done = update_document(page, draft, found.rows, source, user=actor, now=now)
    end_work(work, actor=actor)
    return done


class StaleError(ImportRefusedError):
    """Decisions were about a text that is no longer there."""
