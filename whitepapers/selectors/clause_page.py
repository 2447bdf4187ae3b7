"""What the page of one clause shows: its text, where it stands, its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from hub.core.registries import ClauseActivity, PhaseBanner
from whitepapers.enums import COMMENTABLE_KINDS, PartKind
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.descent import ClauseDescent
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors.clauses import clause_by_eid
from whitepapers.selectors.documents import latest_version
from whitepapers.selectors.glossary import Term, glossary_of, marked_terms
from whitepapers.selectors.labels import shown_number
from whitepapers.selectors.reading import panels_of
from whitepapers.selectors.reading_parts import Wording, framed_tables
from whitepapers.selectors.translation import machine_words


@dataclass(frozen=True)
class Neighbour:
    number: str
    heading: str
    url: str
    language: str = ""

    @property
    def name(self) -> str:
        return f"{self.number} {self.heading}".strip()


@dataclass(frozen=True)
class ClausePage:
    clause: Clause
    text: ClauseText
    version: DocumentVersion  # the one the text stands in; the latest unless the clause is retired
    above: Sequence[Neighbour]  # part, chapter or clause it belongs to, from the top
    previous: Neighbour | None
    next: Neighbour | None
    activity: ClauseActivity | None
    banner: PhaseBanner | None
    is_untranslated: bool
    is_machine: bool  # a machine's translation that nobody has checked
    terms: Sequence[Term]  # of the glossary, which stands on the page of the document
    page_url: str
    languages: Sequence[str]  # others in which this clause stands in this version
    beside: Wording | None = None
    came_from: Sequence[Neighbour] = ()  # clauses that it was split from or merged of
    went_on_in: Sequence[Neighbour] = ()  # clauses that took up its words

    @property
    def is_retired(self) -> bool:
        return self.clause.retired_at is not None

    @property
    def html(self) -> str:
        html = framed_tables(self.text.html)
        return html if self.is_untranslated else marked_terms(html, self.terms, glossary_url=self.page_url)

    @property
    def is_original_first(self) -> bool:
        """Whether what stands beside is the original, which comes first."""
        return self.beside is not None and self.beside.language == self.clause.document.source_language


def clause_page(page: Any, eid: str, *, url: str, now: datetime, beside: str = "") -> ClausePage | None:
    """None when there is no such clause, or it was never published in any version. `beside`: a second language."""
    clause = clause_by_eid(page.translation_key, eid)
    if clause is None or not clause.is_commentable:
        return None
    language = page.locale.language_code
    version = latest_version(page.translation_key) if clause.retired_at is None else _last_version_with(clause)
    if version is None:
        return None
    outline = _outline(version, clause.document, language)
    text = outline.get(clause.pk)
    if text is None:
        return None
    activity, banner = panels_of(page.translation_key, now)
    before, after = _neighbours(list(outline.values()), clause, url)
    wordings = {row.language: row for row in version.texts.filter(clause=clause)}
    came_from, went_on_in = _family(clause, url)
    return ClausePage(
        clause=clause,
        text=text,
        version=version,
        above=_above(text, list(outline.values()), url),
        previous=None if clause.retired_at else before,
        next=None if clause.retired_at else after,
        activity=activity.get(clause.pk),
        banner=banner,
        is_untranslated=text.language != language,
        is_machine=_is_machine(text, clause.document, {one.clause.block_id for one in outline.values()}),
        terms=glossary_of(page),
        page_url=url,
        languages=sorted(wordings.keys() - {text.language}),
        beside=_wording(wordings.get(beside)) if beside != text.language else None,
        came_from=came_from,
        went_on_in=went_on_in,
    )


def _is_machine(text: ClauseText, document: Document, block_ids: set[str]) -> bool:
    if text.language == document.source_language:
        return False
    words = machine_words(document.pk, text.language, block_ids)
    return words.stand_in(text.clause.block_id, text.heading, text.text, text.summary)


def _wording(text: ClauseText | None) -> Wording | None:
    return Wording(text.language, text.heading, framed_tables(text.html)) if text else None


def _family(clause: Clause, url: str) -> tuple[list[Neighbour], list[Neighbour]]:
    """What this clause came from, and what came from it; their numbers are those they have or had last."""
    rows = ClauseDescent.objects.filter(Q(clause=clause) | Q(ancestor=clause)).select_related("clause", "ancestor")
    ancestors: dict[Any, Clause] = {}
    descendants: dict[Any, Clause] = {}
    for row in rows.order_by("pk"):
        if row.clause_id == clause.pk:
            ancestors[row.ancestor_id] = row.ancestor
        else:
            descendants[row.clause_id] = row.clause
    return [_relative(one, url) for one in ancestors.values()], [_relative(one, url) for one in descendants.values()]


def _relative(clause: Clause, url: str) -> Neighbour:
    return Neighbour(clause.number or clause.eid, "", f"{url}clauses/{clause.eid}/")


def _last_version_with(clause: Clause) -> DocumentVersion | None:
    return DocumentVersion.objects.filter(texts__clause=clause).order_by("-number").first()


def _outline(version: DocumentVersion, document: Document, language: str) -> dict[Any, ClauseText]:
    """The version in reading order, each clause in this language or else in the original's."""
    texts = (
        version.texts.filter(language__in={language, document.source_language})
        .select_related("clause")
        .order_by("order", "pk")
    )
    outline: dict[Any, ClauseText] = {}
    for text in texts:
        if text.language == language or text.clause_id not in outline:
            outline[text.clause_id] = text
    return outline


def _above(text: ClauseText, outline: Sequence[ClauseText], url: str) -> list[Neighbour]:
    chain: list[Neighbour] = []
    level = text.level
    position = next(index for index, one in enumerate(outline) if one.pk == text.pk)
    for one in reversed(outline[:position]):
        if one.level < level and one.clause.kind != PartKind.NOTE:
            number = shown_number(one.role, one.number)
            chain.append(Neighbour(number, one.heading, f"{url}#{one.clause.eid}", one.language))
            level = one.level
    return chain[::-1]


def _neighbours(outline: Sequence[ClauseText], clause: Clause, url: str) -> tuple[Neighbour | None, Neighbour | None]:
    clauses = [text for text in outline if text.clause.kind in COMMENTABLE_KINDS]
    position = next(index for index, text in enumerate(clauses) if text.clause_id == clause.pk)
    before = clauses[position - 1] if position else None
    after = clauses[position + 1] if position + 1 < len(clauses) else None
    return _neighbour(before, url), _neighbour(after, url)


def _neighbour(text: ClauseText | None, url: str) -> Neighbour | None:
    return Neighbour(text.number, text.heading, f"{url}clauses/{text.clause.eid}/") if text else None
