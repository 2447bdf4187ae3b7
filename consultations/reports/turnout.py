"""Who has taken part so far, for officers: by day, channel, language and clause. A constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, Func
from django.utils import timezone

from consultations.enums import PhaseKind
from consultations.models.consultation import Consultation
from consultations.models.delay import DelayExplanation
from consultations.phases import phase_at, schedule_of
from consultations.selectors.answers import AnswerStatus, answer_list
from consultations.selectors.delays import is_late, needs_explanation
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.core.engine.small_cells import Shown, shown
from hub.moderation.enums import State

# More columns than this and a chart shows weeks.
MOST_COLUMNS = 130


@dataclass(frozen=True)
class Cell:
    """Contributions that are alike in day, channel, language and state."""

    day: date
    channel: str
    language: str
    state: str
    count: int


@dataclass(frozen=True)
class Column:
    first: date
    last: date
    count: int


@dataclass(frozen=True)
class Waiting:
    """What somebody has to do something about."""

    pending: int  # read and publish, or not
    unread: int  # public, and nobody has read it
    unconfirmed: int  # sent, but the address is not confirmed yet
    unanswered: int  # clauses with contributions and no answer
    is_overdue: bool
    must_explain: bool


@dataclass(frozen=True)
class Turnout:
    received: int
    published: int
    withheld: int
    by_column: Sequence[Column]
    is_weekly: bool
    by_channel: Mapping[str, int]
    by_language: Mapping[str, int]
    clauses: Sequence[AnswerStatus]
    waiting: Waiting


def turnout(consultation: Consultation, now: datetime) -> Turnout:
    """Fourteen queries at one contribution and at a hundred thousand."""
    cells = turnout_cells(consultation)
    clauses = answer_list(consultation)
    states: Counter[str] = Counter()
    channels: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    days: Counter[date] = Counter()
    for cell in cells:
        states[cell.state] += cell.count
        channels[cell.channel] += cell.count
        languages[cell.language] += cell.count
        days[cell.day] += cell.count
    columns, is_weekly = _columns(days, consultation, now)
    return Turnout(
        received=sum(states.values()),
        published=states[State.PUBLISHED],
        withheld=states[State.WITHHELD] + states[State.WITHDRAWN],
        by_column=columns,
        is_weekly=is_weekly,
        by_channel=dict(channels.most_common()),
        by_language=dict(languages.most_common()),
        clauses=clauses,
        waiting=_waiting(consultation, states[State.PENDING], clauses, now),
    )


class QuarterHour(Func):
    """Quarters of an hour since 1970. All clocks of the world differ by whole ones, so each lies in one local day.

    On SQLite, Django's own functions for dates call Python for each row; this counts 100,000 rows in a moment.
    """

    template = "CAST(FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / 900) AS BIGINT)"
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Twice doubled: once for this template, once for the parameters of the query.
        seconds = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        return self.as_sql(compiler, connection, template=f"{seconds} / 900 - ({seconds} < 0)", **context)


def turnout_cells(consultation: Consultation) -> list[Cell]:
    """One query; days are those of the city's clocks."""
    grouped = (
        Comment.objects.filter(hub_thread__clause_thread__consultation=consultation)
        .annotate(quarter=QuarterHour("received_at"))
        .order_by()
        .values_list("quarter", "channel", "language", "state")
        .annotate(count=Count("pk"))
    )
    counts: Counter[tuple[date, str, str, str]] = Counter()
    zone = timezone.get_current_timezone()
    for quarter, channel, language, state, count in grouped:
        counts[datetime.fromtimestamp(quarter * 900, zone).date(), channel, language, state] += count
    return [Cell(*key, count) for key, count in sorted(counts.items())]


def small_cells_hidden(cells: Sequence[Cell]) -> Iterator[tuple[date, str, str, Shown]]:
    """Day, channel, language, and how many were received: "1-4" where it is so few that one could guess who."""
    counts: Counter[tuple[date, str, str]] = Counter()
    for cell in cells:
        counts[cell.day, cell.channel, cell.language] += cell.count
    for (day, channel, language), count in sorted(counts.items()):
        yield day, channel, language, shown(count)


def _columns(days: Mapping[date, int], consultation: Consultation, now: datetime) -> tuple[list[Column], bool]:
    """Every day from the opening to the close, or to today, also those on which nothing came."""
    opens = timezone.localtime(consultation.opens_at).date()
    ends = timezone.localtime(max(consultation.opens_at, min(now, consultation.closes_at))).date()
    first, last = min([opens, *days]), max([ends, *days])
    if days and (opens - first).days > 2 * MOST_COLUMNS:
        # An archive from years before has its own time; the months between are not turnout.
        last = max(days)
    span = (last - first).days + 1
    step = 1 if span <= MOST_COLUMNS else 7 if span <= 7 * MOST_COLUMNS else -(-span // MOST_COLUMNS)
    counts = [0] * -(-span // step)
    for day, count in days.items():
        counts[(day - first).days // step] += count
    columns = []
    for index, count in enumerate(counts):
        begins = first + timedelta(days=index * step)
        columns.append(Column(begins, min(begins + timedelta(days=step - 1), last), count))
    return columns, step > 1


def _waiting(consultation: Consultation, pending: int, clauses: Sequence[AnswerStatus], now: datetime) -> Waiting:
    own = {"hub_thread__clause_thread__consultation": consultation}
    latest = DelayExplanation.objects.filter(consultation=consultation).order_by("-number").first()
    analysis = phase_at(schedule_of(consultation), now) is not PhaseKind.ANNOUNCED
    return Waiting(
        pending=pending,
        unread=Comment.objects.published().filter(decided_at=None, **own).count(),
        unconfirmed=PendingSubmission.objects.filter(
            thread__clause_thread__consultation=consultation, confirmed_at=None, expires_at__gt=now
        ).count(),
        unanswered=sum(1 for row in clauses if row.status == "missing") if analysis else 0,
        is_overdue=is_late(consultation, now),
        must_explain=needs_explanation(consultation, latest, now),
    )
