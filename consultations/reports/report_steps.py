"""Everything that a report promises, in one list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from consultations.reports.report_rows import ReportRow, ReportRows, Said


@dataclass(frozen=True)
class PromisedStep:
    due_on: date | None
    words: Said
    title: str  # of what is answered
    title_language: str
    anchor: str
    responsible_body: str


def steps_of(rows: ReportRows) -> list[PromisedStep]:
    """By date, what has none at the end; within a day in the order of the report."""
    steps = [*_steps(rows.clauses), *_steps(rows.themes), *_steps(rows.chosen)]
    return sorted(steps, key=lambda step: (step.due_on is None, step.due_on or date.max))


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
