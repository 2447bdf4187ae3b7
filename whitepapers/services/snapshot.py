"""What publication leaves behind: clauses with a lasting identity and an immutable, numbered version.

The rules (docs/clauses-and-versions.md tells why):

* The original decides which clauses exist, their numbers and their order. Only it retires and brings back clauses.
* Texts in a language that the latest version does not have yet are added to it: a translation catching up.
* Texts that differ from the latest version in the same language take a new version. From the original, other languages
  go along only for clauses that did not change; from a translation, all other languages go along.
* Publishing what is there already takes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from hub.audit.services import record
from hub.core.engine.folding import fold
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors.body import Part, parts_of
from whitepapers.selectors.documents import latest_version
from whitepapers.services.clauses import ensure_document, mint_clauses, settle_clauses
from whitepapers.services.descent import record_descent
from whitepapers.services.found import tell_search
from whitepapers.services.pictures import with_kept_pictures

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@dataclass(frozen=True)
class _Wording:
    """What a clause says in one language; the place it stands at is told apart."""

    heading: str
    html: str
    text: str
    summary: str
    sha256: str

    def is_as_translated(self, other: _Wording) -> bool:
        """A translation of one is a translation of the other: same words, whatever their formatting."""
        return self.heading == other.heading and self.sha256 == other.sha256


@dataclass(frozen=True)
class _Standing:
    number: str
    order: int
    level: int
    role: str


@dataclass(frozen=True)
class _Row:
    wording: _Wording
    standing: _Standing


@dataclass(frozen=True)
class _Translated:
    """A translation and the words of the original that it translates."""

    says: _Wording
    of: _Wording


@transaction.atomic
def snapshot(page: Any, *, user: User | None, now: datetime) -> DocumentVersion | None:
    """Takes or completes a version from a published document page; None when nothing new was said.

    A page that only mirrors another one (an alias) says nothing of its own.
    """
    if page.alias_of_id is not None:
        return None
    language = page.locale.language_code
    document = ensure_document(page, now=now)
    parts = with_kept_pictures(parts_of(page.body, language), page.body)
    is_source = language == document.source_language
    latest = latest_version(document.pk)
    if not parts and latest is None:
        return None
    clauses = mint_clauses(document, parts, may_mint=is_source or not _has_source_text(document))
    if is_source:
        settle_clauses(document, parts, clauses, actor=user, now=now)
    before = _rows_of(latest)
    says = _said(parts, clauses) if is_source else _said_in_translation(parts, clauses, document, before, language)
    version = _freeze(document, latest, before, says, language, is_source=is_source, user=user, now=now)
    stands = version or latest
    if is_source and stands is not None:
        was = {clause for clause, code in before if code == language}
        record_descent(stands, parts, clauses, before=was, actor=user, now=now)
    if version is not None:
        record(
            "document.version_published",
            subject="whitepapers.document",
            subject_id=document.pk,
            actor=user,
            data={"version": version.number, "language": language, "clauses": len(says)},
            now=now,
        )
        # Texts and clauses are written in bulk.
        tell_search(document.pk)
    return version


def _has_source_text(document: Document) -> bool:
    return ClauseText.objects.filter(version__document=document, language=document.source_language).exists()


def _rows_of(version: DocumentVersion | None) -> dict[tuple[UUID, str], _Row]:
    """All texts of a version by clause and language."""
    if version is None:
        return {}
    return {(text.clause_id, text.language): _row_of(text) for text in version.texts.all()}


def _row_of(text: ClauseText) -> _Row:
    return _Row(
        _Wording(text.heading, text.html, text.text, text.summary, text.sha256),
        _Standing(text.number, text.order, text.level, text.role),
    )


def _wording(part: Part) -> _Wording:
    return _Wording(part.heading, part.html, part.text, part.summary, part.sha256)


def _said(parts: Sequence[Part], clauses: dict[str, Clause]) -> dict[UUID, _Row]:
    return {
        clauses[part.block_id].pk: _Row(_wording(part), _Standing(part.number, part.order, part.level, part.role))
        for part in parts
    }


def _said_in_translation(
    parts: Sequence[Part],
    clauses: dict[str, Clause],
    document: Document,
    before: dict[tuple[UUID, str], _Row],
    language: str,
) -> dict[UUID, _Row]:
    """Only what really is this language's text of the latest version.

    Left out are clauses that the original no longer has, clauses that still show the original's words (not translated
    yet), and words that were the translation of an older text of the original.
    """
    says: dict[UUID, _Row] = {}
    older: dict[UUID, _Translated] | None = None
    for part in parts:
        clause = clauses.get(part.block_id)
        if clause is None or clause.retired_at is not None:
            continue
        wording = _wording(part)
        source = before.get((clause.pk, document.source_language))
        if source is not None and _repeats(wording, source.wording):
            continue
        if source is not None and (clause.pk, language) not in before:
            # Asked only when the translation lags behind: it reads the texts of all versions.
            older = _translations_so_far(document, language) if older is None else older
            last = older.get(clause.pk)
            if last and last.says.is_as_translated(wording) and not last.of.is_as_translated(source.wording):
                continue
        role = source.standing.role if source is not None else part.role
        says[clause.pk] = _Row(wording, _Standing(clause.number, clause.order, clause.level, role))
    return says


def _repeats(wording: _Wording, source: _Wording) -> bool:
    """Still the original's own words; without a text, the heading tells."""
    return wording.sha256 == source.sha256 and bool(wording.text or wording.heading == source.heading)


