"""The only code that makes and rewrites document pages from imported files. It goes the way an editor goes: a revision,
and for a publication Wagtail's own, so that a version is taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale

from hub.audit.services import record
from whitepapers.engine.imports.detect import parse_document
from whitepapers.engine.imports.draft import Draft, draft_of
from whitepapers.engine.imports.media import media_of
from whitepapers.engine.imports.own_blocks import with_own_blocks
from whitepapers.engine.imports.parsed import ImportRefusedError, ImportWarning
from whitepapers.engine.mapping import Pair, map_clauses
from whitepapers.enums import DocumentKind, PartKind
from whitepapers.models.pages import DocumentIndexPage, DocumentPage, PolicyDraftPage, WhitePaperPage
from whitepapers.selectors.body import parts_of
from whitepapers.selectors.importing import (
    addressable,
    blocks_of,
    imported_clauses,
    latest_import,
    original_of,
    pages_called,
    preview_parts,
    units_of,
    was_imported,
)
from whitepapers.services.importing import give_addresses, record_import
from whitepapers.services.importing_pictures import save_pictures

if TYPE_CHECKING:
    from hub.accounts.models.user import User

PAGE_OF_KIND: dict[str, type[DocumentPage]] = {
    DocumentKind.POLICY_DRAFT: PolicyDraftPage,
    DocumentKind.WHITE_PAPER: WhitePaperPage,
}


@dataclass(frozen=True)
class Source:
    """A file with the choices that decide what it says."""

    content: bytes
    accepts_changes: bool = True

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Imported:
    """What an import led to. `rows` go by the old and the new block id."""

    page: DocumentPage
    rows: Sequence[Pair] = ()
    warnings: Sequence[ImportWarning] = ()
    is_changed: bool = True


def read_draft(source: Source, *, language: str = "") -> Draft:
    """The file as a draft in one of the hub's languages. Raises ImportRefusedError."""
    draft = draft_of(parse_document(source.content, language=language, accept_changes=source.accepts_changes))
    codes = dict(settings.LANGUAGES)
    if language and language not in codes:
        raise ImportRefusedError(
            _("This hub has no language “%(code)s”; it has %(known)s.") % {"code": language, "known": ", ".join(codes)},
            "--language",
        )
    if draft.language in codes:
        return draft
    chosen = settings.LANGUAGE_CODE
    warnings = draft.warnings
    if draft.language:
        said = _("The file is in “%(code)s”, a language that this hub does not have; it was filed under “%(chosen)s”.")
        warnings = (*warnings, ImportWarning("language", said % {"code": draft.language, "chosen": chosen}))
    return replace(draft, language=chosen, warnings=warnings)


@transaction.atomic
def create_document(
    draft: Draft, source: Source, *, kind: str, slug: str, user: User | None, now: datetime, with_pictures: bool = True
) -> Imported:
    """A new page, as a draft."""
    parent = DocumentIndexPage.objects.filter(locale__language_code=draft.language).first()
    if parent is None:
        said = _("There is no library in the language “%(code)s”.")
        raise ImportRefusedError(said % {"code": draft.language}, "language")
    page = PAGE_OF_KIND[kind](
        title=draft.title or _("Untitled document"),
        slug=slug,
        summary=draft.summary,
        locale=Locale.objects.get(language_code=draft.language),
        owner=user,
        live=False,
    )
    block_ids = {part.key: str(uuid4()) for part in draft.parts}
    images, faults = _pictures(draft, source, user, with_pictures)
    page.body = blocks_of(draft, block_ids, images=images)
    parent.add_child(instance=page)
    give_addresses(page.translation_key, draft, block_ids)
    _finish(page, draft, source, user=user, now=now, is_new=True)
    return Imported(page, (), (*draft.warnings, *faults))


