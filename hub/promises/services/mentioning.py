"""That there was news about a promise which its feature tells by itself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from hub.promises.models.promise import Promise


def mention(promise_id: UUID, *, now: datetime) -> None:
    """Silence is counted from here on."""
    for found in Promise.objects.filter(pk=promise_id, news_at__lt=now):
        # Saved, not updated: what is sorted by news hears of it.
        found.news_at = now
        found.save(update_fields=["news_at"])