def _translations_so_far(document: Document, language: str) -> dict[UUID, _Translated]:
    """The newest text of every clause in this language, with what the original said in that version."""
    texts = ClauseText.objects.filter(
        version__document=document, language__in=[language, document.source_language]
    ).order_by("version__number")
    rows = {(text.version_id, text.clause_id, text.language): _row_of(text).wording for text in texts}
    return {
        clause: _Translated(wording, rows[version, clause, document.source_language])
        for (version, clause, code), wording in rows.items()
        if code == language and (version, clause, document.source_language) in rows
    }


def _freeze(
    document: Document,
    latest: DocumentVersion | None,
    before: dict[tuple[UUID, str], _Row],
    says: dict[UUID, _Row],
    language: str,
    *,
    is_source: bool,
    user: User | None,
    now: datetime,
) -> DocumentVersion | None:
    said_before = {clause: row for (clause, code), row in before.items() if code == language}
    if latest is not None:
        new = {clause: row for clause, row in says.items() if clause not in said_before}
        changed = any(says.get(clause) != row for clause, row in said_before.items())
        # A language that the version has none of is catching up, and so is a translation that only fills gaps.
        if not changed and (not is_source or not said_before):
            _write(latest, new, language)
            return latest if new else None
        if not changed and not new:
            return None
    version = DocumentVersion.objects.create(
        document=document,
        number=latest.number + 1 if latest else 1,
        published_at=now,
        published_by=user if user is not None and user.is_authenticated else None,
    )
    _write(version, says, language)
    for code in {code for _, code in before} - {language}:
        others = {clause: row for (clause, other), row in before.items() if other == code}
        if is_source:
            others = _carried(others, said_before, says)
        _write(version, others, code)
    return version


def _carried(others: dict[UUID, _Row], was: dict[UUID, _Row], says: dict[UUID, _Row]) -> dict[UUID, _Row]:
    """Translations of clauses whose words stayed, at the place where the original now has them."""
    return {
        clause: _Row(row.wording, says[clause].standing)
        for clause, row in others.items()
        if clause in says and clause in was and says[clause].wording.is_as_translated(was[clause].wording)
    }


def _write(version: DocumentVersion, rows: dict[UUID, _Row], language: str) -> None:
    ClauseText.objects.bulk_create(
        ClauseText(
            version=version,
            clause_id=clause,
            language=language,
            number=row.standing.number,
            order=row.standing.order,
            level=row.standing.level,
            role=row.standing.role,
            heading=row.wording.heading,
            html=row.wording.html,
            text=row.wording.text,
            summary=row.wording.summary,
            folded=fold(f"{row.wording.heading} {row.wording.text} {row.wording.summary}"),
            sha256=row.wording.sha256,
        )
        for clause, row in rows.items()
    )
