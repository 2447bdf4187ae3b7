"""How much an import takes in. Everything is checked before it is read whole, or while it is read."""

from __future__ import annotations

from django.utils.translation import gettext as _

MAX_FILE = 60 * 1024 * 1024
MAX_TEXT = 30 * 1024 * 1024
MAX_CLAUSES = 20_000


def too_large(limit: int = MAX_FILE) -> str:
    return _("The file is larger than %(megabytes)d MB.") % {"megabytes": limit // 1024 // 1024}
