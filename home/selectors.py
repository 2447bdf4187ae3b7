"""What the front page shows, gathered in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import ngettext

from consultations.selectors import ConsultationCard, closing_soon, decided_lately, open_now
from consultations.selectors.lists import filter_counts
from hub.contributions.models.thread import Thread
from hub.promises.reports.lately import Lately, lately

LATELY = 3


@dataclass(frozen=True)
class FrontPage:
    open: Sequence[ConsultationCard]  # without those that close soon
    closing: Sequence[ConsultationCard]
    decided: Sequence[ConsultationCard]
    promises: Sequence[Lately]  # what became of promises lately
    figures: Sequence[tuple[int, str]]

    @property
    def is_quiet(self) -> bool:
        return not (self.open or self.closing)


def front_page(language: str, now: datetime) -> FrontPage:
    closing = closing_soon(now, language)
    urgent = {card.uuid for card in closing}
    return FrontPage(
        open=[card for card in open_now(now, language) if card.uuid not in urgent],
        closing=closing,
        decided=decided_lately(now, language),
        promises=lately(language, now, limit=LATELY),
        figures=_figures(now),
    )


def _figures(now: datetime) -> list[tuple[int, str]]:
    """Big quiet numerals; a zero is no message."""
    counts = filter_counts(now)
    comments = Thread.objects.aggregate(total=Sum("published_count"))["total"] or 0
    figures = [
        (counts["open"], ngettext("consultation open", "consultations open", counts["open"])),
        (comments, ngettext("comment published", "comments published", comments)),
        (counts["answered"], ngettext("consultation answered", "consultations answered", counts["answered"])),
    ]
    return [(value, label) for value, label in figures if value]
