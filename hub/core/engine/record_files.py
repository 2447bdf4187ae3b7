"""Reading a file of records from elsewhere, one by one: CSV with a header, or one JSON object a line, in UTF-8.

Whatever is in the file, memory stays bounded and each record is known by the physical line on which it starts, also
after bodies that run over several lines. What cannot be read is one bad record, never the end of the file.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

# Three texts of 100,000 characters, each written as two `\uXXXX`, with room for the rest.
MAX_RECORD_BYTES = 8 * 1024 * 1024
_SKIP = 1024 * 1024
_HEAD = 4096
_DELIMITERS = (",", ";", "\t")
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"+/v")


class UnreadableFileError(Exception):
    """The file as a whole is not what was asked for; `where` names the line."""

    def __init__(self, message: str, where: str) -> None:
        super().__init__(message)
        self.message = message
        self.where = where


@dataclass(frozen=True)
class Record:
    """One record as it stands in the file. `fault` says why it could not be read, `values` is empty then."""

    line: int
    values: Mapping[str, object] = field(default_factory=dict)
    fault: str = ""


def read_records(stream: BinaryIO, needed: Sequence[str] = ("external_id", "body")) -> Iterator[Record]:
    """CSV or JSONL, told by the first character. Blank lines and empty rows are no records.

    By the first of the `needed` columns the header of a CSV file is known.
    """
    if not stream.seekable():
        raise UnreadableFileError("this is not a file that can be read again: save it first", "FILE")
    head = stream.read(_HEAD)
    stream.seek(0)
    text = head.removeprefix(b"\xef\xbb\xbf")
    if text.startswith(_OTHER_ENCODINGS) or text[1:2] == b"\x00":
        raise UnreadableFileError("the file is not UTF-8: save it again as UTF-8", "line 1")
    first = text.lstrip()[:1]
    if first == b"[":
        raise UnreadableFileError("this is one JSON list: write one object a line (JSONL)", "line 1")
    lines = _Lines(stream)
    if not first and len(head) < _HEAD:
        raise UnreadableFileError("the file is empty", "line 1")
    stream.seek(len(head) - len(text))
    return _json_records(lines) if first == b"{" else _csv_records(lines, needed)


class _TooLongError(Exception):
    """A line, or a record that never ends."""


class _Lines:
    """Physical lines with their numbers; a line without end is skipped in pieces."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.number = 0

    def read(self) -> str | None:
        raw = self.stream.readline(MAX_RECORD_BYTES + 1)
        if not raw:
            return None
        self.number += 1
        if len(raw) > MAX_RECORD_BYTES:
            while raw and not raw.endswith(b"\n"):
                raw = self.stream.readline(_SKIP)
            raise _TooLongError
        # Bytes that are not UTF-8 are carried along and found in the field where they stand.
        return raw.decode("utf-8", "surrogateescape")

    def go_back(self, number: int, offset: int) -> None:
        self.number = number
        self.stream.seek(offset)


_TOO_LONG = "is longer than any record can be"


def _json_records(lines: _Lines) -> Iterator[Record]:
    while True:
        try:
            text = lines.read()
        except _TooLongError:
            yield Record(lines.number, fault=f"the line {_TOO_LONG}")
            continue
        if text is None:
            return
        if not text.strip():
            continue
        try:
            # Numbers stay as they are written: 4.20 is a clause, not 4.2.
            value = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
        except json.JSONDecodeError as error:
            yield Record(lines.number, fault=f"the line is not a JSON object: {error.msg} at character {error.pos + 1}")
        except RecursionError:
            yield Record(lines.number, fault="the line is not a JSON object: it is nested too deeply")
        else:
            if isinstance(value, dict):
                yield Record(lines.number, values=value)
            else:
                yield Record(lines.number, fault="the line is not a JSON object")


class _Feeder(Iterator[str]):
    """Gives the parser the lines of one record, and remembers where the second of them starts."""

    def __init__(self, lines: _Lines) -> None:
        self.lines = lines
        self.first = 0
        self.resume_at: int | None = None
        self.size = 0

    def __next__(self) -> str:
        line = self.lines.read()
        if line is None:
            raise StopIteration
        if not self.first:
            self.first, self.resume_at = self.lines.number, self.lines.stream.tell()
        self.size += len(line)
        if self.size > MAX_RECORD_BYTES:
            raise _TooLongError
        return line


def _csv_records(lines: _Lines, needed: Sequence[str]) -> Iterator[Record]:
    usual = csv.field_size_limit(MAX_RECORD_BYTES)
    try:
        names, delimiter = _header(lines, needed)
        yield from _csv_rows(lines, names, delimiter)
    finally:
        csv.field_size_limit(usual)


def _header(lines: _Lines, needed: Sequence[str]) -> tuple[list[str], str]:
    feeder = _Feeder(lines)
    try:
        first = next(feeder, "")
        while first and not first.strip():
            first = next(feeder, "")
    except _TooLongError:
        raise UnreadableFileError(f"the first line {_TOO_LONG}", "line 1") from None
    for delimiter in _DELIMITERS:
        try:
            row = next(csv.reader([first], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        names = [name.strip().casefold() for name in row]
        if needed[0] in names:
            double = {name for name in names if name and names.count(name) > 1}
            if double:
                raise UnreadableFileError(f"the column {sorted(double)[0]} stands twice in the header", "line 1")
            return names, delimiter
    wanted = " and ".join(needed)
    raise UnreadableFileError(f"the first line must name the columns, with {wanted} among them", "line 1")


def _csv_rows(lines: _Lines, names: Sequence[str], delimiter: str) -> Iterator[Record]:
    while True:
        feeder = _Feeder(lines)
        try:
            row = next(csv.reader(feeder, delimiter=delimiter, strict=True), None)
        except _TooLongError:
            fault = f"the record {_TOO_LONG}: is a quotation mark not closed?"
            yield _unreadable(lines, feeder, fault)
            continue
        except csv.Error as error:
            fault = f"the record cannot be read ({error}): write a quotation mark inside a text twice"
            yield _unreadable(lines, feeder, fault)
            continue
        if row is None:
            return
        if not any(value.strip() for value in row):
            continue
        if len(row) > len(names):
            fault = f"the record has {len(row)} columns, the header {len(names)}: put texts in quotation marks"
            yield Record(feeder.first, fault=fault)
            continue
        yield Record(feeder.first, values=dict(zip(names, row, strict=False)))


def _unreadable(lines: _Lines, feeder: _Feeder, fault: str) -> Record:
    """Goes on with the line after the one on which the record starts: one bad quotation mark costs one record."""
    if feeder.resume_at is not None:
        lines.go_back(feeder.first, feeder.resume_at)
    return Record(feeder.first or lines.number, fault=fault)
