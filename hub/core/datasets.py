"""What a dataset of open data is: its columns in words, and where its rows come from.

Features describe theirs and register them with `hub.core.registries.datasets`; `hub.opendata` writes and explains them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from django.utils.translation import pgettext_lazy


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    COUNT = "count"  # a whole number, not negative
    NUMBER = "number"  # a whole number, of whatever sign
    DATE = "date"  # a day of the city's clocks
    MOMENT = "moment"  # with the offset from UTC
    FLAG = "flag"  # true or false
    CODE = "code"  # one of `Field.codes`
    LANGUAGE = "language"  # BCP 47
    ADDRESS = "address"
    UUID = "uuid"  # bare in CSV, "urn:uuid:…" in JSON-LD

    @property
    def label(self) -> Any:
        return _KINDS[self]


_KINDS = {
    Kind.TEXT: pgettext_lazy("kind of column", "Text"),
    Kind.COUNT: pgettext_lazy("kind of column", "Whole number"),
    Kind.NUMBER: pgettext_lazy("kind of column", "Whole number, may be negative"),
    Kind.DATE: pgettext_lazy("kind of column", "Day"),
    Kind.MOMENT: pgettext_lazy("kind of column", "Day and hour"),
    Kind.FLAG: pgettext_lazy("kind of column", "true or false"),
    Kind.CODE: pgettext_lazy("kind of column", "One of these codes"),
    Kind.LANGUAGE: pgettext_lazy("kind of column", "Code of a language"),
    Kind.ADDRESS: pgettext_lazy("kind of column", "Web address"),
    Kind.UUID: pgettext_lazy("kind of column", "Identifier (UUID)"),
}


@dataclass(frozen=True)
class Code:
    value: str
    label: Any  # lazy string


@dataclass(frozen=True)
class Field:
    """One column. `name` is the heading in CSV and the key in JSON-LD; it never changes its meaning."""

    name: str
    label: Any  # lazy string: "Received"
    text: Any  # lazy sentence: what it is, and when it is empty
    kind: Kind = Kind.TEXT
    term: str = ""  # "schema:text"; "" for a term of our own, explained in the dictionary
    codes: Sequence[Code] = ()
    vocabulary: str = ""  # address of the list or standard that the values come from
    example: str = ""
    required: bool = False
    many: bool = False  # several values; with spaces between them in CSV
    language_in: str = ""  # the column that says in which language this text is
    since: int = 1  # the format of the dataset that brought it


@dataclass(frozen=True)
class DatasetState:
    """Which rows there are now, told without reading them; equal states mean equal files."""

    fingerprint: str
    changed_at: datetime | None  # None where nobody wrote down when


@dataclass(frozen=True)
class LinkedData:
    """JSON-LD in a shape of its own: `head`, and in it under `key` the records."""

    head: Mapping[str, Any]
    key: str
    records: Iterator[Mapping[str, Any]]


@dataclass(frozen=True)
class Dataset:
    """One table of a kind of process, at `/open-data/<process>/<slug>/<name>.csv` and `.jsonld`."""

    process: str  # name under which the processes are registered, such as "consultations"
    name: str
    label: Any  # lazy string
    text: Any  # lazy sentences: what a row is
    public_from: Any  # lazy sentence: since when it is public
    fields: Sequence[Field]
    key: Sequence[str]  # columns that together name one row
    record_type: str  # "schema:Comment"
    # All three take the record behind `OpenProcess.source`. None: not public, or not yet.
    state: Callable[[Any], DatasetState | None]
    rows: Callable[[Any], Iterator[Mapping[str, Any]]]  # one at a time, in a constant number of queries
    linked: Callable[[Any, str], LinkedData] | None = None  # takes the address of the file as well
    format: int = 1  # grows when columns are added

    @property
    def full_name(self) -> str:
        return f"{self.process}/{self.name}"


@dataclass(frozen=True)
class OpenFile:
    """Something to download beside the tables, such as a frozen report."""

    label: str
    url: str
    sha256: str = ""


@dataclass(frozen=True)
class OpenProcess:
    """A process that has open data, told in the reader's language."""

    slug: str
    title: str
    language: str  # of the title
    url: str  # its page
    state_kind: str  # for `components/tag.html`
    state_label: str
    starts_at: datetime
    ends_at: datetime
    source: Any
    # By dataset, those that are public now: the number of rows, or None where counting would cost too much.
    records: Mapping[str, int | None] = field(default_factory=dict)
    files: Sequence[OpenFile] = ()


class OpenProcesses(Protocol):
    """Registered with `hub.core.registries.open_processes` under the name that stands in addresses."""

    label: Any  # lazy string: "Consultations"

    def listed(self, language: str) -> Sequence[OpenProcess]:
        """Public ones, the newest first; read a slice at a time, in a constant number of queries."""

    def find(self, slug: str, language: str) -> OpenProcess | None: ...

    def source(self, slug: str) -> Any | None:
        """The record alone, if it is public: what a download needs."""
