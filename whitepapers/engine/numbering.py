"""Numbers and nesting of a flat list of headings, clauses and notes.

A heading opens a part or an annex; a clause belongs to the nearest heading above it, a sub-clause to the nearest
clause of a higher level. A number written by hand is kept as it is. An automatic number is never given twice and never
equals one that was written by hand anywhere in the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from whitepapers.enums import ClauseNumbering, HeadingNumbering, HeadingRole, PartKind

_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_TOKEN_EDGE = re.compile(r"^[^\w]+|[^\w]+$")


@dataclass(frozen=True)
class Item:
    """A block as it was written. `level` is relative: 1 is a clause, 2 its sub-clause; 1 is a part, 2 its section."""

    kind: str
    level: int = 1
    number: str = ""
    numbering: str = HeadingNumbering.NUMBERED
    role: str = HeadingRole.PART

    @property
    def is_annex(self) -> bool:
        return self.kind == PartKind.HEADING and self.role == HeadingRole.ANNEX


@dataclass(frozen=True)
class Place:
    """Where a block stands: its number, its depth from 1, its parent's index, and the last component of its number."""

    number: str
    depth: int
    parent: int | None
    tail: str
    is_counted: bool  # a heading or clause without number and a note are not
    is_annex: bool = False


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
class _Annexes(_Scope):
    """Annexes are lettered, so that their clauses (A.1) are never taken for those of the text (1.1)."""

    def next(self) -> str:
        while True:
            self.count += 1
            letters = annex_letters(self.count)
            if letters not in self.used:
                self.used.add(letters)
                return letters

    def go_on_from(self, number: str) -> None:
        own = counting_prefix(number).upper()
        if own and own.isascii() and own.isalpha() and len(own) == 1:
            self.count = max(self.count, ord(own) - ord("A") + 1)


@dataclass
class _Open:
    index: int | None
    kind: str
    level: int
    depth: int
    scope: _Scope = field(repr=False)


def annex_letters(count: int) -> str:
    """1 → A, 26 → Z, 27 → AA."""
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


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
    annexes = _Annexes("", used)
    places: list[Place] = []
    for index, item in enumerate(items):
        if item.kind == PartKind.NOTE:
            top = stack[-1]
            places.append(Place("", top.depth + 1, top.index, "", is_counted=False))
            continue
        _close(stack, item)
        parent = stack[-1]
        is_lettered = item.is_annex and item.numbering != HeadingNumbering.RUNNING
        number, scope, is_counted = _number(item, annexes if is_lettered else parent.scope)
        tail = number.removeprefix(f"{parent.scope.prefix}.") if parent.scope.prefix else number
        places.append(Place(number, parent.depth + 1, parent.index, tail, is_counted, item.is_annex))
        level = 1 if item.is_annex else item.level
        stack.append(_Open(index, item.kind, level, parent.depth + 1, scope))
    return places


def _close(stack: list[_Open], item: Item) -> None:
    """What ends where this item begins: clauses always end at a heading, equals and lower levels at their like, and
    everything at an annex.
    """
    if item.is_annex:
        del stack[1:]
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
    if item.kind == PartKind.CLAUSE and item.numbering == ClauseNumbering.UNNUMBERED:
        return "", parent, False
    number = parent.next()
    return number, _Scope(number, parent.used), True
