"""How the life of a project is written down. Days are counted from the day of seeding; sums are in dinars."""

from __future__ import annotations

from dataclasses import dataclass

from hub.demo.content.shapes import Tri


@dataclass(frozen=True)
class Stands:
    """From this day it is in a stage."""

    day: int
    stage: str


@dataclass(frozen=True)
class Planned:
    """A milestone, known from the first day; `done` is the day on which it was reached."""

    title: Tri
    day: int
    done: int | None = None


@dataclass(frozen=True)
class Moved:
    """The milestone at `place` of the list gets a later day."""

    day: int
    place: int
    until: int
    reason: Tri


@dataclass(frozen=True)
class Later:
    """The whole project gets a later day."""

    day: int
    until: int
    reason: Tri


@dataclass(frozen=True)
class Paid:
    day: int
    amount: int
    what: Tri
    source: str


@dataclass(frozen=True)
class Dearer:
    day: int
    price: int
    reason: Tri


@dataclass(frozen=True)
class Told:
    """News that staff write."""

    day: int
    title: Tri
    text: Tri


@dataclass(frozen=True)
class Finished:
    day: int


@dataclass(frozen=True)
class GivenUp:
    day: int
    decided_by: Tri
    reason: Tri


@dataclass(frozen=True)
class Shown:
    """A drawing as a photo; `moment` is before, during or after."""

    day: int
    moment: str
    drawing: str
    alt: Tri


@dataclass(frozen=True)
class Saw:
    """What somebody of the city reports; `waits` stays with the moderators."""

    day: int
    who: str
    finished: str
    as_promised: str
    text: str
    language: str
    waits: bool = False


Happening = Stands | Moved | Later | Paid | Dearer | Told | Finished | GivenUp | Shown | Saw


@dataclass(frozen=True)
class ProjectContent:
    """`code` is the project's on the ballot. `satisfied` counts answers: very, rather, rather not, not."""

    code: str
    slug: str
    title: Tri
    summary: Tri
    story: Tri
    category: str
    department: str
    district: Tri
    due: int
    place: Tri
    at_map: tuple[float, float]
    plan: tuple[Planned, ...]
    life: tuple[Happening, ...]
    satisfied: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True)
class PastBudget:
    """A vote that was held before the hub was there, with its file: `ballots` are groups of equal ones."""

    slug: str
    title: Tri
    summary: Tri
    year_day: int  # a day in the year of the edition
    opened_day: int  # when the files of its projects were opened
    money: int
    # code, dinars, district, subject, name
    projects: tuple[tuple[str, int, str, str, str], ...]
    ballots: tuple[tuple[int, str], ...]
    carried_out: tuple[ProjectContent, ...]
