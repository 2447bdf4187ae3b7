"""A report as a reader sees it: the record (live or frozen) joined with the words of the clauses it is about."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.enums import CHANGING_DECISIONS, Decision
from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.reports.content import report_content
from consultations.reports.figures import consultation_figures
from consultations.reports.report_changes import DocumentChanges, changes_of, unchanged_because
from consultations.reports.report_charts import (
    Counted,
    Turnout,
    authors_of,
    channels_of,
    chart_of,
    decisions_of,
    languages_of,
    positions_by_row,
    turnout_of,
    withheld_of,
)
from consultations.reports.report_rows import ReportRow, ReportRows, Said, rows_of
from consultations.reports.report_steps import PromisedStep, steps_of
from consultations.reports.report_words import words_of


@dataclass(frozen=True)
class ReportView:
    """Everything the report page prints."""

    number: int | None  # None: live, for staff only
    sha256: str
    published_at: datetime | None
    figures: Mapping[str, Any]  # of the record, as they are
    parts: ReportRows
    withheld: Sequence[Counted]
    clauses: int
    clauses_changed: int
    clauses_quiet: int  # nobody wrote about them
    noted: int
    answered: int  # answers given
    channels: Sequence[Counted]
    languages: Sequence[Counted]
    authors: Sequence[Counted]
    decisions: Sequence[Counted]
    turnout: Turnout | None
    changes: Sequence[DocumentChanges]
    unchanged: Sequence[ReportRow]
    steps: Sequence[PromisedStep]

    @property
    def is_live(self) -> bool:
        return self.number is None

    @property
    def received(self) -> int:
        return int(self.figures["received"])

    @property
    def published(self) -> int:
        return int(self.figures["published"])

    @property
    def pending(self) -> int:
        return int(self.figures["pending"])

    @property
    def people(self) -> int:
        return int(self.figures["people"])

    @property
    def withheld_total(self) -> int:
        return sum(one.count for one in self.withheld)

    @property
    def unanswered(self) -> int:
        """Contributions that were to be answered and are not; 0 for reports that could not be published with any."""
        return int(self.figures.get("to_answer", 0)) - int(self.figures.get("answered", 0))

    @property
    def is_read_whole(self) -> bool:
        return "read" in self.figures and self.figures["read"] >= self.figures["to_answer"]

    @property
    def rows(self) -> Sequence[ReportRow]:
        return self.parts.clauses

    @property
    def has_quotes(self) -> bool:
        return any(row.quotes for row in (*self.parts.clauses, *self.parts.themes))

    @property
    def agreed(self) -> list[ReportRow]:
        """Answers that change something."""
        return [
            row
            for row in (*self.parts.clauses, *self.parts.themes, *self.parts.chosen)
            if row.answer is not None and row.answer.decision in CHANGING_DECISIONS
        ]

    @property
    def gaps(self) -> list[ReportRow]:
        return [row for row in self.parts.clauses if row.gap is not None]

    @property
    def reading_gap(self) -> Said | None:
        return self.parts.reading_gap

    @property
    def sentence(self) -> str:
        """The result, where the page says none of its own."""
        said = ngettext(
            "%(count)s person or organisation took part.", "%(count)s people and organisations took part.", self.people
        ) % {"count": number_format(self.people, force_grouping=True)}
        # Not inside the braces: what stands there no catalogue collects.
        below = _("What changes because of them, what does not, and why, stands below.")
        return f"{said} {below}"

    @property
    def three_numbers(self) -> list[tuple[int, str]]:
        """What the report opens with, for `components/figures.html`."""
        return [
            (self.received, ngettext("contribution received", "contributions received", self.received)),
            (
                self.people,
                ngettext("person or organisation took part", "people and organisations took part", self.people),
            ),
            (
                self.clauses_changed,
                ngettext(
                    "of %(count)s clause changes because of them",
                    "of %(count)s clauses change because of them",
                    self.clauses,
                )
                % {"count": number_format(self.clauses, force_grouping=True)},
            ),
        ]

    @property
    def changes_shown(self) -> int:
        return sum(len(one.shown) + one.more for one in self.changes)

    @property
    def channel_rows(self) -> list[dict[str, object]]:
        return chart_of(self.channels)

    @property
    def language_rows(self) -> list[dict[str, object]]:
        return chart_of(self.languages)

    @property
    def author_rows(self) -> list[dict[str, object]]:
        return chart_of(self.authors)

    @property
    def decision_rows(self) -> list[dict[str, object]]:
        return chart_of(self.decisions)

    @property
    def withheld_rows(self) -> list[dict[str, object]]:
        return chart_of(self.withheld)

    @property
    def position_rows(self) -> list[dict[str, Any]]:
        return positions_by_row(self.rows)


def latest_frozen(consultation: Consultation) -> FrozenReport | None:
    return FrozenReport.objects.filter(consultation=consultation).order_by("-number").first()


def frozen_view(report: FrozenReport, language: str) -> ReportView:
    return _view(json.loads(report.content), language, report)


def live_view(consultation: Consultation, language: str) -> ReportView:
    """For staff only: with answers that nobody else has seen, and with the groups that the machine found last."""
    figures = consultation_figures(consultation, stored_texts=True)
    return _view(report_content(consultation, figures), language, None)


def _view(content: Mapping[str, Any], language: str, report: FrozenReport | None) -> ReportView:
    figures = content["figures"]
    words = words_of(content, language)
    parts = rows_of(content, words)
    clauses = [row for row in figures["by_clause"] if row["uuid"]]
    given = [row["decision"] for row in content["answers"]]
    return ReportView(
        number=report.number if report else None,
        sha256=report.sha256 if report else "",
        published_at=report.published_at if report else None,
        figures=figures,
        parts=parts,
        withheld=withheld_of(figures),
        clauses=len(clauses),
        clauses_changed=len(changed_clauses(content)),
        clauses_quiet=sum(1 for row in clauses if not row["received"]),
        noted=given.count(Decision.NOTED),
        answered=len(given),
        channels=channels_of(figures),
        languages=languages_of(figures),
        authors=authors_of(figures),
        decisions=decisions_of(content),
        turnout=turnout_of(content),
        changes=changes_of(content, words),
        unchanged=unchanged_because(parts),
        steps=steps_of(parts),
    )


def changed_clauses(content: Mapping[str, Any]) -> set[str]:
    """Clauses that people were asked about and whose words change: by their own answer, or named by any other."""
    asked = {row["uuid"]: row["outcome"] for row in content["figures"]["by_clause"] if row["uuid"]}
    own = {clause for clause, decision in asked.items() if decision in CHANGING_DECISIONS}
    named = {change["clause"] for answer in content["answers"] for change in answer.get("changes", ())}
    return own | (named & set(asked))
