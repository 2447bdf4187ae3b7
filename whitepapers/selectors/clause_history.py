"""Every version in which the words of one clause changed, from the latest back to the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import F

from whitepapers.engine.comparing import Change, Side, Status
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.descent import ClauseDescent
from whitepapers.models.document import DocumentVersion
from whitepapers.selectors.change_view import ShownChange, name_of, reasons_for, show
from whitepapers.selectors.clauses import clause_by_eid
from whitepapers.selectors.comparing import changes_between, sides_from
from whitepapers.selectors.documents import versions_of


@dataclass(frozen=True)
class Relative:
    """A clause that this one came from, or that came from it."""

    name: str
    url: str
    language: str


@dataclass(frozen=True)
class HistoryEntry:
    version: DocumentVersion
    shown: ShownChange
    compare_url: str  # "" for the first publication
    came_from: Sequence[Relative] = ()
    went_into: Sequence[Relative] = ()


@dataclass(frozen=True)
class ClauseHistory:
    clause: Clause
    text: Side  # the last words
    entries: Sequence[HistoryEntry]  # newest first
    is_untranslated: bool

    @property
    def is_retired(self) -> bool:
        return self.clause.retired_at is not None

    @property
    def change_count(self) -> int:
        return sum(1 for entry in self.entries if entry.compare_url)


def clause_history(page: Any, eid: str, *, url: str) -> ClauseHistory | None:
    """None when there is no such clause or it was never published. Five queries and those of the reasons."""
    clause = clause_by_eid(page.translation_key, eid)
    if clause is None or not clause.is_commentable:
        return None
    document, language = clause.document, page.locale.language_code
    versions = versions_of(document.pk)[::-1]
    descents = _descents(document.pk)
    family = _family(clause.pk, ((ancestor, one) for pairs in descents.values() for ancestor, one in pairs))
    texts = sides_from(
        ClauseText.objects.filter(clause__in=family, language__in={language, document.source_language}).select_related(
            "clause", "version"
        )
    )
    changes: list[tuple[DocumentVersion, int, Change]] = []
    before = 0
    for version in versions:
        pairs = descents.get(version.number, [])
        for change in changes_between(texts, before, version.number, pairs, language, document.source_language):
            if clause.pk in change.clauses and change.changes_words:
                changes.append((version, before, change))
        before = version.number
    if not changes:
        return None
    reasons = reasons_for(document.pk, [change for _v, _b, change in changes], 1, versions[-1].number)
    entries = []
    for version, previous, change in reversed(changes):
        given = {key: [one for one in found if one.version == version.number] for key, found in reasons.items()}
        entries.append(_entry(clause, version, previous, change, given, url))
    last = _last_words(texts, clause.pk, language)
    return ClauseHistory(clause, last, entries, is_untranslated=last.language != language)


def _entry(
    clause: Clause, version: DocumentVersion, previous: int, change: Change, reasons: Any, url: str
) -> HistoryEntry:
    return HistoryEntry(
        version=version,
        shown=show(change, url=url, reasons=reasons if previous else {}),
        compare_url=f"{url}compare/{previous}/{version.number}/#{change.sides[0].eid}" if previous else "",
        came_from=_relatives(change.old, clause, url) if len(change.old) > 1 or _is_new(change, clause) else (),
        went_into=_relatives(change.new, clause, url) if change.status in {Status.SPLIT, Status.MERGED} else (),
    )


def _is_new(change: Change, clause: Clause) -> bool:
    return clause.pk not in {side.clause for side in change.old}


def _relatives(sides: Sequence[Side], clause: Clause, url: str) -> list[Relative]:
    return [
        Relative(name_of(side), f"{url}clauses/{side.eid}/history/", side.language)
        for side in sides
        if side.clause != clause.pk
    ]


def _last_words(texts: dict[tuple[int, UUID, str], Side], clause: UUID, language: str) -> Side:
    """Of the last version that had the clause, in this language where it has it."""
    own = [(number, code == language, side) for (number, key, code), side in texts.items() if key == clause]
    return max(own, key=lambda one: one[:2])[2]


def _descents(document_id: UUID) -> dict[int, list[tuple[UUID, UUID]]]:
    """(ancestor, clause) by the version they came about in."""
    found: dict[int, list[tuple[UUID, UUID]]] = defaultdict(list)
    rows = ClauseDescent.objects.filter(version__document=document_id).order_by("pk")
    for number, ancestor, clause in rows.values_list("version__number", "ancestor_id", "clause_id"):
        found[number].append((ancestor, clause))
    return found


def _family(clause: UUID, descents: Iterable[tuple[UUID, UUID]]) -> set[UUID]:
    """The clause and all that splits and mergers ever tied to it."""
    ties: dict[UUID, set[UUID]] = defaultdict(set)
    for ancestor, one in descents:
        ties[ancestor].add(one)
        ties[one].add(ancestor)
    family, waiting = {clause}, [clause]
    while waiting:
        for relative in ties[waiting.pop()] - family:
            family.add(relative)
            waiting.append(relative)
    return family


def versions_that_changed(document_id: UUID, clauses: Iterable[UUID]) -> dict[UUID, list[int]]:
    """By clause, the numbers of the versions in which its words changed in the original, it came or went; two queries.

    The first publication of the document is no change.
    """
    wanted = list(clauses)
    numbers = list(
        DocumentVersion.objects.filter(document_id=document_id).order_by("number").values_list("number", flat=True)
    )
    rows = ClauseText.objects.filter(
        clause__in=wanted, version__document_id=document_id, language=F("version__document__source_language")
    ).order_by()
    words = {
        (clause, number): (heading, sha256)
        for clause, number, heading, sha256 in rows.values_list("clause_id", "version__number", "heading", "sha256")
    }
    return {
        clause: [
            number for before, number in pairwise(numbers) if words.get((clause, before)) != words.get((clause, number))
        ]
        for clause in wanted
    }
