"""What can be found: features tell their public words, the `search` app keeps them in an index and asks it.

A kind ("clause", "comment" …) is registered with `search_kinds`. The index never decides what is public: it is told by
`documents`, and what it found is told again by `documents` before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from hub.core.registry import Registry

# By language: {"en": "Water", "ar": "الماء"}.
Names = Mapping[str, str]


@dataclass(frozen=True)
class Heading:
    """A theme, a district or a body by which one filters. `key` is the same in all languages and years."""

    key: str
    names: Names


@dataclass(frozen=True)
class SearchDocument:
    """The public words of one thing in one language, as anybody may read them now.

    What is said in one language only (a comment) is one document; what is translated is one a language. All but
    `title`, `body` and `language` is told in the active language.
    """

    key: str  # within its kind; the same in every language
    language: str  # of title and body
    title: str  # plain text
    body: str  # plain text; "" when the title says all
    url: str  # path with fragment, for a reader of the active language
    # Languages of the readers who get it unasked: its own, for a fallback also those without a version of their own;
    # all of the hub's for what people say in their own words.
    readers: frozenset[str]
    part_of: str = ""  # title of the document or process that it stands in
    part_of_language: str = ""
    title_language: str = ""  # where the title is in another language than the body
    process: str = ""  # "consultation:<uuid>", "budget:<uuid>": by it `process_phases` tells the phase
    # Translation keys of the pages that it stands on. When one is un-published it is hidden at once and told anew: most
    # things are gone with their page; what people said about a document stays public, and is found again.
    pages: tuple[UUID, ...] = ()  # at most two
    themes: tuple[Heading, ...] = ()
    district: Heading | None = None
    responsible: Heading | None = None  # the body
    date: datetime | None = None  # by which it is sorted
    notes: tuple[str, ...] = field(default=())  # short facts shown with it: "12 comments", "Late"

    @property
    def year(self) -> int | None:
        return self.date.year if self.date else None


class SearchKind(Protocol):
    """What a feature lets people find. One instance for all of them; a constant number of queries a call."""

    label: Any  # lazy, plural: "Clauses"
    label_one: Any  # lazy: "Clause"
    order: int  # place among the kinds, documents first

    def keys(self) -> Iterator[str]:
        """Of everything that may be public, streamed; `documents` decides."""

    def documents(self, keys: Sequence[str], language: str) -> Sequence[SearchDocument]:
        """In all languages that they have, only what anybody may read now. Other keys are left out.

        `language`: of the reader, for `url`, `part_of` and `notes`.
        """


search_kinds: Registry[SearchKind] = Registry("kinds of what is found")


@dataclass(frozen=True)
class SearchTrigger:
    """A model whose rows say something public: when one is saved or deleted, these keys are told anew.

    `keys(instance)` gives (kind, key) pairs without asking the database more than it must.
    """

    model: Any  # the class, or "app_label.Model"
    keys: Callable[[Any], Iterable[tuple[str, str]]]
    # Columns of which nothing is found, such as a counter: a save of these alone (`update_fields`) is no change.
    silent: frozenset[str] = frozenset()


search_triggers: Registry[SearchTrigger] = Registry("triggers of the search index")


@dataclass(frozen=True)
class ProcessPhase:
    """Where a process stands. `stage` is one of the five that all kinds of process share."""

    process: str
    stage: str  # "coming", "open", "working", "answered", "ended"


# now -> all public processes; a constant number of queries. Phases are computed and never kept in the index.
process_phases: Registry[Callable[[datetime], Sequence[ProcessPhase]]] = Registry("phases of processes")


# Set by the search app when it is ready: writers stand below it and cannot name it.
_listeners: list[Callable[[str, Sequence[str]], None]] = []


def listen_to_search_changes(listener: Callable[[str, Sequence[str]], None]) -> None:
    _listeners[:] = [listener]


def search_changed(kind: str, keys: Sequence[str]) -> None:
    """For what is written without `save()`, in bulk: tell these anew. Inside the writer's transaction."""
    for listener in _listeners:
        listener(kind, keys)
