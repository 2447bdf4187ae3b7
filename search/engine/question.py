"""What an engine is asked and what it answers; the same for the database and for a search node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from search.enums import Facet, Sort


@dataclass(frozen=True)
class Term:
    """Stems that stand one after the other; mostly one."""

    stems: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """All groups have to occur; of each group any of its terms (the word's stems by language, its synonyms)."""

    groups: tuple[tuple[Term, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.groups


@dataclass(frozen=True)
class Narrowed:
    """By what entries are narrowed; an empty tuple or None does not narrow.

    `reader`: only what readers of this language get unasked; "" for all. `processes` are those in the stages asked for;
    of these alone an empty tuple narrows: where no process is in those stages, nothing is found.
    Days are moments here: from `since`, before `until`.
    """

    reader: str = ""
    kinds: tuple[str, ...] = ()
    processes: tuple[str, ...] | None = None
    themes: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    first_seen_after: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """`ids` of `SearchEntry`, best first, for the page asked for. `facets`: how many each value would find.

    Each facet is counted as if it alone were not narrowed. PHASE is counted by process and summed up by who asks.
    """

    ids: Sequence[int]
    total: int
    facets: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)


class EngineDownError(Exception):
    """The node cannot be asked now, or lags too far behind: the database is asked in its place."""


class SearchEngine(Protocol):
    name: str

    def ask(
        self, question: Question, narrowed: Narrowed, *, sort: Sort, start: int, stop: int, facets: Sequence[Facet] = ()
    ) -> Answer:
        """What is stale is neither found nor counted. An empty question finds everything, newest first."""

    def count(self, question: Question, narrowed: Narrowed) -> int: ...

    def suggest(self, words: Sequence[str], narrowed: Narrowed, *, limit: int) -> Sequence[int]:
        """Entries whose title has all these folded words, the last as the beginning of one."""
