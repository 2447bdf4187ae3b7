"""What waits for a moderator, as features tell it; registered with `hub.core.registries`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from hub.core.registry import Registry


@dataclass(frozen=True)
class QueueItem:
    """One row of the moderators' queue."""

    queue: str
    id: str
    kind_label: str
    title: str
    body: str
    language: str
    author: str
    received_at: datetime
    due_at: datetime | None
    url: str
    flags: tuple[str, ...] = ()
    suggested_text: str = ""  # other wording that the person suggests
    about: str = ""  # what it is about, such as the text of the clause, and in which language
    about_language: str = ""
    quote: str = ""
    notes: tuple[str, ...] = ()  # what readers said who reported it
    changes: tuple[Mapping[str, str], ...] = ()  # parts of a redline: what the author changed
    files: tuple[tuple[str, str], ...] = ()  # name and address of what is attached
    pictures: tuple[str, ...] = ()  # addresses of those of them that can be looked at here
    facts: tuple[str, ...] = ()  # what the person answered besides
    decide_url: str = ""  # staff page of this one item, where there is one


class ModerationQueue(Protocol):
    def items(self, *, limit: int, offset: int = 0) -> Sequence[QueueItem]: ...

    def count(self) -> int: ...
    def approve(self, item_id: str, *, actor: Any, now: datetime) -> None: ...
    def withhold(self, item_id: str, *, actor: Any, reason_code: str, now: datetime) -> None: ...


moderation_queues: Registry[ModerationQueue] = Registry("moderation queues")


# A list beside the queues in which nothing waits, such as what was withheld.
@dataclass(frozen=True)
class ModerationList:
    label: Any  # lazy text
    url_name: str


moderation_lists: Registry[ModerationList] = Registry("moderation lists")
