"""News about a project as its pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hub.promises.engine.words import said_in
from hub.promises.enums import UpdateSource
from hub.promises.models.update import PromiseUpdate


@dataclass(frozen=True)
class UpdateRow:
    anchor: str
    title: str
    title_language: str
    text: str
    text_language: str
    published_at: datetime
    source: str  # "" where staff of the hub wrote it


def update_rows(updates: Iterable[PromiseUpdate], language: str) -> list[UpdateRow]:
    return [
        UpdateRow(
            f"update-{one.pk}",
            *said_in(one.titles, language),
            *said_in(one.texts, language),
            one.published_at,
            str(UpdateSource(one.source).label) if one.source != UpdateSource.STAFF else "",
        )
        for one in updates
    ]
