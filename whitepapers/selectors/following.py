"""What followers of a document or a clause see and are told, in the active language, for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from hub.core.engine.keys import uuids_in
from hub.core.registries import FollowSubject
from whitepapers.enums import COMMENTABLE_KINDS
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.document import DocumentVersion
from whitepapers.selectors.documents import document_pages, version_numbered

DOCUMENT, CLAUSE = "document", "clause"
# A new version may change every clause; the letter names this many that the reader follows.
NAMED_IN_LETTER = 20


def document_subjects(keys: Sequence[str]) -> dict[str, FollowSubject]:
    pages = document_pages(uuids_in(keys), _language())
    versioned = set(DocumentVersion.objects.filter(document__in=list(pages)).values_list("document", flat=True))
    return {
        str(document): FollowSubject(
            key=str(document), title=page.title, url=page.get_url() or "", language=_other(page.locale.language_code)
        )
        for document, page in pages.items()
        if document in versioned
    }


def clause_subjects(keys: Sequence[str]) -> dict[str, FollowSubject]:
    """A clause that was taken out stays followable: what was said about it may still be answered."""
    clauses = Clause.objects.filter(pk__in=uuids_in(keys), kind__in=COMMENTABLE_KINDS)
    rows = list(clauses.filter(Exists(ClauseText.objects.filter(clause=OuterRef("pk")))))
    pages = document_pages({row.document_id for row in rows}, _language())
    texts = _newest_texts([row.pk for row in rows], _language())
    return {
        str(row.pk): _clause_subject(row, texts[row.pk], pages[row.document_id])
        for row in rows
        if row.document_id in pages and row.pk in texts
    }


def changed_clauses(document_uuid: UUID, number: int) -> set[UUID]:
    """Clauses that say something else in this version than in the one before, are new in it, or are gone."""
    said: dict[int, dict[tuple[UUID, str], tuple[str, str]]] = {number - 1: {}, number: {}}
    rows = ClauseText.objects.filter(version__document=document_uuid, version__number__in=[number - 1, number])
    # `order_by()`: the model's own order would sort what goes into a dict.
    values = rows.order_by().values_list("version__number", "clause", "language", "heading", "sha256")
    for version, clause, language, heading, sha256 in values.iterator(chunk_size=2000):
        said[version][clause, language] = (heading, sha256)
    before, after = said[number - 1], said[number]
    # A language that the version has none of yet is catching up; that is no change.
    spoken = {language for _clause, language in after}
    return {
        clause
        for clause, language in before.keys() | after.keys()
        if language in spoken and before.get((clause, language)) != after.get((clause, language))
    }


def version_letter(document_uuid: UUID, number: int, followed: Mapping[str, Iterable[str]]) -> dict[str, Any] | None:
    """What the letter about a new version says; None when the text is not public any more."""
    page = document_pages([document_uuid], _language()).get(document_uuid)
    if page is None or version_numbered(document_uuid, number) is None:
        return None
    clauses = list(clause_subjects(sorted(followed.get(CLAUSE, ()))[:NAMED_IN_LETTER]).values())
    url = settings.PUBLIC_URL + (page.get_url() or "")
    return {
        "title": page.title,
        "number": number,
        "url": url,
        "compare_url": f"{url}compare/{number - 1}/{number}/",
        "clauses": [{"title": one.title, "url": settings.PUBLIC_URL + one.url} for one in clauses],
    }


def _newest_texts(clauses: Iterable[UUID], language: str) -> dict[UUID, ClauseText]:
    """The newest text of each clause, in this language or else in the original's; one query."""
    rows = (
        ClauseText.objects.filter(
            Q(language=language) | Q(language=F("version__document__source_language")), clause__in=list(clauses)
        )
        .select_related("version")
        .only("clause", "language", "number", "heading", "version__number")
    )
    found: dict[UUID, ClauseText] = {}
    for row in sorted(rows, key=lambda one: (one.version.number, one.language == language)):
        found[row.clause_id] = row
    return found


def _clause_subject(clause: Clause, text: ClauseText, page: Page) -> FollowSubject:
    return FollowSubject(
        key=str(clause.pk),
        title=_clause_title(text.number or clause.number, text.heading),
        url=f"{page.get_url() or ''}clauses/{clause.eid}/",
        part_of=page.title,
    )


def _clause_title(number: str, heading: str) -> str:
    if number and heading:
        return _("Clause %(number)s · %(heading)s") % {"number": number, "heading": heading}
    return _("Clause %(number)s") % {"number": number} if number else heading or _("Clause without a number")


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _other(language: str) -> str:
    return "" if language == _language() else language
