"""What the search is told about documents and their clauses (see `hub.core.search`): the newest version, and only where
its page can be read now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from hub.core.engine.folding import excerpt
from hub.core.engine.keys import uuids_in
from hub.core.search import Heading, SearchDocument
from whitepapers.engine.processes import DocumentProcess, document_processes
from whitepapers.enums import COMMENTABLE_KINDS
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors.documents import latest_versions, published_documents
from whitepapers.selectors.following import CLAUSE, DOCUMENT
from whitepapers.selectors.glossary import glossary_of
from whitepapers.selectors.headings import NONE, PageHeadings, headings_of
from whitepapers.selectors.public_pages import (
    PublicPage,
    document_public_pages,
    in_all_languages,
    page_for,
    readers_of,
    responsible_heading,
    told_in,
)

__all__ = ["CLAUSE", "DOCUMENT", "FoundClauses", "FoundDocuments"]

# So many letters of a clause without a heading stand for one.
TITLE_WIDTH = 80
CHUNK = 2000


class FoundDocuments:
    """Published drafts and white papers. Their clauses are found by themselves, so these tell what stands beside."""

    label = gettext_lazy("Documents")
    label_one = gettext_lazy("Document")
    order = 10

    def keys(self) -> Iterator[str]:
        rows = published_documents().values_list("pk", flat=True)
        return (str(pk) for pk in rows.iterator(chunk_size=CHUNK))

    def documents(self, keys: Sequence[str], language: str) -> list[SearchDocument]:
        """At most sixteen queries."""
        with translation.override(language):
            known = _Known.read(Document.objects.filter(pk__in=uuids_in(keys)), timezone.now())
            beside = _words_beside(known)
            return [
                found
                for document, pages in known.pages.items()
                for found in _told_document(known, document, pages, beside, language)
            ]


class FoundClauses:
    """What the newest version says, clause by clause."""

    label = gettext_lazy("Clauses")
    label_one = gettext_lazy("Clause")
    order = 20

    def keys(self) -> Iterator[str]:
        # All of a document together: what is told in one go shares its pages and headings.
        live = Page.objects.live().public().filter(translation_key=OuterRef("document"))
        rows = _clauses().filter(Exists(live)).order_by("document", "order", "pk").values_list("pk", flat=True)
        return (str(pk) for pk in rows.iterator(chunk_size=CHUNK))

    def documents(self, keys: Sequence[str], language: str) -> list[SearchDocument]:
        """At most sixteen queries."""
        with translation.override(language):
            clauses = {clause.pk: clause for clause in _clauses().filter(pk__in=uuids_in(keys))}
            documents = Document.objects.filter(pk__in={clause.document_id for clause in clauses.values()})
            known = _Known.read(documents, timezone.now())
            shared = {key: known.shared(key) for key in known.pages}
            return [
                found
                for pk, texts in _texts(known, clauses).items()
                for found in _told_clause(known, clauses[pk], texts, shared[clauses[pk].document_id], language)
            ]


@dataclass(frozen=True)
class _Known:
    """What documents and their clauses share. Only documents with a version and a page that can be read."""

    documents: Mapping[UUID, Document]
    pages: Mapping[UUID, Mapping[str, PublicPage]]
    versions: Mapping[UUID, DocumentVersion]
    headings: Mapping[UUID, PageHeadings]
    processes: Mapping[UUID, DocumentProcess]

    @classmethod
    def read(cls, documents: QuerySet[Document], now: datetime) -> _Known:
        rows = {document.pk: document for document in documents}
        pages = document_public_pages(rows)
        versions = latest_versions(pages)
        processes: dict[UUID, DocumentProcess] = {}
        for _name, processes_of in document_processes:
            processes = {**processes_of(list(pages), now), **processes}
        return cls(rows, {key: pages[key] for key in rows if key in versions}, versions, headings_of(pages), processes)

    @property
    def version_ids(self) -> list[int]:
        return [version.pk for version in self.versions.values()]

    def responsible(self, document: UUID) -> Heading | None:
        """As the document names it; else who asks about it."""
        names = {code: page.page.owner_body for code, page in told_in(self.pages[document]).items()}
        process = self.processes.get(document)
        return responsible_heading(names) or responsible_heading(
            in_all_languages(process.responsible_body if process else "")
        )

    def shared(self, document: UUID) -> dict[str, Any]:
        """What a document and each of its clauses have in common."""
        headings = self.headings.get(document, NONE)
        process = self.processes.get(document)
        return {
            "process": process.key if process else "",
            "pages": (document,),
            "themes": headings.themes,
            "district": headings.district,
            "responsible": self.responsible(document),
            "date": self.versions[document].published_at,
        }


def _clauses() -> QuerySet[Clause]:
    return Clause.objects.filter(kind__in=COMMENTABLE_KINDS, retired_at=None)


def _told_document(
    known: _Known,
    key: UUID,
    pages: Mapping[str, PublicPage],
    beside: Mapping[tuple[UUID, str], Sequence[str]],
    language: str,
) -> Iterator[SearchDocument]:
    document, told = known.documents[key], told_in(pages)
    readers = readers_of(told, document.source_language)
    shared = known.shared(key)
    process = known.processes.get(key)
    notes = [
        str(document.get_kind_display()),
        _("Version %(number)s") % {"number": known.versions[key].number},
        process.phase_label if process else "",
    ]
    for code, page in told.items():
        words = [page.page.summary, *beside.get((key, code), ())]
        words += [f"{term.term}: {term.definition}" for term in glossary_of(page.page)]
        yield SearchDocument(
            key=str(key),
            language=code,
            title=page.title,
            body="\n".join(word for word in words if word),
            url=pages[language].url if language in pages else page.url,
            readers=readers[code],
            notes=tuple(note for note in notes if note),
            **shared,
        )


def _told_clause(
    known: _Known, clause: Clause, texts: Mapping[str, ClauseText], shared: Mapping[str, Any], language: str
) -> Iterator[SearchDocument]:
    key = clause.document_id
    pages = known.pages[key]
    told = {code: text for code, text in texts.items() if code in told_in(pages)}
    readers = readers_of(told, known.documents[key].source_language)
    title_page = page_for(pages, language, known.documents[key].source_language)
    for code, text in told.items():
        # A translation that lags behind may not have this clause yet: the page of the words themselves has it.
        has_it = language in told or (language in pages and pages[language].is_mirror)
        yield SearchDocument(
            key=str(clause.pk),
            language=code,
            title=_title(text),
            body="\n".join(words for words in (text.text, text.summary) if words),
            url=f"{pages[language if has_it else code].url}#{clause.eid}",
            readers=readers[code],
            part_of=title_page.title if title_page else "",
            part_of_language=title_page.title_language if title_page else "",
            **shared,
        )


def _title(text: ClauseText) -> str:
    words = text.heading or excerpt(text.text, [], width=TITLE_WIDTH)
    return " ".join(part for part in (text.number, words) if part) or _("Clause without a number")


def _words_beside(known: _Known) -> dict[tuple[UUID, str], list[str]]:
    """Headings and notes, in reading order, by document and language; one query."""
    rows = (
        ClauseText.objects.filter(version__in=known.version_ids)
        .exclude(clause__kind__in=COMMENTABLE_KINDS)
        .filter(clause__retired_at=None)
        .order_by("order", "pk")
        .values_list("version__document", "language", "heading", "text")
    )
    found: dict[tuple[UUID, str], list[str]] = {}
    for document, language, heading, text in rows:
        found.setdefault((document, language), []).extend(words for words in (heading, text) if words)
    return found


def _texts(known: _Known, clauses: Iterable[UUID]) -> dict[UUID, dict[str, ClauseText]]:
    """By clause and language; one query."""
    rows = ClauseText.objects.filter(version__in=known.version_ids, clause__in=list(clauses))
    found: dict[UUID, dict[str, ClauseText]] = {}
    for row in rows.order_by("clause", "language").defer("html", "folded"):
        found.setdefault(row.clause_id, {})[row.language] = row
    return found
