"""A frozen report as a flat list of figures, small ones hidden. Reads the record only: an old report stays itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.core.engine.small_cells import SMALL_CELL, Shown, shown, shown_parts

_RATES_OF_THE_MACHINE = ("precision", "recall", "f1", "f1_low", "f1_high")
_RATES_OF_TWO_READERS = ("share", "kappa", "kappa_low", "kappa_high")


@dataclass(frozen=True)
class Figure:
    measure: str
    shown: Shown
    value: str = ""
    document: str = ""
    clause: str = ""
    eid: str = ""
    number: str = ""
    theme: str = ""
    per_mille: int | None = None  # instead of a count


def figure_table(content: Mapping[str, Any]) -> Iterator[Figure]:
    figures = content["figures"]
    yield Figure("received", shown(figures["received"]))
    yield from _reckoning(figures)
    yield from _parts("author_kind", {"person": figures["persons"], "organisation": figures["organisations"]})
    yield from _parts("channel", figures["channels"])
    yield from _parts("language", figures["languages"])
    for name in ("people", "distinct_texts", "groups", "grouped"):
        yield Figure(name, shown(figures[name]))
    yield from _clauses(figures["by_clause"])
    # Records of format 1 know nothing of these.
    yield from _themes(figures)
    yield from _machine(figures.get("machine"))
    yield from _second_reading(figures.get("second_reading"))


def theme_counts(figures: Mapping[str, Any]) -> dict[str, Shown]:
    """Published contributions by theme, its sub-themes with it.

    Sub-themes and what stands directly under their theme add up to it, where nothing stands under two of them.
    """
    counts = {row["uuid"]: row["comments"] for row in figures.get("by_theme", ())}
    children: dict[str, list[str]] = {}
    found: dict[str, Shown] = {}
    for row in figures.get("by_theme", ()):
        if row["parent"] in counts:
            children.setdefault(row["parent"], []).append(row["uuid"])
        else:
            found[row["uuid"]] = shown(row["comments"])
    for parent, parts in children.items():
        own = [counts[uuid] for uuid in parts]
        rest = max(0, counts[parent] - sum(own))
        # The rest is told nowhere: a large one leaves nothing to subtract from, a small one must not be found so.
        told = [shown(count) for count in own] if rest >= SMALL_CELL else shown_parts([*own, rest])[:-1]
        found |= dict(zip(parts, told, strict=True))
    return found


def _reckoning(figures: Mapping[str, Any]) -> Iterator[Figure]:
    """What adds up to "received"."""
    reasons = dict(figures["withheld"])
    parts = shown_parts([figures["published"], *reasons.values(), figures["pending"]])
    yield Figure("published", parts[0])
    for reason, part in zip(reasons, parts[1:-1], strict=True):
        yield Figure("withheld", part, reason)
    yield Figure("pending", parts[-1])


def _parts(measure: str, counts: Mapping[str, int], *, hides_sum: bool = False, **place: Any) -> Iterator[Figure]:
    parts = shown_parts(list(counts.values()), hides_sum=hides_sum)
    for value, part in zip(counts, parts, strict=True):
        yield Figure(measure, part, value, **place)


def _clauses(rows: list[Mapping[str, Any]]) -> Iterator[Figure]:
    received = shown_parts([row["received"] for row in rows])
    for row, part in zip(rows, received, strict=True):
        place: dict[str, Any] = {
            "document": row["document"],
            "clause": row["uuid"] or "",
            "eid": row["eid"],
            "number": row["number"],
        }
        yield Figure("clause_received", part, **place)
        yield Figure("clause_published", shown(row["comments"]), **place)
        yield Figure("clause_suggestions", shown(row["suggestions"]), **place)
        yield from _parts("clause_position", row["positions"], **place)


def _themes(figures: Mapping[str, Any]) -> Iterator[Figure]:
    counts = theme_counts(figures)
    for row in figures.get("by_theme", ()):
        theme = row["uuid"]
        yield Figure("theme_published", counts[theme], theme=theme)
        hidden = counts[theme].count is None
        yield from _parts("theme_position", row["positions"], hides_sum=hidden, theme=theme)


def _machine(machine: Mapping[str, Any] | None) -> Iterator[Figure]:
    """Labels that it suggested, what people made of them, and how often both say the same."""
    if machine is None:
        return
    labels = {name: machine[name] for name in ("confirmed", "refused", "left")}
    counted = [
        Figure("machine_suggested", shown(machine["suggested"]), machine["version"]),
        Figure("machine_looked_at", shown(machine["looked_at"])),
        *_parts("machine_label", labels),
    ]
    yield from counted
    yield from _rates("machine_agreement", machine, _RATES_OF_THE_MACHINE, counted)


def _second_reading(second: Mapping[str, Any] | None) -> Iterator[Figure]:
    if second is None:
        return
    counted = [Figure(f"second_reading_{name}", shown(second[name])) for name in ("contributions", "decisions")]
    yield from counted
    yield from _rates("second_reading_agreement", second, _RATES_OF_TWO_READERS, counted)


def _rates(
    measure: str, record: Mapping[str, Any], names: Sequence[str], counted: Sequence[Figure]
) -> Iterator[Figure]:
    """Left out where a count that they were made of is hidden: a rate of a few tells how many."""
    if any(figure.shown.count is None for figure in counted):
        return
    for name in names:
        if record[name] is not None:
            yield Figure(measure, Shown(None), name, per_mille=record[name])