@transaction.atomic
def update_document(
    page: DocumentPage,
    draft: Draft,
    rows: Sequence[Pair],
    source: Source,
    *,
    user: User | None,
    now: datetime,
    with_pictures: bool = True,
) -> Imported:
    """A new text for a page, as a draft over its latest revision. `rows` say which clause goes on as which: `old` is a
    block id of the page, `new` the key of a part of the draft. What was written here and is in no file stays: plain
    summaries, explanatory notes, and what was attached to a clause by hand.
    """
    before = _blocks_with_ids(page)
    block_ids = {part.key: str(uuid4()) for part in draft.parts}
    came_from: dict[str, list[str]] = {}
    summaries: dict[str, str] = {}
    for row in rows:
        if row.new is None or row.old is None:
            continue
        if row.continues:
            block_ids[row.new] = row.old
            value = before[row.old][0]["value"]
            summaries[row.new] = value.get("summary") or ""
            own = [one for one in (value.get("came_from") or "").split(",") if one]
            came_from[row.new] = [*own, *came_from.get(row.new, [])]
        else:
            came_from.setdefault(row.new, []).append(row.old)
    imported = imported_clauses(page.translation_key)
    notes = {row.eid: block_id for block_id, row in imported.items() if row.source_kind == "note"}
    block_ids |= {part.key: notes[part.eid] for part in draft.parts if part.kind == PartKind.NOTE and part.eid in notes}
    images, faults = _pictures(draft, source, user, with_pictures)
    blocks = blocks_of(draft, block_ids, came_from=came_from, summaries=summaries, images=images)
    blocks, lost = with_own_blocks(blocks, before, imported)
    continuing = {row.new for row in rows if row.continues and row.new}
    give_addresses(page.translation_key, draft, block_ids, continuing=continuing)
    page.body = blocks
    _finish(page, draft, source, user=user, now=now, is_new=False)
    real = [replace(row, new=block_ids[row.new] if row.new else None) for row in rows]
    return Imported(page, real, (*draft.warnings, *faults, *lost))


def mapping_of(page: DocumentPage, draft: Draft) -> list[Pair]:
    """Which clause of the draft is which clause of the page as it stands now, its draft included."""
    old = units_of(parts_of(page.body, page.locale.language_code))
    return map_clauses(old, units_of(preview_parts(draft)))


def latest_draft(page: DocumentPage) -> DocumentPage:
    """The page as its editors see it."""
    return page.get_latest_revision_as_object()


def publish(page: DocumentPage, *, user: User | None) -> DocumentPage:
    revision = page.get_latest_revision() or page.save_revision(user=user)
    revision.publish(user=user)
    return page.specific_class.objects.get(pk=page.pk)


def free_slug(title: str, sha256: str) -> str:
    """A name that no page of the library has."""
    base = proposed_slug(title, sha256)
    slug, copy = base, 1
    while pages_called(slug):
        copy += 1
        slug = f"{base}-{copy}"
    return slug


def proposed_slug(title: str, sha256: str) -> str:
    """A title without a Latin letter has no readable address; the file's fingerprint gives one that stays the same."""
    return slugify(title)[:80].strip("-") or f"document-{sha256[:8]}"


def import_document(
    source: Source,
    *,
    slug: str = "",
    update: str = "",
    publishes: bool = False,
    accepts_mapping: bool = False,
    language: str = "",
    kind: str = "",
    with_pictures: bool = True,
    user: User | None = None,
    now: datetime,
) -> Imported:
    """A file becomes a page, or the new text of one. The same bytes again change nothing."""
    if update:
        done = _update(source, update, publishes, accepts_mapping, language, kind, with_pictures, user, now)
    else:
        done = _create(source, slug, language, kind, with_pictures, user, now)
    # A page that is public already may hold an editor's unfinished draft: only an update asks for what waits there.
    waits = not done.page.live or (bool(update) and done.page.has_unpublished_changes)
    if publishes and (done.is_changed or waits):
        done = replace(done, page=publish(done.page, user=user))
    return done


