"""Reads about documents, their versions and their pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.timezone import localdate
from wagtail.models import Page

from hub.core.engine.narrowing import Filters
from hub.core.listing import ListRow, filtered
from whitepapers.enums import COMMENTABLE_KINDS
from whitepapers.models.clause import ClauseText
from whitepapers.models.document import Document, DocumentVersion


def latest_version(document_uuid: UUID) -> DocumentVersion | None:
    return DocumentVersion.objects.filter(document_id=document_uuid).order_by("-number").first()


def latest_versions(document_uuids: Iterable[UUID]) -> dict[UUID, DocumentVersion]:
    """By document; one query."""
    versions = DocumentVersion.objects.filter(document_id__in=list(document_uuids)).order_by("number")
    return {version.document_id: version for version in versions}


def version_numbered(document_uuid: UUID, number: int) -> DocumentVersion | None:
    return DocumentVersion.objects.filter(document_id=document_uuid, number=number).first()


def versions_of(document_uuid: UUID) -> list[DocumentVersion]:
    """Newest first."""
    return list(DocumentVersion.objects.filter(document_id=document_uuid).order_by("-number"))


def published_documents() -> QuerySet[Document]:
    """Documents with at least one version and a page that is live in some language, newest first."""
    has_version = DocumentVersion.objects.filter(document_id=OuterRef("pk"))
    has_page = Page.objects.live().public().filter(translation_key=OuterRef("pk"))
    return Document.objects.filter(Exists(has_version), Exists(has_page)).order_by("-created_at", "uuid")


def document_page(document_uuid: UUID, language: str) -> Page | None:
    """The live page in this language, or None; no other language steps in."""
    return document_pages([document_uuid], language, fallback=False).get(document_uuid)


def document_pages(document_uuids: Iterable[UUID], language: str, *, fallback: bool = True) -> dict[UUID, Page]:
    """Live pages by document, in this language or else (with `fallback`) in the original's.

    Pages are plain `Page` rows with their locale: title, url and language are there without a query each.
    """
    wanted = list(document_uuids)
    pages = list(Page.objects.filter(translation_key__in=wanted).live().public().select_related("locale"))
    found = {page.translation_key: page for page in pages if page.locale.language_code == language}
    if not fallback:
        return found
    source = dict(Document.objects.filter(pk__in=wanted).values_list("pk", "source_language"))
    for page in pages:
        if page.locale.language_code == source.get(page.translation_key):
            found.setdefault(page.translation_key, page)
    for page in pages:
        found.setdefault(page.translation_key, page)
    return found


def document_of(document_uuid: UUID) -> Document | None:
    return Document.objects.filter(pk=document_uuid).first()


def original_page(page: Page) -> Page | None:
    """The live page in the document's original language; None for the original itself."""
    document = document_of(page.translation_key)
    if document is None or document.source_language == page.locale.language_code:
        return None
    return document_page(page.translation_key, document.source_language)


@dataclass(frozen=True)
class LibraryEntry:
    """A document in the list, in the reader's language or else in the original's."""

    kind_label: str
    title: str
    summary: str
    url: str
    language: str
    version: int
    published_at: datetime
    clauses: int
    other_languages: Sequence[str]  # in which it can be read as well


class Library(Sequence[LibraryEntry]):
    """All published documents, read a slice at a time; a slice costs the same number of queries whatever its length."""

    def __init__(self, language: str, among: Collection[UUID] | None = None) -> None:
        self.language = language
        newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
        self.documents = (
            published_documents()
            .annotate(latest_at=Subquery(newest.values("published_at")[:1]))
            .order_by("-latest_at", "uuid")
        )
        if among is not None:
            self.documents = self.documents.filter(pk__in=among)

    def __len__(self) -> int:
        return self.documents.count()

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, slice):
            return self[index : index + 1][0]
        documents = list(self.documents[index])
        keys = [document.pk for document in documents]
        pages = document_pages(keys, self.language)
        versions = latest_versions(keys)
        clauses = _clause_counts(version.pk for version in versions.values())
        languages = _languages(keys)
        specific = {page.pk: page for page in Page.objects.filter(pk__in=[p.pk for p in pages.values()]).specific()}
        return [
            LibraryEntry(
                kind_label=document.get_kind_display(),
                title=page.title,
                summary=specific[page.pk].summary,
                url=page.url or "",
                language=page.locale.language_code,
                version=versions[document.pk].number,
                published_at=versions[document.pk].published_at,
                clauses=clauses.get(versions[document.pk].pk, 0),
                other_languages=[code for code in languages[document.pk] if code != page.locale.language_code],
            )
            for document in documents
            if (page := pages.get(document.pk))
        ]


def _clause_counts(version_ids: Iterable[int]) -> dict[int, int]:
    """Clauses of each version, whatever the number of its languages."""
    rows = ClauseText.objects.order_by().filter(version_id__in=list(version_ids), clause__kind__in=COMMENTABLE_KINDS)
    return dict(rows.values_list("version_id").annotate(Count("clause_id", distinct=True)))


def _languages(document_uuids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Languages in which each document has a live page."""
    found: dict[UUID, list[str]] = defaultdict(list)
    pages = Page.objects.live().public().filter(translation_key__in=list(document_uuids))
    for key, code in pages.order_by("locale__language_code").values_list("translation_key", "locale__language_code"):
        found[key].append(code)
    return found


def library(language: str, among: Collection[UUID] | None = None) -> Library:
    """`among`: only these."""
    return Library(language, among)


@dataclass(frozen=True)
class FilteredLibrary:
    entries: Library
    filters: Filters


def filtered_library(query: Mapping[str, str], language: str) -> FilteredLibrary:
    """As the address asks for it, by the year of the newest version; four queries before any entry is read."""
    rows = Library(language).documents.values_list("pk", "latest_at")
    found = filtered([ListRow(pk, pk, localdate(latest_at).year) for pk, latest_at in rows], query, language)
    return FilteredLibrary(library(language, among=found.keys if found.filters.narrows else None), found.filters)
