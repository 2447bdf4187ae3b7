"""Reads the mail that the hub wrote to files instead of sending it (Django's file backend)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
NEWEST = 50
_MOST_BYTES = 1_000_000
# What Django's backend calls its files, and nothing that could lead out of the folder.
_FILE_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]+\.log")
# What Django's backend writes after each message.
_SEPARATOR = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Mail:
    file: str
    number: int  # a file holds all messages of one connection, from 1
    subject: str
    to: str
    sent_at: datetime | None
    body: str


def mail_goes_to_files() -> bool:
    return bool(settings.EMAIL_BACKEND == FILE_BACKEND)


def newest_mails(limit: int = NEWEST) -> list[Mail]:
    """Newest first."""
    mails: list[Mail] = []
    for path in _files():
        mails += reversed(_mails_in(path))
        if len(mails) >= limit:
            break
    return mails[:limit]


def mail(file: str, number: int) -> Mail | None:
    """The name is looked up in the folder's own list: nothing that was typed becomes a path."""
    path = next((path for path in _files() if path.name == file), None)
    if path is None:
        return None
    return next((found for found in _mails_in(path) if found.number == number), None)


def _files() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    if not mail_goes_to_files() or not folder.is_dir():
        return []
    files = [path for path in folder.iterdir() if _FILE_NAME.fullmatch(path.name) and path.is_file()]
    # The name starts with the time; of one second, the file written last comes first.
    return sorted(files, key=lambda path: (path.name[:15], path.stat().st_mtime_ns, path.name), reverse=True)


def _mails_in(path: Path) -> list[Mail]:
    if path.is_symlink() or path.stat().st_size > _MOST_BYTES:
        return []
    parts = [part for part in path.read_bytes().split(_SEPARATOR) if part.strip()]
    return [_read(path.name, number, part) for number, part in enumerate(parts, start=1)]


def _read(file: str, number: int, raw: bytes) -> Mail:
    message = message_from_bytes(raw.lstrip(), policy=policy.default)
    return Mail(
        file=file,
        number=number,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sent_at=_moment(message["Date"]),
        body=_text_of(message),
    )


def _text_of(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    return str(part.get_content()).strip() if part is not None else ""


def _moment(header: str | None) -> datetime | None:
    """Python reads the zone "-0000", which Django writes, as no zone at all; it is UTC."""
    if not header:
        return None
    moment = parsedate_to_datetime(str(header))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
