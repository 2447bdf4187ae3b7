"""Pabulib files (pabulib.org) as lines and cells: `;` between cells, quotes around those that need them, UTF-8.

A cell counts as quoted when its quotes close right before the next `;` or the end: the real cell `"Odkupmy" i my` is
text that starts with a quote. What is read this way and written again is read the same.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from participatory_budget.engine.election import ElectionError

META, PROJECTS, VOTES = "META", "PROJECTS", "VOTES"
SECTIONS = (META, PROJECTS, VOTES)
MOST_BYTES_IN_A_LINE = 4_000_000
# A quoted cell may go over lines; an opening quote that nobody closed must not swallow the file.
MOST_LINES_IN_A_CELL = 2_000

_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"(?!")')
_NEEDS_QUOTES = re.compile(r'^"|[;\n\r]')


@dataclass(frozen=True)
class Row:
    """`line` is the physical line on which it starts. `heading` is the section that it opens, or nothing."""

    line: int
    cells: list[str]
    heading: str = ""

    @property
    def where(self) -> str:
        return f"line {self.line}"


class Rows:
    """Rows one after the other; lines without anything are passed over."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines = _numbered(stream)
        self._ahead: deque[tuple[int, str, str]] = deque()

    def next(self, width: int | None = None) -> Row | None:
        """The next row, or None at the end. `width` cells are expected; what to do with others, the caller knows."""
        while (found := self._next_line()) is not None:
            line, text, ending = found
            if not text.strip():
                continue
            if heading := _heading(text):
                return Row(line, [heading], heading)
            cells, is_open = _split(text)
            if is_open:
                cells = self._joined(text + ending, width) or cells
            return Row(line, cells)
        return None

    def _next_line(self) -> tuple[int, str, str] | None:
        return self._ahead.popleft() if self._ahead else next(self._lines, None)

    def _joined(self, text: str, width: int | None) -> list[str] | None:
        """The row with the lines that follow, when a quote closes there and the row then has its cells."""
        for count in range(1, MOST_LINES_IN_A_CELL):
            if len(self._ahead) < count:
                if (found := next(self._lines, None)) is None:
                    return None
                self._ahead.append(found)
            _line, more, ending = self._ahead[count - 1]
            text += more
            if '"' in more:
                cells, is_open = _split(text)
                if not is_open:
                    if width is not None and len(cells) != width:
                        return None
                    for _used in range(count):
                        self._ahead.popleft()
                    return cells
            text += ending
        return None


def written(cells: Sequence[str]) -> str:
    """One row as a line of the file, without its end."""
    quoted = [_quoted(cell) if _NEEDS_QUOTES.search(cell) else cell for cell in cells]
    text = ";".join(quoted)
    if not text.strip() or _heading(text):
        text = ";".join([_quoted(cells[0]), *quoted[1:]])
    return text


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _heading(text: str) -> str:
    """Spreadsheets fill a heading up with empty cells."""
    # Almost no line of a long file starts like one.
    if text.lstrip()[:1] not in "MPVmpv":
        return ""
    first = text.rstrip(";, \t").strip().upper()
    return first if first in SECTIONS else ""


def _split(text: str) -> tuple[list[str], bool]:
    """The cells, and whether one of them opens a quote that does not close."""
    if '"' not in text:
        return text.split(";"), False
    cells, at, is_open = [], 0, False
    while True:
        end = -1
        if text.startswith('"', at):
            quoted = _QUOTED.match(text, at)
            is_open = is_open or quoted is None
            if quoted is not None and text[quoted.end() : quoted.end() + 1] in ("", ";"):
                end = quoted.end()
                cells.append(quoted[1].replace('""', '"'))
        if end < 0:
            end = text.find(";", at)
            end = len(text) if end < 0 else end
            cells.append(text[at:end])
        if end == len(text):
            return cells, is_open
        at = end + 1


def _numbered(stream: BinaryIO) -> Iterator[tuple[int, str, str]]:
    """Number, text and ending of each line, in bounded memory however long the file is."""
    number = 0
    while raw := stream.readline(MOST_BYTES_IN_A_LINE):
        where = f"line {number + 1}"
        if len(raw) == MOST_BYTES_IN_A_LINE and not raw.endswith(b"\n"):
            raise ElectionError("the line is too long for a file of this format", where)
        try:
            text = raw.decode("utf-8-sig" if number == 0 else "utf-8")
        except UnicodeDecodeError as error:
            raise ElectionError("this is not text in UTF-8", where) from error
        if "\x00" in text:
            raise ElectionError("this is not a text file", where)
        ending = "\r\n" if text.endswith("\r\n") else "\n" if text.endswith("\n") else ""
        *before, last = text[: len(text) - len(ending)].split("\r")
        for part in before:
            number += 1
            yield number, part, "\r"
        number += 1
        yield number, last, ending
