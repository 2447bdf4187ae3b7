"""Which contributions somebody wants to read, as it stands behind the "?" of an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings

from hub.contributions.enums import AuthorKind, Channel, Position

MAX_WORDS = 100
NO_THEME = "none"
UNREAD_BY_ME, UNREAD_BY_ANYBODY = "me", "anybody"
SECOND, DIFFER = "second", "differ"


@dataclass(frozen=True)
class ReadingFilters:
    clause: int | None = None  # a ClauseThread
    theme: UUID | None = None
    without_theme: bool = False
    unread: str = ""
    readers: str = ""  # waits for a second reader, or two readers differ
    position: str = ""
    channel: str = ""
    language: str = ""
    author: str = ""
    wording: bool = False
    unanswered: bool = False  # no answer serves it, not even one in preparation
    suggested: UUID | None = None  # the machine sees this theme in it, and nobody has said yes or no
    words: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> ReadingFilters:
        """As far as they are filters; what makes no sense is left out. `asked` may hold more than that."""
        theme = asked.get("theme", "")
        readers = _one_of(asked.get("readers", ""), (SECOND, DIFFER))
        # Who reads as the second one must not learn from the list what the first one found.
        blind = readers == SECOND
        return cls(
            clause=_number(asked.get("clause", "")),
            theme=None if blind else _uuid(theme),
            without_theme=theme == NO_THEME and not blind,
            unread=_one_of(asked.get("unread", ""), (UNREAD_BY_ME, UNREAD_BY_ANYBODY)),
            readers=readers,
            position=_one_of(asked.get("position", ""), Position.values),
            channel=_one_of(asked.get("channel", ""), Channel.values),
            language=_one_of(asked.get("language", ""), [code for code, _name in settings.LANGUAGES]),
            author=_one_of(asked.get("author", ""), AuthorKind.values),
            wording=asked.get("wording", "") == "1",
            unanswered=asked.get("unanswered", "") == "1",
            suggested=_uuid(asked.get("suggested", "")),
            words=" ".join(asked.get("words", "").replace("\x00", "").split())[:MAX_WORDS],
        )

    def as_dict(self) -> dict[str, str]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        if values.pop("without_theme"):
            values["theme"] = NO_THEME
        values["wording"] = "1" if self.wording else ""
        values["unanswered"] = "1" if self.unanswered else ""
        return {name: str(value) for name, value in values.items() if value}

    def query(self, page: int = 1) -> str:
        return urlencode({**self.as_dict(), **({"page": str(page)} if page > 1 else {})})


def _one_of(value: str, known: list[str] | tuple[str, ...]) -> str:
    return value if value in known else ""


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
