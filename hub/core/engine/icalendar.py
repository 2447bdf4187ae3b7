"""Writing iCalendar (RFC 5545): the little of it that a list of dated events needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class CalendarEntry:
    uid: str  # the same for the same thing, whenever it is asked for
    title: str
    starts_at: datetime
    ends_at: datetime | None  # None: a moment, such as a close
    changed_at: datetime
    description: str = ""
    place: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False
    leaves_free: bool = False  # something that runs for weeks and takes nobody's time
    whole_day: bool = False  # the day on which `starts_at` falls where it was made, without an hour


def write_calendar(
    name: str, entries: Iterable[CalendarEntry], *, language: str, program: str = "consultations"
) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//participation-hub//{program}//EN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME;LANGUAGE={language}:{_escaped(name)}")
    for entry in entries:
        lines += _event(entry, language)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(entry: CalendarEntry, language: str) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_moment(entry.changed_at)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTART;VALUE=DATE:{entry.starts_at:%Y%m%d}" if entry.whole_day else f"DTSTART:{_moment(entry.starts_at)}",
    ]
    if entry.ends_at is not None:
        lines.append(f"DTEND:{_moment(entry.ends_at)}")
    if entry.ends_at is None or entry.leaves_free:
        # A deadline takes no time in anybody's day.
        lines.append("TRANSP:TRANSPARENT")
    lines.append(f"SUMMARY;LANGUAGE={language}:{_escaped(entry.title)}")
    if entry.place:
        lines.append(f"LOCATION;LANGUAGE={language}:{_escaped(entry.place)}")
    if entry.description:
        lines.append(f"DESCRIPTION;LANGUAGE={language}:{_escaped(entry.description)}")
    if entry.url:
        lines.append(f"URL:{_plain(entry.url)}")
    lines.append(f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}")
    lines.append("END:VEVENT")
    return lines


def _moment(value: datetime) -> str:
    """In UTC, so that no calendar needs our rules for summer time."""
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _plain(text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n"))


def _plain(text: str) -> str:
    """No control character may end the line and begin a property of its own."""
    return "".join(char for char in text if char >= " " and char != "\x7f")


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, never cut inside a letter."""
    pieces: list[str] = []
    piece, size = "", 0
    for char in line:
        length = len(char.encode())
        if size + length > 75:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + length
    return "\r\n".join([*pieces, piece])
