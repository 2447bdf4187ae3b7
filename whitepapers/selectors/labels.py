"""What numbers are called in the reader's language."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from whitepapers.engine.numbering import fold_digits
from whitepapers.enums import HeadingRole

# A number alone, as “A”, “2” or “IV”; “Schedule 2” says itself what it is.
_BARE = re.compile(r"^(?:[A-Z]{1,4}|\d+|[\u0621-\u064a])$")


def shown_number(role: str, number: str) -> str:
    """“Annex A” for the heading of an annex, the number itself for everything else. The word is never stored."""
    if role == HeadingRole.ANNEX and _BARE.match(fold_digits(number)):
        return _("Annex %(number)s") % {"number": number}
    return number
