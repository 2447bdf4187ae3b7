"""What became of promises lately, in a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import pgettext

from hub.promises.engine.tracker_wish import TrackerWish
from hub.promises.engine.words import said_in
from hub.promises.selectors.news import latest_news

_LOOKED_AT = 50  # pieces of news; several may be about one promise


@dataclass(frozen=True)
class Lately:
    title: str
    language: str
    url: str
    tag: str
    label: str
    happened_at: datetime


def lately(language: str, now: datetime, *, limit: int) -> Sequence[Lately]:
    """Each promise once, the newest first; empty where nothing was kept, late, put off or given up yet."""
    words = {
        "promise.late": ("late", pgettext("what became of a promise", "Late")),
        "promise.kept": ("kept", pgettext("what became of a promise", "Kept")),
        "promise.postponed": ("postponed", pgettext("what became of a promise", "Put off")),
        "promise.cancelled": ("cancelled", pgettext("what became of a promise", "Given up")),
    }
    found: dict[UUID, Lately] = {}
    for one in latest_news(TrackerWish(), localdate(now), language, limit=_LOOKED_AT):
        line = Lately(*said_in(one.promise.titles, language), one.promise.url, *words[one.kind], one.happened_at)
        found.setdefault(one.promise.uuid, line)  # what holds now: kept is no longer late
    return list(found.values())[:limit]
