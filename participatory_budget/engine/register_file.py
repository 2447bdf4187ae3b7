"""The file of a city's register, line by line: CSV in UTF-8 with a header in English, French or Arabic.

Each physical line is one person; a stray quotation mark costs one line, never the rest of the file. Columns that the
rule does not need are not looked at.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from hub.core.engine.folding import fold

LONGEST_LINE = 64 * 1024
_SKIP = 1024 * 1024
_DELIMITERS = (",", ";", "\t")
_MARK = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00")
_NAMES = {
    "number": (
        "number", "identity number", "id", "id number", "no",
        "numéro", "numéro d'identité", "n°", "cin",
        "الرقم", "رقم", "رقم الهوية", "رقم بطاقة التعريف", "رقم البطاقة",
    ),
    "birth_date": (
        "birth date", "date of birth", "born", "birthdate",
        "date de naissance", "naissance", "né le", "né(e) le",
        "تاريخ الميلاد", "تاريخ الولادة", "الميلاد", "الولادة",
    ),
    "district": (
        "district", "neighbourhood", "quartier", "arrondissement",
        "الحي", "حي", "الدائرة", "المنطقة",
    ),
}  # fmt: skip
COLUMNS: Mapping[str, str] = {
    fold(name.replace("_", " ")): column for column, names in _NAMES.items() for name in (column, *names)
}


class LineFault(StrEnum):
    UNREADABLE = "unreadable"
    NOT_UTF8 = "not_utf8"
    TOO_LONG = "too_long"
    NO_NUMBER = "no_number"
    TWICE = "twice"
    NO_DATE = "no_date"
    NO_DISTRICT = "no_district"
    UNKNOWN_DISTRICT = "unknown_district"


class FileFault(StrEnum):
    EMPTY = "empty"
    NOT_UTF8 = "not_utf8"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"


class RegisterFileError(ValueError):
    """The file as a whole cannot be used; `column` names the one that is missing or stands twice."""

    def __init__(self, fault: FileFault, column: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.column = column


@dataclass(frozen=True)
class RegisterLine:
    """`number`, `birth_date` and `district` as they stand in the file; empty where there is a fault."""

    line: int
    number: str = ""
    birth_date: str = ""
    district: str = ""
    fault: LineFault | None = None


def read_register(stream: BinaryIO, needed: Sequence[str]) -> Iterator[RegisterLine]:
    """`needed` names the columns without which the file is refused: raises RegisterFileError at the first line."""
    lines = _lines(stream)
    columns, delimiter = _header(lines, needed)
    return _records(lines, columns, delimiter)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """With their numbers; None for one that has no end."""
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(_SKIP)
            yield number, None
        else:
            yield number, raw


def _header(lines: Iterator[tuple[int, bytes | None]], needed: Sequence[str]) -> tuple[dict[str, int], str]:
    raw = b""
    for _number, line in lines:
        raw = (line or b"").removeprefix(_MARK)
        if line is None or raw.strip(b"\r\n "):
            break
    if raw.startswith(_OTHER_ENCODINGS) or raw[1:2] == b"\x00":
        raise RegisterFileError(FileFault.NOT_UTF8)
    if not raw.strip():
        raise RegisterFileError(FileFault.EMPTY)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise RegisterFileError(FileFault.NOT_UTF8) from None
    delimiter = max(_DELIMITERS, key=text.count)
    names = [COLUMNS.get(fold(cell.replace("_", " ")), "") for cell in _cells(text, delimiter) or []]
    for name in names:
        if name and names.count(name) > 1:
            raise RegisterFileError(FileFault.COLUMN_TWICE, name)
    for name in needed:
        if name not in names:
            raise RegisterFileError(FileFault.COLUMN_MISSING, name)
    return {name: names.index(name) for name in needed}, delimiter


def _records(
    lines: Iterator[tuple[int, bytes | None]], columns: Mapping[str, int], delimiter: str
) -> Iterator[RegisterLine]:
    for number, raw in lines:
        if raw is None:
            yield RegisterLine(number, fault=LineFault.TOO_LONG)
            continue
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            yield RegisterLine(number, fault=LineFault.NOT_UTF8)
            continue
        if not text.strip("\r\n\t ,;\ufeff"):
            continue
        cells = _cells(text, delimiter)
        if cells is None:
            yield RegisterLine(number, fault=LineFault.UNREADABLE)
            continue
        values = {name: cells[place].strip() for name, place in columns.items() if place < len(cells)}
        yield RegisterLine(number, values.get("number", ""), values.get("birth_date", ""), values.get("district", ""))


def _cells(text: str, delimiter: str) -> list[str] | None:
    """None where a quotation mark is not closed."""
    try:
        return next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
