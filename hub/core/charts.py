"""Geometry of the charts that templates draw as SVG. Pure arithmetic: no request, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def svg(value: float) -> str:
    """A coordinate: text, because templates print floats with the reader's decimal comma."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


INKS = {"support": "#0a5a54", "changes": "#c98a3a", "oppose": "#8f1d1d", "question": "#857d6c", "other": "#ddd6c6"}


@dataclass(frozen=True)
class Segment:
    """One part of a split bar, in hundredths of the bar."""

    kind: str
    count: int
    start: float
    width: float
    is_last: bool
    text: str  # "21 with changes"

    @property
    def ink(self) -> str:
        """For paper, where a drawing has no style sheet; on screens the style sheet says it."""
        return INKS.get(self.kind, "#857d6c")

    @property
    def svg_start(self) -> str:
        return svg(self.start)

    @property
    def svg_end(self) -> str:
        """A hair of paper stays between neighbours, unless the part is thinner than that."""
        gap = 0 if self.is_last else min(0.6, self.width / 2)
        return svg(self.start + self.width - gap)


def position_name(kind: str) -> str:
    """The position as a label of its own ("Supports with changes"); unknown kinds are shown as they are."""
    names = {
        "support": _("Supports"),
        "changes": _("Supports with changes"),
        "oppose": _("Opposes"),
        "question": _("Asks"),
        "other": _("Says"),
    }
    return names.get(kind, kind)


def _counted(kind: str, count: int) -> str:
    figure = {"count": number_format(count, force_grouping=True)}
    if kind == "support":
        return ngettext("%(count)s supports", "%(count)s support", count) % figure
    if kind == "changes":
        return ngettext("%(count)s with changes", "%(count)s with changes", count) % figure
    if kind == "oppose":
        return ngettext("%(count)s opposes", "%(count)s oppose", count) % figure
    if kind == "question":
        return ngettext("%(count)s question", "%(count)s questions", count) % figure
    return ngettext("%(count)s other", "%(count)s other", count) % figure


POSITIONS = ("support", "changes", "oppose", "question", "other")


def split_segments(positions: Mapping[str, int]) -> list[Segment]:
    """Segments in the order of `POSITIONS`; empty ones are left out; together they fill the bar."""
    counts = [(kind, positions.get(kind) or 0) for kind in POSITIONS]
    shown = [(kind, count) for kind, count in counts if count]
    total = sum(count for _kind, count in shown)
    segments: list[Segment] = []
    start = 0.0
    for index, (kind, count) in enumerate(shown):
        width = 100 * count / total
        segments.append(Segment(kind, count, start, width, index == len(shown) - 1, _counted(kind, count)))
        start += width
    return segments


def bar_rows(rows: Iterable[Mapping[str, Any]], width: int = 100) -> list[dict[str, Any]]:
    """Each row (`label`, `value`) with the `length` of its bar; the longest fills `width`."""
    copies = [dict(row) for row in rows]
    highest = max((row["value"] for row in copies), default=0)
    for row in copies:
        row["length"] = svg(width * row["value"] / highest if highest else 0)
    return copies


def multiples(series: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each of the series (`label`, `values`) as columns of a small chart, all to one scale, with its `total`."""
    copies = [dict(one) for one in series]
    highest = max((value for one in copies for value in one["values"]), default=0) or 1
    for one in copies:
        one["total"] = sum(one["values"])
        one["width"] = str(len(one["values"]))
        one["bars"] = [
            {"x": svg(index + 0.1), "y": svg(100 - 100 * value / highest), "height": svg(100 * value / highest)}
            for index, value in enumerate(one["values"])
        ]
    return copies


def toc_bars(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Entries of a table of contents with the `length` of their activity bar; one without `count` gets none."""
    copies = _copied(entries)
    highest = max((entry["count"] for entry in _flat(copies) if entry.get("count") is not None), default=0)
    for entry in _flat(copies):
        count = entry.get("count")
        entry["length"] = None if count is None else svg(100 * count / highest if highest else 0)
    return copies


def _copied(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**entry, "children": _copied(entry.get("children") or ())} for entry in entries]


def _flat(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for entry in entries for one in (entry, *_flat(entry["children"]))]
