"""What became of each clause between two versions. Pure; docs/redline.md tells the rules.

A clause is followed by its identity, so nothing is guessed: a change is one clause in both versions, a clause that came
or went, or a *group* that belongs together because one was split into several or several were merged into one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from hub.contributions.engine.redline import Redline, compare_words, longest_run
from whitepapers.enums import PartKind


class Status(StrEnum):
    UNCHANGED = "unchanged"
    EDITED = "edited"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    SPLIT = "split"
    MERGED = "merged"
    REMOVED = "removed"
    NEW = "new"


_NOTHING = Redline(())
_BACKWARDS = {
    Status.SPLIT: Status.MERGED,
    Status.MERGED: Status.SPLIT,
    Status.REMOVED: Status.NEW,
    Status.NEW: Status.REMOVED,
}


@dataclass(frozen=True)
class Side:
    """A clause, heading or note as it stands in one version."""

    clause: UUID
    eid: str
    kind: str
    number: str
    heading: str
    text: str
    html: str
    summary: str
    sha256: str
    order: int
    level: int
    language: str

    @property
    def words(self) -> tuple[str, str]:
        return self.heading, self.sha256


@dataclass(frozen=True)
class Change:
    """One row of a comparison. `old` and `new` hold one clause each, more where clauses were split or merged."""

    status: Status
    old: tuple[Side, ...]
    new: tuple[Side, ...]
    heading: Redline = _NOTHING
    text: Redline = _NOTHING
    summary: Redline | None = None  # only when the plain-language summary changed
    is_edited: bool = False
    is_moved: bool = False
    is_renumbered: bool = False
    is_reformatted: bool = False  # same words, other formatting

    @property
    def sides(self) -> tuple[Side, ...]:
        return self.new or self.old

    @property
    def key(self) -> UUID:
        return self.sides[0].clause

    @property
    def kind(self) -> str:
        return self.sides[0].kind

    @property
    def is_clause(self) -> bool:
        return any(side.kind == PartKind.CLAUSE for side in self.sides)

    @property
    def language(self) -> str:
        return self.sides[0].language

    @property
    def clauses(self) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(side.clause for side in (*self.old, *self.new)))

    @property
    def is_minor(self) -> bool:
        """Same words at the same place: only formatting or the plain-language summary differs."""
        return self.status is Status.UNCHANGED and (self.is_reformatted or self.summary is not None)

    @property
    def changes_words(self) -> bool:
        return self.is_edited or self.status in {Status.NEW, Status.REMOVED, Status.SPLIT, Status.MERGED}

    def mirrored(self) -> Change:
        return replace(
            self,
            status=_BACKWARDS.get(self.status, self.status),
            old=self.new,
            new=self.old,
            heading=self.heading.mirrored(),
            text=self.text.mirrored(),
            summary=self.summary.mirrored() if self.summary else None,
        )


Descent = tuple[UUID, UUID]  # ancestor, clause


# --- what belongs together --------------------------------------------------------------------------------------------


def groups(old: Sequence[UUID], new: Sequence[UUID], descents: Iterable[Descent]) -> list[tuple[set[UUID], set[UUID]]]:
    """Clauses of both versions in groups: one and itself, one alone, or all that a split or a merger ties together."""
    in_old, in_new = set(old), set(new)
    parent: dict[UUID, UUID] = {}

    def root(key: UUID) -> UUID:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for ancestor, clause in descents:
        if clause in in_old and ancestor in in_new:
            # The clause was there before and its ancestor still is: words went over, but nobody came or went. A clause
            # that takes in another names the ancestors of that one, too.
            continue
        # A chain through a version between the two (split, then split again) ties its ends as well.
        parent[root(clause)] = root(ancestor)
    found: dict[UUID, tuple[set[UUID], set[UUID]]] = defaultdict(lambda: (set(), set()))
    for key in in_old:
        found[root(key)][0].add(key)
    for key in in_new:
        found[root(key)][1].add(key)
    result: list[tuple[set[UUID], set[UUID]]] = []
    for was, now in found.values():
        if len(was) > 1 and was == now:
            # Nobody came or went: each is compared with itself, whatever words went from one to the other.
            result += [({key}, {key}) for key in was]
        else:
            result.append((was, now))
    return result


# --- comparing --------------------------------------------------------------------------------------------------------


Pick = Callable[[set[UUID], set[UUID]], tuple[Iterable[Side], Iterable[Side]]]


def compare_sides(
    old: Sequence[Side], new: Sequence[Side], descents: Iterable[Descent], pick: Pick | None = None
) -> list[Change]:
    """All changes, in the order of the new version; what went stands after what stood before it.

    `pick` chooses the texts in which a group is compared, so that both are in one language; by default those given.
    """
    before, after = {side.clause: side for side in old}, {side.clause: side for side in new}
    moved = _moved(old, new)
    changes: list[Change] = []
    for was, now in groups([side.clause for side in old], [side.clause for side in new], descents):
        texts = pick(was, now) if pick else ([before[key] for key in was], [after[key] for key in now])
        changes.append(_change(_in_order(texts[0]), _in_order(texts[1]), moved))
    return in_reading_order(changes, old, new)


def _in_order(sides: Iterable[Side]) -> tuple[Side, ...]:
    return tuple(sorted(sides, key=lambda side: (side.order, str(side.clause))))


def _change(old: tuple[Side, ...], new: tuple[Side, ...], moved: set[UUID]) -> Change:
    is_pair = len(old) == 1 and len(new) == 1
    is_edited = bool(old and new) and not (is_pair and old[0].words == new[0].words)
    is_moved = is_pair and new[0].clause in moved
    is_renumbered = is_pair and old[0].number != new[0].number
    status = _status(old, new, is_edited=is_edited, is_moved=is_moved, is_renumbered=is_renumbered)
    summaries = [" ".join(side.summary for side in sides if side.summary) for sides in (old, new)]
    return Change(
        status=status,
        old=old,
        new=new,
        heading=_redline(_headings(old), _headings(new), is_edited=is_edited),
        text=_redline("\n".join(texts_of_group(old)), "\n".join(texts_of_group(new)), is_edited=is_edited),
        summary=compare_words(*summaries) if is_pair and summaries[0] != summaries[1] else None,
        is_edited=is_edited,
        is_moved=is_moved,
        is_renumbered=is_renumbered,
        is_reformatted=is_pair and not is_edited and old[0].html != new[0].html,
    )


def _redline(old: str, new: str, *, is_edited: bool) -> Redline:
    """Words that count as the same (their fingerprint is) are not marked for a space or an invisible sign."""
    if old and new and not is_edited:
        return compare_words(new, new)
    return compare_words(old, new)


def _headings(sides: tuple[Side, ...]) -> str:
    """The heading of a group is that of its first clause; those of the others stand in the text."""
    return sides[0].heading if sides else ""


def texts_of_group(sides: Sequence[Side]) -> list[str]:
    return [
        f"{side.heading}\n{side.text}".strip("\n") if position else side.text for position, side in enumerate(sides)
    ]


def _status(
    old: tuple[Side, ...], new: tuple[Side, ...], *, is_edited: bool, is_moved: bool, is_renumbered: bool
) -> Status:
    if not old:
        return Status.NEW
    if not new:
        return Status.REMOVED
    if len(old) > 1 or len(new) > 1:
        return Status.MERGED if len(old) > len(new) else Status.SPLIT
    if is_edited:
        return Status.EDITED
    if is_moved:
        return Status.MOVED
    return Status.RENUMBERED if is_renumbered else Status.UNCHANGED


def _moved(old: Sequence[Side], new: Sequence[Side]) -> set[UUID]:
    """Clauses that changed family, or left the longest run of their family that kept its order.

    Family is the nearest part above that stands in both versions, so a new heading over ten clauses moves none of them,
    and a clause that moves takes its sub-clauses along without each being told.
    """
    common = {side.clause for side in old} & {side.clause for side in new}
    was, now = _families(old, common), _families(new, common)
    moved = {key for key in common if was[key] != now[key]}
    place = {side.clause: index for index, side in enumerate(old)}
    families: dict[UUID | None, list[UUID]] = defaultdict(list)
    for side in new:
        if side.clause in common and side.clause not in moved:
            families[now[side.clause]].append(side.clause)
    for members in families.values():
        stays = {members[index] for index in longest_run([place[key] for key in members])}
        moved |= set(members) - stays
    return moved


def _families(sides: Sequence[Side], common: set[UUID]) -> dict[UUID, UUID | None]:
    """By clause: the nearest part above it that stands in both versions. Notes head nothing."""
    families: dict[UUID, UUID | None] = {}
    above: list[Side] = []
    for side in sides:
        while above and above[-1].level >= side.level:
            above.pop()
        families[side.clause] = next((one.clause for one in reversed(above) if one.clause in common), None)
        if side.kind != PartKind.NOTE:
            above.append(side)
    return families


def in_reading_order(changes: Iterable[Change], old: Sequence[Side], new: Sequence[Side]) -> list[Change]:
    """As the new version reads; what went stands after the last part before it that stayed."""
    after = {side.clause: index for index, side in enumerate(new)}
    anchor: dict[UUID, int] = {}
    last = -1
    for side in old:
        last = after.get(side.clause, last)
        anchor[side.clause] = last
    place_in_old = {side.clause: index for index, side in enumerate(old)}

    def place(change: Change) -> tuple[int, int, int]:
        if change.new:
            return after[change.new[0].clause], 0, 0
        gone = change.old[0].clause
        return anchor[gone], 1, place_in_old[gone]

    return sorted(changes, key=place)


# --- counting ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    """Each clause counts once, under what weighs most. Splits count as one each, mergers by the clauses that met."""

    edited: int = 0
    new: int = 0
    removed: int = 0
    split: int = 0
    merged: int = 0
    moved: int = 0
    renumbered: int = 0
    minor: int = 0
    unchanged: int = 0
    others: int = 0  # headings and notes that changed in any way but their number

    @property
    def has_changes(self) -> bool:
        return any(
            (self.edited, self.new, self.removed, self.split, self.merged, self.moved, self.renumbered, self.minor)
        ) or bool(self.others)


def figures_of(changes: Iterable[Change]) -> Figures:
    counted: Counter[str] = Counter()
    for change in changes:
        if not change.is_clause:
            counted["others"] += change.status not in {Status.UNCHANGED, Status.RENUMBERED} or change.is_minor
        elif change.is_minor:
            counted["minor"] += 1
        elif change.status is Status.MERGED:
            counted["merged"] += len(change.old)
        elif change.status is Status.SPLIT:
            counted["split"] += len(change.old)
        else:
            counted[change.status.value] += 1
    return Figures(**counted)
