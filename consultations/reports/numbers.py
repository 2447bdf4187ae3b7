"""The numbers of a report: each stays readable, and says what differs from the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from consultations.enums import Decision
from consultations.models.consultation import Consultation
from consultations.models.frozen_report import FrozenReport
from consultations.reports.report_rows import Record, Said, anchor_of_answer, theme_titles, title_of_answer
from consultations.reports.report_words import words_of
from consultations.reports.view import frozen_view

# Of the column; a database answers a larger one with an error.
_LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True)
class FigureDiffers:
    label: str
    before: int
    after: int


@dataclass(frozen=True)
class AnswerDiffers:
    """`what` says in words what is other: "New answer", "Accepted instead of Noted", "Another reason"."""

    title: Said
    anchor: str  # "" when the answer is no longer there
    what: Sequence[str]


@dataclass(frozen=True)
class Differences:
    before: int  # number of the report before
    figures: Sequence[FigureDiffers]
    answers: Sequence[AnswerDiffers]


@dataclass(frozen=True)
class NumberRow:
    number: int
    published_at: datetime
    sha256: str
    is_latest: bool


def number_rows(consultation: Consultation) -> list[NumberRow]:
    """All of them, the newest first; one query that leaves the records where they are."""
    rows = list(
        FrozenReport.objects.filter(consultation=consultation)
        .order_by("-number")
        .values_list("number", "published_at", "sha256")
    )
    return [NumberRow(*row, is_latest=index == 0) for index, row in enumerate(rows)]


def numbered(consultation: Consultation, number: int) -> FrozenReport | None:
    if number > _LARGEST_NUMBER:
        return None
    return FrozenReport.objects.filter(consultation=consultation, number=number).first()


def shown_number(consultation: Consultation, number: int | None, language: str) -> dict[str, Any] | None:
    """What a page needs to show this number, or the newest; None when there is none."""
    rows = number_rows(consultation)
    report = numbered(consultation, number if number is not None else rows[0].number) if rows else None
    if report is None:
        return None
    return {
        "report": frozen_view(report, language),
        "numbers": rows,
        "differences": differences_of(report, language),
        "is_number": number is not None,
        "old_number": report.number != rows[0].number,
    }


def differences_of(report: FrozenReport, language: str) -> Differences | None:
    """None for the first one."""
    before = numbered(report.consultation, report.number - 1) if report.number > 1 else None
    if before is None:
        return None
    return differences(before.number, json.loads(before.content), json.loads(report.content), language)


def differences(number: int, before: Record, after: Record, language: str) -> Differences:
    return Differences(
        before=number,
        figures=_figures(before["figures"], after["figures"]),
        answers=_answers(before, after, language),
    )


def figure_labels() -> dict[str, str]:
    """Single figures of the record by the name that readers know them by."""
    return {
        "received": _("Contributions received"),
        "published": _("Published"),
        "withheld": _("Not published"),
        "pending": _("Not read yet"),
        "people": _("People and organisations"),
        "persons": _("Contributions of persons"),
        "organisations": _("Contributions of organisations"),
        "to_answer": _("Contributions to answer"),
        "answered": _("Contributions answered"),
        "read": _("Contributions read by people"),
        "coded": _("Contributions put under themes"),
        "distinct_texts": _("Different texts"),
    }


def _figures(before: Record, after: Record) -> list[FigureDiffers]:
    """What only one of the two knows, because their formats differ, is no difference of the facts."""
    found = []
    for name, label in figure_labels().items():
        if name in before and name in after:
            old, new = (sum(v.values()) if isinstance(v, Mapping) else v for v in (before[name], after[name]))
            if old != new:
                found.append(FigureDiffers(label, old, new))
    return found


def _answers(before: Record, after: Record, language: str) -> list[AnswerDiffers]:
    old, new = _by_place(before), _by_place(after)
    if old == new:
        return []
    words = words_of(after, language)
    titles = theme_titles(before, language) | theme_titles(after, language)
    found = []
    for place in [*new, *(place for place in old if place not in new)]:
        was, now = old.get(place, _Place()), new.get(place, _Place())
        what = [*_what(was.answer, now.answer), *_what_gap(was.gap, now.gap)]
        if what:
            about = next(row for row in (now.answer, now.gap, was.answer, was.gap) if row is not None)
            title = title_of_answer(about, words, titles)
            found.append(AnswerDiffers(title, place if place in new else "", what))
    return found


@dataclass
class _Place:
    """What stands at one anchor of a report: an answer, a statement why there is none, or both."""

    answer: Record | None = None
    gap: Record | None = None


def _by_place(content: Record) -> dict[str, _Place]:
    found: dict[str, _Place] = {}
    for row in content["answers"]:
        found.setdefault(anchor_of_answer(row), _Place()).answer = row
    for row in content.get("gaps", ()):
        # The one without a document is about how much was read, not about a clause.
        if row["document"] is not None:
            found.setdefault(anchor_of_answer(row), _Place()).gap = row
    return found


def _what_gap(was: Record | None, now: Record | None) -> list[str]:
    if (was and was["texts"]) == (now and now["texts"]):
        return []
    if was is None:
        return [_("Says now why there is no answer")]
    if now is None:
        return [_("No longer says why there is no answer")]
    return [_("Another statement why there is no answer")]


def _what(was: Record | None, now: Record | None) -> list[str]:
    if was == now:
        return []
    if was is None:
        return [_("New answer")]
    if now is None:
        return [_("No longer answered here")]
    said = []
    if was["decision"] != now["decision"]:
        names: dict[str, Any] = {"new": Decision(now["decision"]).label, "old": Decision(was["decision"]).label}
        said.append(_("“%(new)s” instead of “%(old)s”") % names)
    if was["reasons"] != now["reasons"]:
        said.append(_("Another reason"))
    if was["responsible_body"] != now["responsible_body"]:
        said.append(_("Another responsible body"))
    if was.get("changes", []) != now.get("changes", []):
        said.append(_("Other clauses change"))
    if was.get("next_steps", []) != now.get("next_steps", []):
        said.append(_("Other next steps"))
    return said
