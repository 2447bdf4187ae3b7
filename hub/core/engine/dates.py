"""Which dates a person can mean.

A typed year such as 0001 or 9999 is a slip, and what is reckoned from it (twelve weeks later, the same in UTC) leaves
the years that Python and databases know.
"""

from __future__ import annotations

from datetime import date

FIRST_YEAR, LAST_YEAR = 2000, 2199


def is_plausible(moment: date) -> bool:
    return FIRST_YEAR <= moment.year <= LAST_YEAR
