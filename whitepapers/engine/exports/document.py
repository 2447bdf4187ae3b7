"""What a writer is given: one version of a document in one language, with everything it needs to say."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from whitepapers.enums import PartKind

_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "dv", "ps", "sd", "ug", "yi"}


@dataclass(frozen=True)
class ExportPart:
    """A heading, a clause or an explanatory note, as it was frozen."""

    uuid: str
    eid: str
    kind: str
    number: str
    heading: str
    level: int  # 1 = top
    parent: int | None  # position in ExportDocument.parts
    text: str
    html: str
    sha256: str
    language: str
    source_id: str = ""
    summary: str = ""
    label: str = ""  # how the number is shown where it needs a word: "Annex A"
    is_annex: bool = False
    mark: str = ""  # why it is not in the document's language, in a sentence; "" when it is
    is_running: bool = False  # words without number or heading that stand in no margin, such as a quote in a report

    @property
    def shown_number(self) -> str:
        return self.label or self.number

    @property
    def is_heading(self) -> bool:
        return self.kind == PartKind.HEADING

    @property
    def is_note(self) -> bool:
        return self.kind == PartKind.NOTE


@dataclass(frozen=True)
class ExportVersion:
    number: int
    published_at: datetime
    url: str


@dataclass(frozen=True)
class Labels:
    """The few words that writers add, in the document's language."""

    version: str  # "Version 3 of 12 May 2026"
    explanatory_note: str
    plain_language: str
    address: str  # "Permanent address"
    fingerprint: str
    licence: str
    page: str  # "Page %(page)s of %(pages)s"


@dataclass(frozen=True)
class Picture:
    """The bytes behind an `<img src>`, and their size in pixels."""

    data: bytes
    content_type: str
    width: int
    height: int


@dataclass(frozen=True)
class ExportDocument:
    uuid: UUID
    slug: str
    kind: str  # value of whitepapers.enums.DocumentKind
    kind_label: str
    title: str
    summary: str
    responsible: str
    publisher: str
    language: str
    source_language: str
    version: int
    published_at: datetime
    url: str  # of this version, for good
    page_url: str  # of the living text
    country: str  # ISO 3166, small letters
    licence: str  # a name or an address; "" where the city names none
    versions: Sequence[ExportVersion]
    parts: Sequence[ExportPart]
    labels: Labels
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Over one line a part: identifier, number, heading, fingerprint, with tabs between (docs/exports.md)."""
        lines = (f"{part.uuid}\t{part.number}\t{part.heading}\t{part.sha256}" for part in self.parts)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @property
    def is_behind(self) -> bool:
        return any(part.language != self.language for part in self.parts)

    def with_pictures(self, pictures: Mapping[str, Picture]) -> ExportDocument:
        return replace(self, pictures=pictures)

    def part_url(self, part: ExportPart) -> str:
        return f"{self.url}#{part.eid}"


def is_rtl(language: str) -> bool:
    return language.split("-")[0] in _RIGHT_TO_LEFT
