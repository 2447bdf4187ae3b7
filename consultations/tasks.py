"""What the clock owes the followers of consultations."""

from __future__ import annotations

from datetime import datetime

from consultations.services.news import tell_phases


def tell_followers(now: datetime) -> None:
    tell_phases(now)
