"""The choices that a person has about a pair, as options of one select element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from whitepapers.engine.mapping import Pair
from whitepapers.engine.mapping_decisions import MERGED, NEW, OTHER, REMOVED, SAME, SPLIT, Decision

_STATUS = {
    "unchanged": pgettext_lazy("clause", "Unchanged"),
    "edited": pgettext_lazy("clause", "Edited"),
    "moved": pgettext_lazy("clause", "Moved"),
    "renumbered": pgettext_lazy("clause", "Renumbered"),
    "split": pgettext_lazy("clause", "Split"),
    "merged": pgettext_lazy("clause", "Merged"),
    "removed": pgettext_lazy("clause", "Removed"),
    "new": pgettext_lazy("clause", "New"),
}
UNDECIDED = gettext_lazy("Please decide")
_NEAR = 4  # clauses before and after, beside those that have no counterpart


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Choices:
    """`chosen` is the value that stands now; "" asks for a decision."""

    chosen: str
    plain: Sequence[Option]
    groups: Sequence[tuple[str, Sequence[Option]]]

    def __contains__(self, value: str) -> bool:
        return any(option.value == value for option in self._all())

    def _all(self) -> list[Option]:
        return [*self.plain, *(option for _label, options in self.groups for option in options)]


def status_label(status: str) -> str:
    return str(_STATUS[status])


def choices_of(
    pair: Pair, key: str, rows: Sequence[Pair], old: Mapping[str, Any], new: Mapping[str, Any], *, full: bool
) -> Choices:
    if key == pair.new:
        return _for_new(pair, rows, old, full=full)
    return _for_old(pair, rows, new, full=full)


def _for_new(pair: Pair, rows: Sequence[Pair], old: Mapping[str, Any], *, full: bool) -> Choices:
    plain = [Option(NEW, _("A new clause"))]
    if pair.old is not None:
        plain.insert(0, Option(SAME, _("The same clause: %(name)s") % {"name": name_of(old[pair.old])}))
    keys = list(old) if full else _some(list(old), pair.old, {row.old for row in rows if row.new is None and row.old})
    others = [Option(f"{OTHER}:{key}", name_of(old[key])) for key in keys if key != pair.old]
    split = [Option(f"{SPLIT}:{key}", name_of(old[key])) for key in keys]
    groups = [(_("Another clause goes on here"), others), (_("Split from"), split)]
    if pair.needs_review:
        return Choices("", [Option("", str(UNDECIDED)), *plain], groups)
    if pair.old is None:
        return Choices(NEW, plain, groups)
    return Choices(SAME if pair.continues else f"{SPLIT}:{pair.old}", plain, groups)


def _for_old(pair: Pair, rows: Sequence[Pair], new: Mapping[str, Any], *, full: bool) -> Choices:
    plain = [Option(REMOVED, _("Removed"))]
    keys = list(new) if full else _some(list(new), pair.new, {row.new for row in rows if row.old is None and row.new})
    groups = [(_("Merged into"), [Option(f"{MERGED}:{key}", name_of(new[key])) for key in keys])]
    if pair.needs_review:
        return Choices("", [Option("", str(UNDECIDED)), *plain], groups)
    return Choices(f"{MERGED}:{pair.new}" if pair.new else REMOVED, plain, groups)


def _some(keys: list[str], near: str | None, free: set[str]) -> list[str]:
    """Enough to choose from in a list; the pair's own page has them all."""
    place = keys.index(near) if near in keys else None
    around = set(keys[max(0, place - _NEAR) : place + _NEAR + 1]) if place is not None else set()
    return [key for key in keys if key in around or key in free][:60]


def name_of(part: Any) -> str:
    words = part.heading or part.text
    return f"{part.number} {words[:70]}{'…' if len(words) > 70 else ''}".strip() or "—"


def as_decision(key: str, value: str, choices: Choices) -> Decision | None:
    """None takes a decision back. A value that was not offered counts as none."""
    if value not in choices or not value:
        return None
    choice, _colon, other = value.partition(":")
    return Decision(key, choice, other)
