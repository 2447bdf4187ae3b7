"""What a suggested wording changes, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKEN = re.compile(r"\s+|[^\W_]+(?:[’'][^\W_]+)*|.", re.DOTALL)
# Comparing is quadratic in the worst case; above this a change is shown as one replacement.
MAX_TOKENS = 6000


@dataclass(frozen=True)
class Change:
    kind: Literal["same", "deleted", "inserted"]
    text: str


def redline(old: str, new: str) -> list[Change]:
    """Joining "same" and "deleted" gives the old text back, "same" and "inserted" the new one."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) + len(after) > MAX_TOKENS:
        return [] if old == new == "" else _merge([Change("deleted", old), Change("inserted", new)])
    changes: list[Change] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            changes.append(Change("same", "".join(before[i1:i2])))
        else:
            changes.append(Change("deleted", "".join(before[i1:i2])))
            changes.append(Change("inserted", "".join(after[j1:j2])))
    return _merge(changes)


def _merge(changes: list[Change]) -> list[Change]:
    """A lone space between two changes joins them: "every day" → "each week" is one change, not two."""
    joined: list[Change] = []
    deleted = inserted = ""
    for position, change in enumerate(changes):
        if change.kind == "deleted":
            deleted += change.text
        elif change.kind == "inserted":
            inserted += change.text
        elif change.text.isspace() and (deleted or inserted) and position + 1 < len(changes):
            deleted, inserted = deleted + change.text, inserted + change.text
        else:
            joined += _flush(deleted, inserted)
            deleted = inserted = ""
            joined.append(change)
    return [change for change in joined + _flush(deleted, inserted) if change.text]


def _flush(deleted: str, inserted: str) -> list[Change]:
    return [Change("deleted", deleted), Change("inserted", inserted)]
