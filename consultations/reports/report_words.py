"""The words that a report's record points at: texts of clauses as they were asked about, documents, quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page

from consultations.reports.content import quoted_words
from consultations.selectors.outcomes import anchor
from consultations.selectors.subjects import clause_title
from hub.contributions.models.comment import Comment
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.document import Document
from whitepapers.selectors import document_pages


@dataclass(frozen=True)
class Quote:
    """What somebody allowed to be quoted, as it is public at this moment."""

    text: str
    language: str
    author: str
    reference: str
    url: str


@dataclass(frozen=True)
class ReportWords:
    """Everything that is read from elsewhere to show a record, for all its clauses at once."""

    language: str
    sources: Mapping[UUID, str]  # document → language of the original
    texts: Mapping[UUID, ClauseText]
    clauses: Mapping[UUID, Clause]  # those that an answer names as changed
    pages: Mapping[UUID, Page]
    urls: Mapping[UUID, str]
    quotes: Mapping[tuple[str, str], Sequence[Quote]] = field(default_factory=dict)

    def clause_name(self, clause: str | None, number: str = "") -> tuple[str, str]:
        """The title and the language it is in; of the document as a whole where there is no clause."""
        if clause is None:
            return _("The document as a whole"), self.language
        text, known = self.texts.get(UUID(clause)), self.clauses.get(UUID(clause))
        if text is not None:
            return clause_title(text.number, text.heading), text.language
        return clause_title(number or (known.number if known else ""), ""), self.language

    def document_url(self, document: UUID) -> str:
        return self.urls.get(document, "")

    def clause_url(self, document: UUID, eid: str) -> str:
        url = self.document_url(document)
        return f"{url}clauses/{eid}/" if url and eid else url

    def quotes_at(self, kind: str, key: str) -> Sequence[Quote]:
        return self.quotes.get((kind, key), ())


def words_of(content: Mapping[str, Any], language: str) -> ReportWords:
    """A constant number of queries, whatever the record holds."""
    versions = {UUID(row["document"]): row["version"] for row in content["documents"]}
    sources = dict(Document.objects.filter(pk__in=versions).values_list("pk", "source_language"))
    named = {UUID(change["clause"]) for answer in content["answers"] for change in answer.get("changes", ())}
    asked = {UUID(row["uuid"]) for row in content["figures"]["by_clause"] if row["uuid"]}
    pages = document_pages(versions, language)
    return ReportWords(
        language=language,
        sources=sources,
        texts=_texts(asked | named, versions, language, sources),
        clauses=Clause.objects.in_bulk(named),
        pages=pages,
        urls={document: page.get_url() or "" for document, page in pages.items()},
        quotes=_quotes(content.get("quotes", ())),
    )


def _quotes(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], list[Quote]]:
    """By the place where they stand. What may no longer be quoted is simply not there."""
    comments = quoted_words(row["reference"] for row in rows)
    found: dict[tuple[str, str], list[Quote]] = {}
    for row in rows:
        comment = comments.get(row["reference"])
        if comment is None:
            continue
        if row.get("theme"):
            place = ("theme", row["theme"])
        else:
            place = ("clause", anchor(row["clause"], row["document"] or ""))
        found.setdefault(place, []).append(_quote(comment))
    return found


def _quote(comment: Comment) -> Quote:
    return Quote(
        text=comment.body or comment.suggested_text,
        language=comment.language,
        author=comment.public_name,
        reference=comment.reference,
        url=comment.get_absolute_url(),
    )


def _texts(
    clauses: Iterable[UUID], versions: Mapping[UUID, int], language: str, sources: Mapping[UUID, str]
) -> dict[UUID, ClauseText]:
    """The text that people were asked about; versions never change, so neither does a frozen report."""
    rows = (
        ClauseText.objects.filter(clause__in=list(clauses), language__in={language, *sources.values()})
        .select_related("version")
        .defer("html", "summary")
        .order_by("version__number")
    )
    found: dict[UUID, ClauseText] = {}
    for row in rows:
        if row.version.number > versions.get(row.version.document_id, 0):
            continue
        known = found.get(row.clause_id)
        newer = known is None or row.version.number > known.version.number
        if newer or row.language == language:
            found[row.clause_id] = row
    return found
