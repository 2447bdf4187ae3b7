"""Numbers and nesting of a flat list of headings, clauses and notes.

A heading opens a part; a clause belongs to the nearest heading above it, a sub-clause to the nearest clause of a higher
level. A number written by hand is kept as it is. An automatic number is never given twice and never equals one that was
written by hand anywhere in the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from whitepapers.enums import HeadingNumbering, PartKind

_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_TOKEN_EDGE = re.compile(r"^[^\w]+|[^\w]+$")


@dataclass(frozen=True)
class Item:
    """A block as it was written. `level` is relative: 1 is a clause, 2 its sub-clause; 1 is a part, 2 its section."""

    kind: str
    level: int = 1
    number: str = ""
    numbering: str = HeadingNumbering.NUMBERED


@dataclass(frozen=True)
class Place:
    """Where a block stands: its number, its depth from 1, its parent's index, and the last component of its number."""

    number: str
    depth: int
    parent: int | None
    tail: str
    is_counted: bool  # a heading without automatic number and a note are not


@dataclass
class _Scope:
    """Where the children of something are counted."""

    prefix: str
    used: set[str]
    count: int = 0

    def next(self) -> str:
        while True:
            self.count += 1
            number = f"{self.prefix}.{self.count}" if self.prefix else str(self.count)
            if number not in self.used:
                self.used.add(number)
                return number

    def go_on_from(self, number: str) -> None:
        """After a hand-written 7 comes 8, after 4.7 comes 4.8; after “4 bis” the count goes on as if it were not."""
        own = number.removeprefix(f"{self.prefix}.") if self.prefix else number
        if own.isdecimal():
            self.count = max(self.count, int(own))


@dataclass
class _Open:
    index: int | None
    kind: str
    level: int
    depth: int
    scope: _Scope = field(repr=False)


def fold_digits(number: str) -> str:
    return number.strip().translate(_ARABIC_DIGITS)


def counting_prefix(number: str) -> str:
    """What children put before their own number: “4 bis” → 4bis, “Chapter II.” → II, “§ 12” → 12."""
    tokens = [stripped for token in fold_digits(number).split() if (stripped := _TOKEN_EDGE.sub("", token))]
    if not tokens:
        return ""
    return "".join(tokens) if tokens[0][0].isdigit() else tokens[-1]


def place(items: Sequence[Item]) -> list[Place]:
    """One place per item, in the same order."""
    used = {fold_digits(item.number) for item in items if item.number.strip()}
    stack = [_Open(None, PartKind.HEADING, 0, 0, _Scope("", used))]
    places: list[Place] = []
    for index, item in enumerate(items):
        if item.kind == PartKind.NOTE:
            top = stack[-1]
            places.append(Place("", top.depth + 1, top.index, "", is_counted=False))
            continue
        _close(stack, item)
        parent = stack[-1]
        number, scope, is_counted = _number(item, parent.scope)
        tail = number.removeprefix(f"{parent.scope.prefix}.") if parent.scope.prefix else number
        places.append(Place(number, parent.depth + 1, parent.index, tail, is_counted))
        stack.append(_Open(index, item.kind, item.level, parent.depth + 1, scope))
    return places


def _close(stack: list[_Open], item: Item) -> None:
    """What ends where this item begins: clauses always end at a heading, equals and lower levels at their like."""
    while len(stack) > 1:
        top = stack[-1]
        ends = item.level <= top.level if top.kind == item.kind else item.kind == PartKind.HEADING
        if not ends:
            return
        stack.pop()


def _number(item: Item, parent: _Scope) -> tuple[str, _Scope, bool]:
    written = item.number.strip()
    if item.kind == PartKind.HEADING and item.numbering == HeadingNumbering.RUNNING:
        return written, parent, False
    if written:
        parent.go_on_from(fold_digits(written))
        return written, _Scope(counting_prefix(written), parent.used), True
    number = parent.next()
    return number, _Scope(number, parent.used), True
