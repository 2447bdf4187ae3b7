"""Everything that a report promises, in one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from consultations.models.consultation import Consultation
from consultations.reports.report_rows import ReportRow, ReportRows, Said
from consultations.selectors.promised import promises_by_words, step_urls
from hub.promises.engine.status import status_of
from hub.promises.models.promise import Promise


@dataclass(frozen=True)
class PromisedStep:
    due_on: date | None
    words: Said
    title: str  # of what is answered
    title_language: str
    anchor: str
    responsible_body: str
    # How it stands today, beside what was frozen; empty where it is not followed.
    url: str = ""
    status: str = ""
    status_label: str = ""
    now_due_on: date | None = None  # where another day holds by now


def steps_of(rows: ReportRows) -> list[PromisedStep]:
    """By date, what has none at the end; within a day in the order of the report."""
    steps = [*_steps(rows.clauses), *_steps(rows.themes), *_steps(rows.chosen)]
    return sorted(steps, key=lambda step: (step.due_on is None, step.due_on or date.max))


def followed(
    steps: Sequence[PromisedStep], consultation: Consultation, language: str, now: datetime
) -> list[PromisedStep]:
    """The same with what became of each so far. The number of queries does not depend on how many there are."""
    if not steps:
        return []
    promises = promises_by_words(consultation)
    urls = step_urls([one.key for one in promises.values()], language) if promises else {}
    return [_followed(step, promises, urls, timezone.localdate(now)) for step in steps]


def _followed(
    step: PromisedStep, promises: Mapping[tuple[str, str, str], Promise], urls: Mapping[str, str], today: date
) -> PromisedStep:
    found = promises.get((step.anchor, step.words.language, step.words.text))
    if found is None or found.key not in urls:
        return step
    status = status_of(
        found.state, first_due_on=found.first_due_on, due_on=found.due_on, kept_on=found.kept_on, today=today
    )
    return replace(
        step,
        url=urls[found.key],
        status=status.value,
        status_label=str(status.label),
        now_due_on=found.due_on if found.due_on != step.due_on else None,
    )


def _steps(rows: Sequence[ReportRow]) -> Iterable[PromisedStep]:
    for row in rows:
        if row.answer is None:
            continue
        for step in row.answer.steps:
            yield PromisedStep(
                due_on=step.due_on,
                words=step.words,
                title=row.title,
                title_language=row.title_language,
                anchor=row.anchor,
                responsible_body=row.answer.responsible_body,
            )
