"""Reads and writes elections in the Pabulib format (docs/pabulib.md): sections META, PROJECTS and VOTES.

Strict where a count depends on it; `ElectionError.where` names the physical line. Votes are an iterator: a file of a
million ballots is read in the memory that its projects need.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from participatory_budget.engine.ballots import Ballots
from participatory_budget.engine.election import Election, ElectionError
from participatory_budget.engine.pabulib_ballots import BallotBox, BallotReader, Given
from participatory_budget.engine.pabulib_cells import META, PROJECTS, SECTIONS, VOTES, Row, Rows, written
from participatory_budget.engine.pabulib_terms import (
    Pairs,
    ProjectFacts,
    Terms,
    places_of,
    projects_of,
    terms_of,
    threshold_of,
    value_of,
)


@dataclass(frozen=True)
class Vote:
    line: int
    cells: list[str]
    choices: tuple[Given, ...]


@dataclass(frozen=True)
class Remark:
    where: str
    message: str


@dataclass
class PabulibFile:
    """`votes` is read once, while the file is open. Warnings about the votes are there when they have been read."""

    meta: list[list[str]]
    project_columns: list[str]
    project_rows: list[list[str]]
    vote_columns: list[str]
    terms: Terms
    projects: list[ProjectFacts]
    votes: Iterator[Vote]
    warnings: list[Remark] = field(default_factory=list)

    @property
    def official(self) -> list[str]:
        """Ids of the projects that the file calls selected, in its order."""
        return [project.id for project in self.projects if project.selected]


def read(stream: BinaryIO) -> PabulibFile:
    """Reads up to the votes. Raises `ElectionError`, now or while the votes are read."""
    rows = Rows(stream)
    start = _expect(rows.next(), META, "the file has no section META, PROJECTS or VOTES")
    header = _header(rows, META)
    if [name.strip() for name in header.cells] != ["key", "value"]:
        raise ElectionError("META starts with the line key;value", header.where)
    meta, after_meta = _section(rows, 2)
    meta_rows = [row.cells for row in meta]
    terms = terms_of(meta_rows, lambda place: meta[place].where, start.where)
    _expect(after_meta, PROJECTS, "the section PROJECTS is missing")
    columns = _header(rows, PROJECTS)
    places_of(columns.cells, ("project_id", "cost"), columns.where)
    projects, after_projects = _section(rows, len(columns.cells))
    project_rows = [row.cells for row in projects]
    facts = projects_of(meta_rows, columns.cells, project_rows, terms, lambda place: projects[place].where)
    _expect(after_projects, VOTES, "the section VOTES is missing")
    vote_header = _header(rows, VOTES)
    places = {one.id: place for place, one in enumerate(facts)}
    reader = BallotReader(vote_header.cells, places, terms.vote_type, terms.max_length, vote_header.where)
    file = PabulibFile(
        meta=meta_rows,
        project_columns=columns.cells,
        project_rows=project_rows,
        vote_columns=vote_header.cells,
        terms=terms,
        projects=facts,
        votes=iter(()),
    )
    named = value_of(meta_rows, "currency")
    if named and not terms.currency:
        file.warnings.append(Remark("META", "the currency is no ISO code: a hundred smallest parts are taken for it"))
    _compare(file, "num_projects", len(facts))
    file.votes = _votes(file, rows, reader)
    return file


def election_of(file: PabulibFile) -> Election:
    """The whole election in memory; reads the votes."""
    box = BallotBox(len(file.projects), file.terms.vote_type, file.terms.max_length)
    for vote in file.votes:
        box.add(vote.choices)
    return build_election(file.terms, file.projects, box.empty())


def build_election(terms: Terms, projects: Iterable[ProjectFacts], ballots: Ballots) -> Election:
    return Election(
        projects=tuple(one.choice for one in projects),
        budget=terms.budget,
        ballots=ballots,
        vote_type=terms.vote_type,
        rule=terms.rule,
        threshold=threshold_of(terms.threshold),
        unit=terms.unit,
        tie_keys=terms.tie_keys,
    )


def write(
    meta: Pairs,
    project_columns: Sequence[str],
    project_rows: Pairs,
    vote_columns: Sequence[str],
    votes: Iterable[Sequence[str]],
) -> Iterator[str]:
    """The file, line by line. Every cell comes back as it was when the lines are read again."""
    yield f"{META}\n"
    yield "key;value\n"
    yield from (f"{written(row)}\n" for row in meta)
    yield f"{PROJECTS}\n"
    yield f"{written(project_columns)}\n"
    yield from (f"{written(row)}\n" for row in project_rows)
    yield f"{VOTES}\n"
    yield f"{written(vote_columns)}\n"
    yield from (f"{written(row)}\n" for row in votes)


def _votes(file: PabulibFile, rows: Rows, reader: BallotReader) -> Iterator[Vote]:
    width, count = len(file.vote_columns), 0
    while (row := rows.next(width)) is not None:
        if row.heading:
            raise ElectionError(f"the section {row.heading} stands twice", row.where)
        _require_width(row, width)
        count += 1
        yield Vote(row.line, row.cells, reader.read(row.cells, row.where))
    _compare(file, "num_votes", count)


def _section(rows: Rows, width: int) -> tuple[list[Row], Row | None]:
    """Rows up to the next heading, and that heading."""
    found: list[Row] = []
    while (row := rows.next(width)) is not None and not row.heading:
        _require_width(row, width)
        found.append(row)
    return found, row


def _header(rows: Rows, section: str) -> Row:
    row = rows.next()
    if row is None or row.heading:
        raise ElectionError(f"{section} has no line with the names of its columns", row.where if row else section)
    return row


def _expect(row: Row | None, section: str, otherwise: str) -> Row:
    if row is None:
        raise ElectionError(otherwise, "end of file")
    if row.heading == section:
        return row
    if row.heading and SECTIONS.index(row.heading) < SECTIONS.index(section):
        raise ElectionError(f"the section {row.heading} stands twice", row.where)
    raise ElectionError(otherwise, row.where)


def _require_width(row: Row, width: int) -> None:
    if len(row.cells) != width:
        raise ElectionError(f"{len(row.cells)} cells, but {width} columns", row.where)


def _compare(file: PabulibFile, key: str, counted: int) -> None:
    said = value_of(file.meta, key)
    if said and said != str(counted):
        file.warnings.append(Remark("META", f"{key} says {said[:40]}, the file has {counted}"))
