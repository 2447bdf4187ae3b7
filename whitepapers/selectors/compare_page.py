"""What the page that compares two versions shows, and the page that lists all versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from whitepapers.engine.comparing import Change, Side, Status
from whitepapers.enums import PartKind
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors.change_view import ShownChange, name_of, reasons_for, show, summary_sentences
from whitepapers.selectors.comparing import Comparison, compare
from whitepapers.selectors.documents import document_of, versions_of


@dataclass(frozen=True)
class Fold:
    """Neighbours whose words did not change, shown folded."""

    rows: Sequence[ShownChange]

    @property
    def is_headings(self) -> bool:
        """Nothing but headings: shown as what they are, they need no folding."""
        return all(row.change.kind == PartKind.HEADING and not row.told for row in self.rows)

    @property
    def renumbered(self) -> int:
        return sum(1 for row in self.rows if row.change.is_renumbered)

    @property
    def first(self) -> str:
        return self.rows[0].title

    @property
    def last(self) -> str:
        return self.rows[-1].title


@dataclass(frozen=True)
class Item:
    """One change, or a fold of what stayed; exactly one of the two is there."""

    change: ShownChange | None = None
    fold: Fold | None = None


@dataclass(frozen=True)
class ComparePage:
    comparison: Comparison
    items: Sequence[Item]
    sentences: Sequence[str]
    versions: Sequence[DocumentVersion]  # newest first

    @property
    def changed(self) -> list[ShownChange]:
        return [item.change for item in self.items if item.change]

    @property
    def is_same_version(self) -> bool:
        return self.comparison.a.number == self.comparison.b.number


def compare_page(page: Any, a: int, b: int, *, url: str) -> ComparePage | None:
    """None when the document has no such versions."""
    document = document_of(page.translation_key)
    versions = versions_of(page.translation_key)
    by_number = {version.number: version for version in versions}
    if document is None or a not in by_number or b not in by_number:
        return None
    comparison = compare(document, by_number[a], by_number[b], page.locale.language_code)
    return ComparePage(
        comparison=comparison,
        items=_items(document, comparison, url) if a != b else [],
        sentences=summary_sentences(comparison.figures),
        versions=versions,
    )


def _items(document: Document, comparison: Comparison, url: str) -> list[Item]:
    first, last = sorted((comparison.a.number, comparison.b.number))
    reasons = reasons_for(document.pk, comparison.changes, first, last)
    items: list[Item] = []
    folded: list[ShownChange] = []
    above: list[Side] = []
    for change in comparison.changes:
        side = change.sides[0]
        while above and above[-1].level >= side.level:
            above.pop()
        shown = show(
            change,
            url=url,
            reasons=reasons,
            where=name_of(above[-1]) if above and not _just_headed(folded) else "",
            only_translated=change.key in comparison.only_translated,
        )
        if change.new and change.kind != PartKind.NOTE:
            above.append(side)
        if _folds(change):
            folded.append(shown)
            continue
        if folded:
            items.append(Item(fold=Fold(folded)))
            folded = []
        items.append(Item(change=shown))
    if folded:
        items.append(Item(fold=Fold(folded)))
    return items


def _just_headed(folded: Sequence[ShownChange]) -> bool:
    return bool(folded) and Fold(folded).is_headings


def _folds(change: Change) -> bool:
    return change.status is Status.RENUMBERED or (change.status is Status.UNCHANGED and not change.is_minor)


@dataclass(frozen=True)
class VersionRow:
    version: DocumentVersion
    url: str
    compare_url: str  # with the one before; "" for the first


@dataclass(frozen=True)
class VersionList:
    rows: Sequence[VersionRow] = field(default_factory=tuple)  # newest first

    @property
    def can_compare(self) -> bool:
        return len(self.rows) > 1


def version_list(versions: Sequence[DocumentVersion], url: str) -> VersionList:
    """`versions` newest first."""
    return VersionList(
        [
            VersionRow(
                version=version,
                url=f"{url}v{version.number}/",
                compare_url=f"{url}compare/{before.number}/{version.number}/" if before else "",
            )
            for version, before in zip(versions, [*versions[1:], None], strict=True)
        ]
        if versions
        else []
    )
