"""The size of a roll, and what an import of the register did. Nothing of what people on the roll do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from participatory_budget.engine.register_file import FileFault, LineFault, RegisterFileError
from participatory_budget.enums import EligibilityWay
from participatory_budget.models.budget import Budget
from participatory_budget.phases import Schedule, voting_began
from participatory_budget.reports.eligibility import districts
from participatory_budget.selectors.roll import codes_by_batch, people_by_district, people_by_way
from participatory_budget.selectors.voting import is_closed


@dataclass(frozen=True)
class Figure:
    label: str
    people: int
    language: str = ""  # of the label, where it is a name


@dataclass(frozen=True)
class BatchLine:
    number: int
    codes: int


@dataclass(frozen=True)
class RollFigures:
    people: int
    ways: Sequence[Figure]
    districts: Sequence[Figure] | None  # None while they would tell where people have voted
    batches: Sequence[BatchLine]


def roll_figures(budget: Budget, phases: Schedule, language: str, now: datetime) -> RollFigures:
    """A constant number of queries.

    Whoever came without a district gets one with their first ballot there: while a vote runs, figures by district
    would be turnout.
    """
    by_way = people_by_way(budget)
    is_secret = voting_began(phases, now) and not is_closed(budget)
    return RollFigures(
        people=sum(by_way.values()),
        ways=[Figure(str(one.label), by_way[one.value]) for one in EligibilityWay if one.value in by_way],
        districts=None if is_secret else _by_district(budget, language),
        batches=[BatchLine(number, codes) for number, codes in codes_by_batch(budget)],
    )


def _by_district(budget: Budget, language: str) -> list[Figure]:
    found = people_by_district(budget)
    rows = [Figure(one.name, found.get(one.slug, 0), one.language) for one in districts(budget, language)]
    if rows and found.get(None):
        rows.append(Figure(_("With their first ballot"), found[None]))
    return rows


def line_fault(fault: LineFault) -> str:
    words = {
        LineFault.UNREADABLE: _("A quotation mark is not closed in this line."),
        LineFault.NOT_UTF8: _("This line is not written in UTF-8. Save the file again as CSV in UTF-8."),
        LineFault.TOO_LONG: _("This line is far too long."),
        LineFault.NO_NUMBER: _("There is no number in this line."),
        LineFault.TWICE: _("The number of this line stands in an earlier line already."),
        LineFault.NO_DATE: _("There is no date of birth in this line, or none that can be read. Write 1990-05-17."),
        LineFault.NO_DISTRICT: _("There is no district in this line."),
        LineFault.UNKNOWN_DISTRICT: _("The district of this line is none of this budget."),
    }
    return words[fault]


def file_fault(error: RegisterFileError) -> str:
    columns = {"number": _("number"), "birth_date": _("date of birth"), "district": _("district")}
    words = {
        FileFault.EMPTY: _("The file is empty."),
        FileFault.NOT_UTF8: _("The file is not written in UTF-8. Save it again as CSV in UTF-8."),
        FileFault.COLUMN_MISSING: _("The first line names no column “%(column)s”, which the rules of this vote need."),
        FileFault.COLUMN_TWICE: _("The column “%(column)s” stands twice in the first line."),
    }
    text = words[error.fault]
    return text % {"column": columns[error.column]} if error.column else text
