"""Two versions of a document beside each other, in the reader's language as far as it goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from whitepapers.engine.comparing import Change, Figures, Side, compare_sides, figures_of, in_reading_order
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.descent import ClauseDescent
from whitepapers.models.document import Document, DocumentVersion


@dataclass(frozen=True)
class Comparison:
    """What became of each clause from version `a` to version `b`, in the order of `b`."""

    document: Document
    a: DocumentVersion
    b: DocumentVersion
    language: str
    changes: Sequence[Change]
    figures: Figures
    # Clauses of which only the translation changed, while the original says the same.
    only_translated: frozenset[UUID] = frozenset()
    foreign: int = 0  # changes that are compared in the original's language, for want of a translation
    is_foreign: bool = False  # nothing in either version is in the reader's language

    @property
    def is_backwards(self) -> bool:
        return self.a.number > self.b.number

    @property
    def by_clause(self) -> dict[UUID, Change]:
        return {clause: change for change in self.changes for clause in change.clauses}


Texts = Mapping[tuple[int, UUID, str], Side]  # by version number, clause and language


def compare(document: Document, a: DocumentVersion, b: DocumentVersion, language: str) -> Comparison:
    """Two queries, whatever the versions hold. From b to a is the mirror image of from a to b."""
    first, last = sorted((a, b), key=lambda version: version.number)
    texts = sides_of([first, last], {language, document.source_language})
    descents = descents_between(document, first.number, last.number)
    changes = changes_between(texts, first.number, last.number, descents, language, document.source_language)
    if a.number > b.number:
        before, after = (_structure(texts, number, document.source_language) for number in (a.number, b.number))
        changes = in_reading_order([change.mirrored() for change in changes], before, after)
    return Comparison(
        document=document,
        a=a,
        b=b,
        language=language,
        changes=changes,
        figures=figures_of(changes),
        only_translated=_only_translated(changes, texts, first.number, last.number, document.source_language),
        foreign=sum(1 for change in changes if change.language != language and change.status != "unchanged"),
        is_foreign=not any(code == language for _number, _clause, code in texts),
    )


def changes_between(
    texts: Texts,
    first: int,
    last: int,
    descents: Iterable[tuple[UUID, UUID]],
    language: str,
    source_language: str,
) -> list[Change]:
    def pick(was: set[UUID], now: set[UUID]) -> tuple[list[Side], list[Side]]:
        wanted = [(first, key) for key in was] + [(last, key) for key in now]
        for code in (language, source_language):
            if all((number, key, code) in texts for number, key in wanted):
                return [texts[first, key, code] for key in was], [texts[last, key, code] for key in now]
        # No language has them all: each in what there is, the original first.
        return (
            [_any(texts, first, key, source_language) for key in was],
            [_any(texts, last, key, source_language) for key in now],
        )

    old, new = _structure(texts, first, source_language), _structure(texts, last, source_language)
    return compare_sides(old, new, descents, pick)


def _structure(texts: Texts, number: int, source_language: str) -> list[Side]:
    """A version in reading order, each part once."""
    found: dict[UUID, Side] = {}
    for (version, clause, code), side in texts.items():
        if version == number and (clause not in found or code == source_language):
            found[clause] = side
    return sorted(found.values(), key=lambda side: (side.order, str(side.clause)))


def _any(texts: Texts, number: int, clause: UUID, source_language: str) -> Side:
    codes = sorted({code for _n, _c, code in texts}, key=lambda code: (code != source_language, code))
    return next(texts[number, clause, code] for code in codes if (number, clause, code) in texts)


def sides_of(versions: Iterable[DocumentVersion], languages: Iterable[str]) -> dict[tuple[int, UUID, str], Side]:
    """The texts of these versions in these languages; one query."""
    return sides_from(
        ClauseText.objects.filter(version__in=list(versions), language__in=set(languages)).select_related(
            "clause", "version"
        )
    )


def sides_from(rows: Iterable[ClauseText]) -> dict[tuple[int, UUID, str], Side]:
    return {(row.version.number, row.clause_id, row.language): side_of(row, row.clause) for row in rows}


def side_of(row: ClauseText, clause: Clause) -> Side:
    return Side(
        clause=clause.pk,
        eid=clause.eid,
        kind=clause.kind,
        number=row.number,
        heading=row.heading,
        text=row.text,
        html=row.html,
        summary=row.summary,
        sha256=row.sha256,
        order=row.order,
        level=row.level,
        language=row.language,
    )


def descents_between(document: Document, first: int, last: int) -> list[tuple[UUID, UUID]]:
    """(ancestor, clause) of all splits and mergers after version `first`, up to `last`; one query."""
    rows = ClauseDescent.objects.filter(
        version__document=document, version__number__gt=first, version__number__lte=last
    ).order_by("pk")
    return list(rows.values_list("ancestor_id", "clause_id"))


def _only_translated(
    changes: Iterable[Change], texts: Texts, first: int, last: int, source_language: str
) -> frozenset[UUID]:
    found: set[UUID] = set()
    for change in changes:
        if change.status != "edited" or change.language == source_language:
            continue
        was, now = (texts.get((number, change.key, source_language)) for number in (first, last))
        if was and now and was.words == now.words:
            found.add(change.key)
    return frozenset(found)
