"""What the page of one clause shows: its text, where it stands, its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.core.registries import ClauseActivity, PhaseBanner
from whitepapers.enums import COMMENTABLE_KINDS, PartKind
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors.clauses import clause_by_eid
from whitepapers.selectors.documents import latest_version
from whitepapers.selectors.reading import panels_of


@dataclass(frozen=True)
class Neighbour:
    number: str
    heading: str
    url: str

    @property
    def name(self) -> str:
        return f"{self.number} {self.heading}".strip()


@dataclass(frozen=True)
class ClausePage:
    clause: Clause
    text: ClauseText
    version: DocumentVersion  # the one the text stands in; the latest unless the clause is retired
    above: Sequence[ClauseText]  # part, chapter or clause it belongs to, from the top
    previous: Neighbour | None
    next: Neighbour | None
    activity: ClauseActivity | None
    banner: PhaseBanner | None
    is_untranslated: bool

    @property
    def is_retired(self) -> bool:
        return self.clause.retired_at is not None


def clause_page(page: Any, eid: str, *, url: str, now: datetime) -> ClausePage | None:
    """None when there is no such clause, or it was never published in any version."""
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
    return ClausePage(
        clause=clause,
        text=text,
        version=version,
        above=_above(text, list(outline.values())),
        previous=None if clause.retired_at else before,
        next=None if clause.retired_at else after,
        activity=activity.get(clause.pk),
        banner=banner,
        is_untranslated=text.language != language,
    )


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


def _above(text: ClauseText, outline: Sequence[ClauseText]) -> list[ClauseText]:
    chain: list[ClauseText] = []
    level = text.level
    position = next(index for index, one in enumerate(outline) if one.pk == text.pk)
    for one in reversed(outline[:position]):
        if one.level < level and one.clause.kind != PartKind.NOTE:
            chain.append(one)
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
