"""How old somebody is on a day, and days as people write them. Pure; no date of birth is kept anywhere."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

OLDEST = 125
# Year first as computers write it, or day first as people here do.
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")


def age_on(day: date, born: date) -> int:
    """Whoever was born on 29 February has their birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def old_enough(born: date, minimum: int | None, day: date) -> bool:
    return minimum is None or age_on(day, born) >= minimum


def read_day(text: str) -> date | None:
    """None where it is no day: 1990-05-17, 17/05/1990, 17.5.1990, in digits of any script."""
    plain = text[:40].strip() if text.isascii() else _unified(text[:40])
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(plain):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def is_of_a_person(born: date, day: date) -> bool:
    """A date of birth that somebody alive can have."""
    return born <= day and age_on(day, born) <= OLDEST


def _unified(text: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFKC", text) if not letter.isspace())
    return "".join(_plain(letter) for letter in letters if unicodedata.category(letter) != "Cf")


def _plain(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)
