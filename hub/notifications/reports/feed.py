"""The newest news of one subject, in the active language; only what its letters would say to anybody now."""

from __future__ import annotations

from hub.notifications.models.news import NewsSubject
from hub.notifications.reports.told import Told, told

NEWEST = 30


def feed_items(kind: str, key: str) -> list[Told]:
    rows = NewsSubject.objects.filter(kind=kind, key=key).order_by("-created_at", "-pk").select_related("news")
    found = [told(row.news, {kind: [key]}) for row in rows[:NEWEST]]
    return [one for one in found if one is not None]
