"""A city's register: what is read of it, which lines are rejected and why, and that it can come twice."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import date
from io import BytesIO, RawIOBase

import pytest

from hub.audit.models.entry import AuditEntry
from participatory_budget.engine.ages import age_on, read_day
from participatory_budget.engine.register_file import (
    FileFault,
    LineFault,
    RegisterFileError,
    read_register,
)
from participatory_budget.models.roll import RollEntry
from participatory_budget.services.errors import NotAllowedError
from participatory_budget.services.roll.codes import make_codes, take_back
from participatory_budget.services.roll.proving import prove_by_register
from participatory_budget.services.roll.register import import_register
from tests.factories.accounts import UserFactory, alice, bob
from tests.factories.elections import open_vote, vote
from tests.factories.proposals import NOW
from tests.participatory_budget.rolls import register


@pytest.mark.parametrize(
    "header",
    [
        "number,birth_date,district",
        "\ufeffNuméro;Date de naissance;Quartier",
        "name\tالرقم\tتاريخ الولادة\tالحي",
        '"Number","Date of birth","District","Street"',
    ],
)
def test_headers_in_three_languages_and_columns_that_are_not_looked_at(header: str) -> None:
    delimiter = next(one for one in (";", "\t", ",") if one in header)
    cells = ["Ada"] if header.startswith("name") else []
    line = delimiter.join([*cells, "AB 1", "17/05/1990", "North"])
    rows = list(read_register(BytesIO(f"{header}\r\n{line}\r\n\r\n".encode()), ["number", "birth_date", "district"]))
    assert [(one.line, one.number, one.birth_date, one.district) for one in rows] == [
        (2, "AB 1", "17/05/1990", "North")
    ]
    assert [one.birth_date for one in read_register(BytesIO(f"{header}\n{line}".encode()), ["number"])] == [""]


@pytest.mark.parametrize(
    ("content", "fault", "column"),
    [
        (b"", FileFault.EMPTY, ""),
        (b"\n\n", FileFault.EMPTY, ""),
        ("number\n1".encode("utf-16"), FileFault.NOT_UTF8, ""),
        ("numéro\n1".encode("latin-1"), FileFault.NOT_UTF8, ""),
        (b"name,street\nAda,Main", FileFault.COLUMN_MISSING, "number"),
        (b"number,no\n1,2", FileFault.COLUMN_TWICE, "number"),
    ],
)
def test_a_file_that_cannot_be_used(content: bytes, fault: FileFault, column: str) -> None:
    with pytest.raises(RegisterFileError) as refused:
        list(read_register(BytesIO(content), ["number"]))
    assert (refused.value.fault, refused.value.column) == (fault, column)


def test_one_bad_line_costs_one_line() -> None:
    content = b'number\n"A1\nA2\n\xff\xfe9\n' + b"x" * 200_000 + b"\nA5\n"
    rows = [(one.line, one.number, one.fault) for one in read_register(BytesIO(content), ["number"])]
    assert rows == [
        (2, "", LineFault.UNREADABLE),
        (3, "A2", None),
        (4, "", LineFault.NOT_UTF8),
        (5, "", LineFault.TOO_LONG),
        (6, "A5", None),
    ]


@pytest.mark.parametrize("text", ["1990-05-17", "17/05/1990", "17.5.1990", "١٧/٠٥/١٩٩٠", " 17-05-1990\u200f "])
def test_days_as_people_write_them(text: str) -> None:
    assert read_day(text) == date(1990, 5, 17)


@pytest.mark.parametrize("text", ["", "1990", "31/02/1990", "17/05/90", "May 17", "0000-00-00"])
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


def test_a_birthday_on_the_29th_of_february() -> None:
    assert age_on(date(2026, 2, 28), date(2008, 2, 29)) == 17
    assert age_on(date(2026, 3, 1), date(2008, 2, 29)) == 18


@pytest.mark.django_db
def test_good_lines_go_in_and_the_others_are_told() -> None:
    budget = open_vote(minimum_age=16)
    report = register(
        budget,
        "AB 1001;1980-01-01;north",
        "AB-1002;01/02/1990;الجنوب",
        "ab1001;1980-01-01;north",  # line 4
        ";1980-01-01;north",
        "AB1004;;north",
        "AB1005;1980-01-01;",
        "AB1006;1980-01-01;west",
        "AB1007;2010-05-06;north",  # one day too young
        "AB1008;2010-05-05;Nord",
        header="number;birth_date;district",
    )
    assert (report.read, report.created, report.under_age, report.rejected) == (9, 3, 1, 5)
    assert report.named == [
        (4, LineFault.TWICE),
        (5, LineFault.NO_NUMBER),
        (6, LineFault.NO_DATE),
        (7, LineFault.NO_DISTRICT),
        (8, LineFault.UNKNOWN_DISTRICT),
    ]
    assert sorted(RollEntry.objects.values_list("line", "district__slug")) == [
        (2, "north"),
        (3, "south"),
        (10, "north"),
    ]
    assert AuditEntry.objects.get(action="roll.register_imported").data["created"] == 3


@pytest.mark.django_db
def test_looking_first_writes_nothing() -> None:
    budget = open_vote()
    assert register(budget, "1001;north", dry_run=True).created == 1
    assert not RollEntry.objects.exists()
    assert not AuditEntry.objects.filter(action="roll.register_imported").exists()


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing_and_a_newer_one_brings_its_own_lines() -> None:
    budget, person = open_vote(), alice()
    register(budget, "1001;north", "1002;north", "1003;south")
    before = sorted(RollEntry.objects.values_list("pk", "line", "district"))
    again = register(budget, "1001;north", "1002;north", "1003;south")
    assert (again.created, again.moved, again.unchanged) == (0, 0, 3)
    assert sorted(RollEntry.objects.values_list("pk", "line", "district")) == before
    prove_by_register(person, budget, "1001", now=NOW)
    vote(person, budget, "north", ["north-1"])
    newer = register(budget, "1004;south", "1002;south", "1001;south")
    # Who has voted in a district stays there; who is not in the file stays on the roll, without a line.
    assert (newer.created, newer.moved, newer.unchanged) == (1, 1, 1)
    lines = {one.line: one.district.slug for one in RollEntry.objects.select_related("district") if one.district}
    assert lines == {2: "south", 3: "south", 4: "north", None: "south"}
    assert [one.line for one in make_codes(budget, actor=UserFactory(budget_officer=True), now=NOW).codes] == [2, 3]
    take_back(budget, actor=bob(), now=NOW, line=3)


@pytest.mark.django_db
def test_only_budget_officers_bring_a_register_in() -> None:
    budget = open_vote()
    for person in (alice(), bob(), UserFactory(editor=True)):
        with pytest.raises(NotAllowedError):
            import_register(BytesIO(b"number\n1"), budget, actor=person, now=NOW)
    closed = open_vote("results", slug="closed")
    with pytest.raises(NotAllowedError):
        register(closed, "1001;north")


class Lines(RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self.lines = lines

    def readline(self, size: int | None = -1, /) -> bytes:
        return next(self.lines, b"")


@pytest.mark.django_db
def test_a_large_register_needs_little_memory() -> None:
    """Per line no more than a mark of its number is kept."""
    budget = open_vote()
    officer = UserFactory(budget_officer=True)

    def peak(size: int) -> int:
        lines = iter([b"number;district\n", *()])
        made = (b"%d;north;%s\n" % (10_000_000 + one, b"x" * 500) for one in range(size))
        tracemalloc.start()
        report = import_register(
            Lines(one for part in (lines, made) for one in part),  # type: ignore[arg-type]
            budget,
            actor=officer,
            now=NOW,
            dry_run=True,
        )
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert report.created == size
        return found

    small, large = peak(2_000), peak(8_000)
    # The file itself would be three megabytes more.
    assert large - small < 6_000 * 250
