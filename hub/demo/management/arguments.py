"""Arguments that the demo commands share."""

from __future__ import annotations

import argparse
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from hub.core.engine.dates import is_plausible


def moment(text: str) -> datetime:
    """A date and time; without an offset it is local."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or not is_plausible(found):
        raise argparse.ArgumentTypeError(f"“{text}” is not a date and time such as 2026-11-22T12:00:00+01:00")
    return found if timezone.is_aware(found) else timezone.make_aware(found)
