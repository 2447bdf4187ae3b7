"""CSV that is streamed and that a spreadsheet shows instead of calculating."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# A spreadsheet runs a cell that starts so as a formula (OWASP, CSV injection); the wide ones it takes for the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Spreadsheets take a file for UTF-8 only with this in front.
BYTE_ORDER_MARK = "\ufeff"


def formula_safe(value: object) -> object:
    """A text that a spreadsheet would calculate gets an apostrophe in front and is shown as the text that it is."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """One row at a time; lines end as RFC 4180 wants it."""
    writer: Any = csv.writer(_Echo())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([formula_safe(value) for value in row])


class _Echo:
    """The writer hands each line on instead of keeping it."""

    def write(self, value: str) -> str:
        return value
