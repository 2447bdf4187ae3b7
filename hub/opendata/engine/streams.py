"""Text that is written while it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hub.core.datasets import Dataset
from hub.core.engine.csv_cells import csv_lines
from hub.opendata.engine.values import cell

# Characters that are sent at once: a row by itself would cost a packet each.
_PIECE = 32_000


def csv_text(dataset: Dataset, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A line of headings, then a line a row."""

    def cells() -> Iterator[list[object]]:
        yield [field.name for field in dataset.fields]
        for row in rows:
            yield [cell(field, row[field.name]) for field in dataset.fields]

    return csv_lines(cells())


def json_text(head: Mapping[str, Any], key: str, records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object: `head`, and under `key` an array with a line a record. Valid with no record as well."""
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield f"{opening},\n {json.dumps(key)}: ["
    separator = "\n  "
    for record in records:
        yield separator + json.dumps(record, ensure_ascii=False)
        separator = ",\n  "
    yield "\n ]\n}\n"


def in_pieces(texts: Iterable[str], size: int = _PIECE) -> Iterator[bytes]:
    """Short texts together, as UTF-8."""
    waiting: list[str] = []
    length = 0
    for text in texts:
        waiting.append(text)
        length += len(text)
        if length >= size:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    if waiting:
        yield "".join(waiting).encode()
