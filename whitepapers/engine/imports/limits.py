"""How much an import takes in. Everything is checked before it is read whole, or while it is read."""

from __future__ import annotations

from django.utils.translation import gettext as _

MAX_FILE = 40 * 1024 * 1024
# The text itself, unpacked; the longest acts of the world have a few megabytes.
MAX_TEXT = 20 * 1024 * 1024
MAX_ELEMENTS = 1_000_000
MAX_CLAUSES = 10_000


def too_large(limit: int = MAX_FILE) -> str:
    return _("The file is larger than %(megabytes)d MB.") % {"megabytes": limit // 1024 // 1024}
