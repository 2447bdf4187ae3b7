"""Months of the calendar as they stand in addresses: "2026-04". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def read(cls, text: str, today: date) -> Month:
        """What is no month, or one that no calendar of ours reaches, is this month."""
        found = _MONTH.fullmatch(text)
        if found is not None:
            asked = cls(int(found[1]), int(found[2]))
            if FIRST_YEAR <= asked.year <= LAST_YEAR and 1 <= asked.month <= 12:
                return asked
        return cls(today.year, today.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def next(self) -> Month:
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def previous(self) -> Month:
        return Month(self.year - 1, 12) if self.month == 1 else Month(self.year, self.month - 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"