def _create(
    source: Source, slug: str, language: str, kind: str, with_pictures: bool, user: User | None, now: datetime
) -> Imported:
    if slug and slugify(slug) != slug:
        raise ImportRefusedError(_("“%(slug)s” cannot stand in an address.") % {"slug": slug}, "--slug")
    draft = read_draft(source, language=language)
    slug = slug or proposed_slug(draft.title, source.sha256)
    pages = pages_called(slug)
    if not pages:
        return create_document(
            draft,
            source,
            kind=kind or DocumentKind.POLICY_DRAFT,
            slug=slug,
            user=user,
            now=now,
            with_pictures=with_pictures,
        )
    page = original_of(pages)
    if page is None or not was_imported(page.translation_key, source.sha256, accepts_changes=source.accepts_changes):
        raise ImportRefusedError(
            _("A document called “%(slug)s” exists and was made from something else; choose another name or update it.")
            % {"slug": slug},
            "--slug",
        )
    if (language and page.locale.language_code != language) or (kind and page.document_kind != kind):
        raise ImportRefusedError(_("This file was imported before, in another language or as another kind."), "--slug")
    return Imported(page, (), draft.warnings, is_changed=False)


def _update(
    source: Source,
    slug: str,
    publishes: bool,
    accepts_mapping: bool,
    language: str,
    kind: str,
    with_pictures: bool,
    user: User | None,
    now: datetime,
) -> Imported:
    page = original_of(pages_called(slug))
    if page is None:
        raise ImportRefusedError(_("There is no document called “%(slug)s”.") % {"slug": slug}, "--update")
    if kind and page.document_kind != kind:
        raise ImportRefusedError(_("The document is of another kind, and stays what it is."), "--kind")
    if language and language != page.locale.language_code:
        raise ImportRefusedError(
            _("The original is in the language “%(code)s”; a new version must be too.")
            % {"code": page.locale.language_code},
            "--language",
        )
    page = latest_draft(page)
    last = latest_import(page.translation_key)
    if last is not None and (last.sha256, last.accepts_changes) == (source.sha256, source.accepts_changes):
        return Imported(page, _nothing_new(page), is_changed=False)
    draft = read_draft(source, language=page.locale.language_code)
    rows = mapping_of(page, draft)
    waiting = [row for row in rows if row.needs_review]
    if publishes and waiting and not accepts_mapping:
        numbers = {part.key: part.number or part.heading for part in draft.parts}
        first = next((numbers[row.new] for row in waiting if row.new and numbers.get(row.new)), "")
        raise ImportRefusedError(
            _("%(count)d pairs of clauses need a person's decision before publication; the first is “%(first)s”.")
            % {"count": len(waiting), "first": first},
            "mapping",
        )
    return update_document(page, draft, rows, source, user=user, now=now, with_pictures=with_pictures)


def _nothing_new(page: DocumentPage) -> list[Pair]:
    parts = addressable(parts_of(page.body, page.locale.language_code))
    return [Pair(part.block_id, part.block_id, "unchanged", 1.0, False, continues=True) for part in parts]


def _pictures(
    draft: Draft, source: Source, user: User | None, with_pictures: bool
) -> tuple[dict[str, int] | None, list[ImportWarning]]:
    names = draft.media()
    if not names or not with_pictures:
        return (None if names else {}), []
    return save_pictures(draft, media_of(source.content, names), user=user)


def _finish(
    page: DocumentPage, draft: Draft, source: Source, *, user: User | None, now: datetime, is_new: bool
) -> None:
    page.save_revision(user=user)
    count = sum(part.kind != PartKind.NOTE for part in draft.parts)
    record_import(
        page.translation_key,
        sha256=source.sha256,
        language=page.locale.language_code,
        accepts_changes=source.accepts_changes,
        clauses=count,
        user=user,
        now=now,
    )
    record(
        "document.imported",
        subject="whitepapers.document",
        subject_id=page.translation_key,
        actor=user,
        data={"sha256": source.sha256, "clauses": count, "new": is_new},
        now=now,
    )


def _blocks_with_ids(page: DocumentPage) -> dict[str, list[dict[str, Any]]]:
    """The raw blocks of a page by the id of the part they belong to; each list starts with the part itself."""
    parts = iter(parts_of(page.body, page.locale.language_code))
    found: dict[str, list[dict[str, Any]]] = {}
    own: list[dict[str, Any]] = []
    for block in page.body.get_prep_value():
        if block["type"] in set(PartKind):
            own = found.setdefault(next(parts).block_id, [])
        own.append(block)
    return found
