"""What residents saw of a project, as its page shows it.

`seen_part(delivery, page_url, now)` is all that a page needs for `participatory_budget/projects/_seen.html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from hub.contributions.reports.showing import Shown, shown
from participatory_budget.enums import Satisfied, Seen
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.resident_report import ResidentReport
from participatory_budget.permissions.deliveries import user_can_report
from participatory_budget.reports.map_data import MapPoint
from participatory_budget.selectors.resident_reports import (
    SatisfactionSums,
    SeenSums,
    pictures_of,
    public_reports,
    satisfaction_with,
    sums_of,
)

NEWEST = 3


@dataclass(frozen=True)
class Bar:
    """One answer, with how many gave it."""

    label: str
    count: int
    share: int  # in hundredths of all who answered this question


@dataclass(frozen=True)
class SeenItem:
    said: Shown
    finished: str  # the answer in words, or ""
    as_promised: str
    place: str
    pictures: Sequence[str]  # addresses
    replies: int
    reply_url: str


@dataclass(frozen=True)
class SeenView:
    sums: SeenSums
    finished: Sequence[Bar]  # empty when nobody answered
    as_promised: Sequence[Bar]
    satisfaction: SatisfactionSums | None
    satisfied: Sequence[Bar]
    items: Sequence[SeenItem]  # the newest
    more: int  # how many there are beyond these
    report_url: str  # "" when nothing can be reported
    reports_url: str
    satisfaction_url: str  # "" while it is not finished


def seen_view(delivery: Delivery, page_url: str, now: datetime) -> SeenView:
    """The same for every reader; four queries. `delivery.promise` is loaded."""
    sums, satisfaction = sums_of(delivery), satisfaction_with(delivery)
    newest = list(public_reports([delivery.pk])[:NEWEST]) if sums.reports else []
    return SeenView(
        sums=sums,
        finished=_bars(sums.finished, dict(Seen.choices)),
        as_promised=_bars(sums.as_promised, dict(Seen.choices)),
        satisfaction=satisfaction,
        satisfied=_bars(satisfaction.by_answer, dict(Satisfied.choices)) if satisfaction else [],
        items=seen_items(newest),
        more=sums.reports - len(newest),
        report_url=f"{page_url}report/" if page_url and user_can_report(delivery, now) else "",
        reports_url=f"{page_url}reports/",
        satisfaction_url=f"{page_url}satisfaction/" if delivery.promise.kept_on and page_url else "",
    )


def seen_part(delivery: Delivery, page_url: str, now: datetime) -> Mapping[str, SeenView]:
    """What `_seen.html` needs as a part of the page of a project."""
    return {"seen": seen_view(delivery, page_url, now)}


def seen_items(reports: Sequence[ResidentReport]) -> list[SeenItem]:
    """Of public ones; one query, however many."""
    pictures = pictures_of(reports) if reports else {}
    return [
        SeenItem(
            said=shown(one.comment, None),
            finished=one.get_finished_display() if one.finished else "",
            as_promised=one.get_as_promised_display() if one.as_promised else "",
            place=one.place,
            pictures=[
                reverse("contribution_file", args=[one.comment.reference, file.pk])
                for file in pictures.get(one.comment_id, [])
            ],
            replies=one.replies,  # type: ignore[attr-defined]  # annotated by `public_reports`
            reply_url=reverse("comments-xtd-reply", args=[one.comment_id]),
        )
        for one in reports
    ]


def seen_points(reports: Iterable[ResidentReport]) -> list[MapPoint]:
    """Where public reports were made, for those that say it on the map."""
    return [
        MapPoint(float(one.latitude), float(one.longitude), one.comment.reference, one.comment.get_absolute_url())
        for one in reports
        if one.latitude is not None and one.longitude is not None
    ]


def _bars(counts: Mapping[str, int], labels: Mapping[str, object]) -> list[Bar]:
    total = sum(counts.values())
    if not total:
        return []
    return [Bar(str(labels[value]), count, round(100 * count / total)) for value, count in counts.items()]
