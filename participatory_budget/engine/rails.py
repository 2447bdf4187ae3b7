"""A line of time on which a planned day and the day of the deed are set, all to one scale. Pure.

Places are texts in per cent, ready for SVG: a template would write 12.5 as "12,5" in French.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# The marks at both ends have a width of their own.
_MARGIN = 3.0


@dataclass(frozen=True)
class Rail:
    first: str
    planned: str
    done: str  # "" while it is not done
    reach: str  # where the line from the first planned day ends: the deed, the day that holds now, or today
    today: str  # "" where today lies outside


def rail_of(
    starts: date, ends: date, *, first: date, planned: date, done: date | None, today: date, overdue: bool = False
) -> Rail:
    def place(day: date) -> str:
        whole = (ends - starts).days
        share = (day - starts).days / whole if whole else 0.5
        return f"{_MARGIN + share * (100 - 2 * _MARGIN):.2f}%"

    return Rail(
        first=place(first),
        planned=place(planned),
        done=place(done) if done else "",
        reach=place(done or (today if overdue else planned)),
        today=place(today) if starts <= today <= ends else "",
    )
