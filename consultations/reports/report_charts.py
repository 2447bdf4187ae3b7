"""What the charts of a report show: rows and columns counted from its record, ready for the components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from consultations.enums import Decision
from consultations.reports.report_rows import ReportRow
from hub.contributions.enums import Channel
from hub.moderation.enums import ReasonCode

Record = Mapping[str, Any]
# More columns than this and a chart shows weeks, then months of four weeks.
MOST_COLUMNS = 62


@dataclass(frozen=True)
class Counted:
    label: str
    count: int


@dataclass(frozen=True)
class Column:
    begins: date
    ends: date
    count: int


@dataclass(frozen=True)
class Turnout:
    """Contributions over time. `step` is the number of days in each column."""

    columns: Sequence[Column]
    step: int

    @property
    def is_daily(self) -> bool:
        return self.step == 1

    @property
    def peak(self) -> Column:
        return max(self.columns, key=lambda column: column.count)

    @property
    def values(self) -> list[dict[str, Any]]:
        """The one series for `report/_column_chart.html`."""
        return [{"label": "", "values": [column.count for column in self.columns]}]


def turnout_of(content: Record) -> Turnout | None:
    """None where the record tells no days: reports of format 1 did not."""
    days = {date.fromisoformat(day): count for day, count in content.get("turnout", ())}
    if not days:
        return None
    first, last = min(days), max(days)
    span = (last - first).days + 1
    step = 1 if span <= MOST_COLUMNS else 7 if span <= 7 * MOST_COLUMNS else 28
    counts = [0] * -(-span // step)
    for day, count in days.items():
        counts[(day - first).days // step] += count
    columns = [
        Column(begins := first + timedelta(days=index * step), min(begins + timedelta(days=step - 1), last), count)
        for index, count in enumerate(counts)
    ]
    return Turnout(columns, step)


def channels_of(figures: Record) -> list[Counted]:
    return [Counted(str(Channel(code).label), count) for code, count in figures["channels"].items()]


def languages_of(figures: Record) -> list[Counted]:
    return [Counted(_language_name(code), count) for code, count in figures["languages"].items()]


def authors_of(figures: Record) -> list[Counted]:
    return [Counted(_("Persons"), figures["persons"]), Counted(_("Organisations"), figures["organisations"])]


def withheld_of(figures: Record) -> list[Counted]:
    return [Counted(str(ReasonCode(code).label), count) for code, count in figures["withheld"].items()]


def decisions_of(content: Record) -> list[Counted]:
    """Of all answers: to clauses, to themes, to chosen contributions; in the order of the list of decisions."""
    given = [row["decision"] for row in content["answers"]]
    return [Counted(str(one.label), given.count(one.value)) for one in Decision if one.value in given]


def chart_of(rows: Sequence[Counted]) -> list[dict[str, object]]:
    """Rows for `components/bar_chart.html`, the longest first."""
    return [{"label": row.label, "value": row.count} for row in sorted(rows, key=lambda row: -row.count)]


def positions_by_row(rows: Sequence[ReportRow]) -> list[dict[str, Any]]:
    """Rows for `report/_split_chart.html`: those about which something public was said."""
    return [
        {"label": row.title, "language": row.title_language, "url": f"#{row.anchor}", "positions": row.positions}
        for row in rows
        if row.comments
    ]


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code or _("Unknown")
