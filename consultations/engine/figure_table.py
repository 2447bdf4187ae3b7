"""A frozen report as a flat list of figures, small ones hidden. Reads the record only: an old report stays itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from consultations.engine.small_cells import Shown, shown, shown_parts


@dataclass(frozen=True)
class Figure:
    measure: str
    shown: Shown
    value: str = ""
    document: str = ""
    clause: str = ""
    eid: str = ""
    number: str = ""


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


def _reckoning(figures: Mapping[str, Any]) -> Iterator[Figure]:
    """What adds up to "received"."""
    reasons = dict(figures["withheld"])
    parts = shown_parts([figures["published"], *reasons.values(), figures["pending"]])
    yield Figure("published", parts[0])
    for reason, part in zip(reasons, parts[1:-1], strict=True):
        yield Figure("withheld", part, reason)
    yield Figure("pending", parts[-1])


def _parts(measure: str, counts: Mapping[str, int], **place: str) -> Iterator[Figure]:
    for (value, _count), part in zip(counts.items(), shown_parts(list(counts.values())), strict=True):
        yield Figure(measure, part, value, **place)


def _clauses(rows: list[Mapping[str, Any]]) -> Iterator[Figure]:
    received = shown_parts([row["received"] for row in rows])
    for row, part in zip(rows, received, strict=True):
        place = {
            "document": row["document"],
            "clause": row["uuid"] or "",
            "eid": row["eid"],
            "number": row["number"],
        }
        yield Figure("clause_received", part, **place)
        yield Figure("clause_published", shown(row["comments"]), **place)
        yield Figure("clause_suggestions", shown(row["suggestions"]), **place)
        yield from _parts("clause_position", row["positions"], **place)
