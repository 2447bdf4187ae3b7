"""What a person decided about the pairs that the mapping proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whitepapers.engine.mapping import Links

SAME, NEW, SPLIT, MERGED, OTHER, REMOVED = "same", "new", "split", "merged", "other", "removed"


@dataclass(frozen=True)
class Decision:
    """About a new clause: same, new, split (from `other`), other (it is the old clause `other`).
    About an old clause that does not go on: removed, merged (into the new clause `other`).
    """

    key: str
    choice: str
    other: str = ""


class ConflictError(ValueError):
    """Two new clauses cannot both be the same old one. `key` is the clause that was decided before."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def apply(links: Links, decisions: Sequence[Decision]) -> Links:
    """The links with the decisions in force; what they take from another clause leaves that one open."""
    result = Links(dict(links.matched), dict(links.splits), dict(links.mergers), set(links.decided))
    claimed = {
        old: decision.key
        for decision in decisions
        if decision.choice in {SAME, OTHER}
        and (old := decision.other or links.matched.get(decision.key) or links.splits.get(decision.key))
    }
    for decision in decisions:
        result.decided.add(decision.key)
        if decision.choice in {MERGED, REMOVED}:
            result.mergers.pop(decision.key, None)
            if decision.choice == MERGED:
                result.mergers[decision.key] = decision.other
            continue
        proposed = links.matched.get(decision.key) or links.splits.get(decision.key)
        old = decision.other or proposed
        result.matched.pop(decision.key, None)
        result.splits.pop(decision.key, None)
        if decision.choice == SPLIT and old:
            result.splits[decision.key] = old
        elif decision.choice in {SAME, OTHER} and old:
            if claimed[old] != decision.key:
                raise ConflictError(claimed[old])
            for holder in [key for key, held in result.matched.items() if held == old]:
                del result.matched[holder]
                result.decided.discard(holder)
            result.matched[decision.key] = old
            result.mergers.pop(old, None)
    return result


def decisions_from(data: Mapping[str, Sequence[str]]) -> list[Decision]:
    """As they are kept: clause → [choice, other]."""
    return [Decision(key, values[0], values[1] if len(values) > 1 else "") for key, values in data.items()]
