"""Days on which many people are away. Configured as `MM-DD`, `MM-DD/MM-DD` (each year) or with a year in front."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


class HolidayFormatError(ValueError):
    """A period that cannot be read; the text is in the message."""


def holidays_between(periods: Iterable[str], first: date, last: date) -> list[tuple[str, int]]:
    """Periods that fall into these days, both included, with how many of the days they take."""
    found = []
    for period in periods:
        days = sum(
            (min(end, last) - max(start, first)).days + 1
            for start, end in _spans(period, range(first.year - 1, last.year + 1))
            if start <= last and end >= first
        )
        if days > 0:
            found.append((period, days))
    return found


def _spans(period: str, years: Iterable[int]) -> list[tuple[date, date]]:
    start, _slash, end = period.strip().partition("/")
    end = end or start
    if start.count("-") == 2:
        return [(_day(start, period), _day(end, period))]
    spans = []
    for year in years:
        begins, ends = _day(f"{year}-{start}", period), _day(f"{year}-{end}", period)
        # 12-20/01-03 runs into the next year.
        spans.append((begins, ends if ends >= begins else _day(f"{year + 1}-{end}", period)))
    return spans


def _day(text: str, period: str) -> date:
    if text.endswith("-02-29"):
        return date(int(text[:4]), 3, 1) - timedelta(days=1)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HolidayFormatError(period) from None
