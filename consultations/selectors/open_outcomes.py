"""Answers and themes as open data has them: those about clauses once they are published, the others with the report.

A theme stands on no page but the report's, so it goes with it, and so do answers to themes and chosen contributions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from consultations.enums import ThemeEvent
from consultations.models.coding import CommentTheme
from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.models.outcome import NextStepText, Outcome, OutcomeChange, OutcomeReason
from consultations.models.selection import SelectionTitle
from consultations.models.theme import ThemeChange
from consultations.selectors.open_data import CHUNK, public_reports
from consultations.selectors.outcomes import anchor
from hub.contributions.models.comment import Comment

# What an answer is about and which one it is, by the names that rows have below.
_SUBJECT = {
    "thread": "clause_thread",
    "document": "clause_thread__document",
    "clause": "clause_thread__clause",
    "eid": "clause_thread__clause__eid",
    "theme": "theme",
    "chosen": "selection",
    "number": "number",
}
_Subject = tuple[int | None, UUID | None, UUID | None]


def latest_report(consultation: Consultation) -> FrozenReport | None:
    """The one that is public now."""
    return public_reports(consultation).order_by("-number").first()


def record_of(report: FrozenReport | None) -> Mapping[str, Any]:
    return json.loads(report.content) if report else {}


def theme_names(record: Mapping[str, Any]) -> dict[UUID, dict[str, str]]:
    """Theme → language → name, as the report was published; none in reports of format 1."""
    return {
        UUID(theme): {language: name for language, (name, _text) in names.items()}
        for theme, names in record.get("themes", {}).items()
    }


def chosen_titles(consultation: Consultation) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {}
    rows = SelectionTitle.objects.filter(selection__consultation=consultation)
    for chosen, language, title in rows.order_by().values_list("selection", "language", "title"):
        found.setdefault(chosen, {})[language] = title
    return found


def merged_by(consultation: Consultation, moment: datetime) -> dict[UUID, UUID]:
    """Theme → the one that it had been merged into at that moment; nothing undoes a merge. One query."""
    rows = ThemeChange.objects.filter(theme__consultation=consultation, event=ThemeEvent.MERGED, made_at__lte=moment)
    return {theme: other for theme, other in rows.values_list("theme", "other") if other is not None}


# --- answers ---------------------------------------------------------------------------------------------------------


def public_answers(consultation: Consultation, documents: Iterable[UUID], *, reported: bool) -> QuerySet[Outcome]:
    """`reported`: a report is public now."""
    about = Q(clause_thread__consultation=consultation, clause_thread__document__in=list(documents))
    if reported:
        about |= Q(theme__consultation=consultation) | Q(selection__consultation=consultation)
    return Outcome.objects.filter(about, published_at__isnull=False).order_by()


def subject_names(path: str) -> dict[str, F]:
    """For `streamed`: the columns of `_SUBJECT`, of rows that reach their answer by this path."""
    return {name: F(f"{path}__{field}") for name, field in _SUBJECT.items()}


def place_of(row: Mapping[str, Any]) -> str:
    """The place of the answer in the report."""
    if row["document"]:
        return anchor(row["clause"], row["document"])
    return f"theme-{row['theme']}" if row["theme"] else f"chosen-{row['chosen']}"


def about_of(row: Mapping[str, Any]) -> str:
    return "clause" if row["document"] else "theme" if row["theme"] else "chosen"


def reasons_in_order(answers: QuerySet[Outcome]) -> QuerySet[OutcomeReason]:
    rows: QuerySet[OutcomeReason] = OutcomeReason.objects.filter(outcome__in=answers)
    return rows.order_by(*_order("outcome"), "language")


def steps_in_order(answers: QuerySet[Outcome]) -> QuerySet[NextStepText]:
    rows: QuerySet[NextStepText] = NextStepText.objects.filter(step__outcome__in=answers)
    return rows.order_by(*_order("step__outcome"), "step__order", "step_id", "language")


def _order(path: str) -> list[Any]:
    """Clauses, then themes, then choices; the same on every database."""
    names = ("clause_thread", "theme", "selection")
    return [*(F(f"{path}__{name}").asc(nulls_last=True) for name in names), f"{path}__number"]


def latest_numbers(answers: QuerySet[Outcome]) -> dict[_Subject, int]:
    """What is answered → the number of the answer that counts; one query."""
    rows = answers.values_list("clause_thread", "theme", "selection").annotate(Max("number"))
    return {(thread, theme, chosen): number for thread, theme, chosen, number in rows}


def is_latest(latest: Mapping[_Subject, int], row: Mapping[str, Any]) -> bool:
    return latest.get((row["thread"], row["theme"], row["chosen"])) == row["number"]


def changed_clauses(answers: QuerySet[Outcome], documents: Iterable[UUID]) -> dict[int, tuple[UUID, ...]]:
    """Answer → the clauses of readable documents that it names as changed; one query."""
    rows = OutcomeChange.objects.filter(outcome__in=answers, clause__document__in=list(documents))
    found: dict[int, tuple[UUID, ...]] = {}
    for answer, clause in rows.order_by("outcome_id", "clause__order", "clause_id").values_list("outcome", "clause"):
        found[answer] = (*found.get(answer, ()), clause)
    return found


def answers_state(rows: QuerySet[Any]) -> list[Any]:
    return list(rows.order_by().aggregate(Count("pk"), Max("pk")).values())


# --- themes of contributions -----------------------------------------------------------------------------------------


def codings_of(contributions: QuerySet[Comment], themes: Iterable[UUID]) -> QuerySet[CommentTheme]:
    """What people gave, of themes that the report names: newer ones are work in progress."""
    return CommentTheme.objects.filter(comment__in=contributions.order_by().values("pk"), theme__in=list(themes))


def codings_state(rows: QuerySet[CommentTheme]) -> list[Any]:
    return list(rows.order_by().aggregate(Count("pk"), Sum("pk"), Max("pk")).values())


class ThemesInStep:
    """Themes by contribution, for who reads contributions by (received_at, pk): a second cursor beside theirs.

    One query and one row in memory, however many contributions there are.
    """

    def __init__(self, rows: QuerySet[CommentTheme]) -> None:
        ordered = rows.order_by("comment__received_at", "comment_id", "theme__order", "theme__created_at", "theme_id")
        names = ("comment__received_at", "comment", "theme")
        self._rows: Iterator[tuple[datetime, int, UUID]] = ordered.values_list(*names).iterator(chunk_size=CHUNK)
        self._next = next(self._rows, None)

    def of(self, received_at: datetime, pk: int) -> tuple[UUID, ...]:
        found = []
        # What lies before was given to a contribution that has gone since the other cursor was opened.
        while self._next is not None and self._next[:2] <= (received_at, pk):
            if self._next[1] == pk:
                found.append(self._next[2])
            self._next = next(self._rows, None)
        return tuple(found)
