"""The shapes in which the demo city's content is written down. No logic, so that writers can read the content files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Tri(NamedTuple):
    """One text in the hub's three languages."""

    en: str
    fr: str
    ar: str

    def get(self, language: str) -> str:
        return str(getattr(self, language))


@dataclass(frozen=True)
class Clause:
    number: str
    heading: Tri
    text: Tri  # paragraphs are separated by an empty line


@dataclass(frozen=True)
class Chapter:
    number: str
    heading: Tri
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class DocumentContent:
    slug: str
    is_draft: bool  # a policy draft; otherwise a white paper
    title: Tri
    summary: Tri
    owner_body: Tri
    chapters: tuple[Chapter, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for chapter in self.chapters for clause in chapter.clauses)


@dataclass(frozen=True)
class ConsultationContent:
    """Days are counted from the day of seeding; a negative number lies in the past."""

    slug: str
    document: str
    title: Tri
    summary: Tri
    story: Tri
    how_used: Tri
    who_decides: Tri
    contact: Tri
    published_day: int
    opens_day: int
    closes_day: int
    answer_due_day: int
    picture: str


@dataclass(frozen=True)
class MeetingContent:
    """Days are counted from the day of seeding."""

    key: str
    day: int
    starts: str
    ends: str
    title: Tri
    place: Tri
    description: Tri
    access: Tri
    spoken: tuple[str, ...]
    sign_language: bool = False
    step_free: bool = False
    link: str = ""


@dataclass(frozen=True)
class SurroundingsContent:
    """What stands beside a consultation; what is None is left out."""

    still_open: Tri | None
    already_decided: Tri | None
    follow_up: Tri | None
    file_title: Tri | None
    file_note: Tri | None
    filename: str
    meetings: tuple[MeetingContent, ...]


@dataclass(frozen=True)
class ReportContent:
    """The published answer; `day` is counted from the close of the consultation."""

    slug: str
    day: int
    title: Tri
    sentence: Tri
    summary: Tri
    introduction: Tri
    next_steps: Tri
    methods: Tri


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    language: str
    organisation: bool = False
    has_account: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@example.net"


@dataclass(frozen=True)
class Said:
    """One contribution. `day` is counted from the opening of the consultation, `at` is local time."""

    key: str
    clause: str  # its number; "" for the document as a whole
    who: str
    day: int
    at: str
    position: str
    body: str
    suggested: str = ""
    quote: str = ""
    channel: str = "web"
    publish_as: str = "named"
    language: str = ""  # empty: the language of the person
    reply_to: str = ""
    withheld: str = ""  # a reason code
    pending: bool = False


@dataclass(frozen=True)
class Answer:
    clause: str
    decision: str
    reason: Tri
    day: int  # counted from the close of the consultation


@dataclass(frozen=True)
class ThemeStep:
    """Something promised; `day` is counted from the close of the consultation."""

    text: Tri
    day: int


@dataclass(frozen=True)
class ThemeAnswer:
    decision: str
    reason: Tri
    body: Tri
    day: int  # counted from the close of the consultation
    steps: tuple[ThemeStep, ...] = ()


@dataclass(frozen=True)
class ThemeContent:
    """A heading with the keys of the contributions that stand under it; `quoted` ones are among them."""

    key: str
    name: Tri
    description: Tri
    contributions: tuple[str, ...]
    parent: str = ""
    quoted: tuple[str, ...] = ()
    answer: ThemeAnswer | None = None


@dataclass(frozen=True)
class Picture:
    """A drawing of ours. It is decoration or a scene, and its alternative text says what is seen."""

    name: str
    title: Tri
    alt: Tri

    @property
    def filename(self) -> str:
        return f"{self.name}.webp"
