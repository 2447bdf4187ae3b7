"""One topic or district with all that stands under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from home.engine.things import StageList, by_stage
from home.selectors.headings import HeadingLine, all_headings
from home.selectors.under import things_under
from hub.core.models.topic import TopicKind
from participatory_budget.selectors.headed import BudgetPart

# Of one stage; the tracker and the lists have the others.
PER_STAGE = 25


@dataclass(frozen=True)
class HeadingPage:
    heading: HeadingLine
    stages: Sequence[StageList]
    total: int
    more_proposals: int  # beyond those shown
    follow: BudgetPart | None  # what can be followed
    promises_url: str  # "" where nothing was promised
    feed_url: str
    calendar_url: str
    map_url: str


def heading_page(kind: str, key: str, language: str, now: datetime) -> HeadingPage | None:
    """None where there is no such heading. A constant number of queries, whatever stands under it."""
    known = all_headings(language)
    line = known.line(kind, key)
    if line is None:
        return None
    parts = known.parts_of(kind, key)
    pages = known.named.under(kind, key)
    under = things_under(kind, key, pages, parts, language, now)
    word = "theme" if kind == TopicKind.TOPIC else "district"
    query = f"?{urlencode({word: key})}"
    filters = f"?{urlencode({kind: key})}"
    return HeadingPage(
        heading=line,
        stages=by_stage(under.things, PER_STAGE),
        total=len(under.things) + under.more_proposals,
        more_proposals=under.more_proposals,
        follow=parts[0] if parts else None,
        promises_url=reverse("promises") + query if under.promises else "",
        feed_url=reverse("promises_feed") + query if under.promises else "",
        calendar_url=reverse("calendar") + filters,
        map_url=reverse("map") + filters,
    )
