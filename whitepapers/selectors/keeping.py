"""What stays: documents that were published are not deleted, and what people spoke about stays where they found it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from wagtail.models import Page, PageLogEntry

from hub.core.registries import document_records
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors.documents import document_pages


def kept_pages(pages: Iterable[Page]) -> list[Page]:
    """Among these pages and all below them, those of published documents; one query.

    A translation or a draft that was never public itself may go.
    """
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path)
    published = DocumentVersion.objects.values("document_id")
    return list(
        Page.objects.filter(below, first_published_at__isnull=False, translation_key__in=published).order_by("path")
    )


def stays_public(document_id: UUID) -> bool:
    """People said something about this document: their words stay readable, and so do the words they are about."""
    return any(on_record(document_id) for _name, on_record in document_records)


def withdrawn_at(page: Page) -> datetime | None:
    """When a page that had been published was taken down."""
    entry = PageLogEntry.objects.filter(page=page.pk, action="wagtail.unpublish").order_by("-timestamp").first()
    return entry.timestamp if entry else None


def comes_into_view(page: Page) -> bool:
    """Asked while a page is being published: could nobody read it until now? Wagtail writes its log afterwards."""
    published = Q(action__in=["wagtail.publish", "wagtail.publish.scheduled"])
    entries = PageLogEntry.objects.filter(published | Q(action__startswith="wagtail.unpublish"), page=page.pk)
    last = entries.order_by("-timestamp", "-pk").values_list("action", flat=True).first()
    return last is None or last.startswith("wagtail.unpublish")


def standing_pages(document_ids: Sequence[UUID], language: str) -> dict[UUID, Any]:
    """Pages that a reader can open, by document: live ones as `document_pages` has them; else one that was taken down
    and still shows its versions and clauses, because people spoke about them.
    """
    found: dict[UUID, Any] = dict(document_pages(document_ids, language))
    gone = [key for key in document_ids if key not in found and stays_public(key)]
    if not gone:
        return found
    sources = dict(Document.objects.filter(pk__in=gone).values_list("pk", "source_language"))
    pages = Page.objects.filter(translation_key__in=gone, live=False, first_published_at__isnull=False).public()
    ranked = sorted(
        pages.select_related("locale"),
        key=lambda page: (
            page.locale.language_code != language,
            page.locale.language_code != sources.get(page.translation_key),
            page.pk,
        ),
    )
    for page in ranked:
        found.setdefault(page.translation_key, page)
    return found
