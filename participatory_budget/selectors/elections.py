"""An election out of the database: for the count, and for the file that it came as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from participatory_budget.engine.election import Election, ElectionError, Project, TieKey, VoteType, unit_of
from participatory_budget.engine.pabulib import write
from participatory_budget.engine.pabulib_ballots import BallotBox, BallotReader
from participatory_budget.engine.pabulib_terms import places_of, threshold_of
from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.imported import ImportedBallot, ImportedElection
from participatory_budget.models.project import Project as ProjectRow
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.selectors.cast_elections import cast_in, counting_by_envelope, own_election

# Ballots that are in memory at one time, however many there are.
CHUNK = 2_000
PUBLIC_VOTE_COLUMNS = ("vote", "points")


def imported_elections() -> QuerySet[ImportedElection]:
    return ImportedElection.objects.select_related("envelope__budget")


def imported_in(slug: str) -> ImportedElection | None:
    """The imported election of the budget with this name."""
    return imported_elections().filter(envelope__budget__slug=slug).order_by("envelope__order").first()


def budget_with_ballots(slug: str) -> Budget | None:
    """One that came as a file, or one of our own in which the vote has begun."""
    imported = imported_in(slug)
    if imported is not None:
        return imported.envelope.budget
    return Budget.objects.filter(slug=slug, frozen__isnull=False).first()


def rule_card_of(envelope: Envelope) -> RuleCard:
    """The rules that hold: the newest version."""
    card = RuleCard.objects.filter(budget=envelope.budget_id).order_by("version").last()
    if card is None:
        raise ElectionError("the budget has no rule card", "rule")
    return card


def election_of(envelope: Envelope) -> Election:
    """What is counted: ballots cast here, by what was frozen, or those of a file. A constant number of queries.

    Equal ballots are one as soon as they are read.
    """
    if (own := own_election(envelope.budget)) is not None:
        return cast_in(envelope, own)
    card = rule_card_of(envelope)
    imported = ImportedElection.objects.filter(envelope=envelope).first()
    if imported is None:
        raise ElectionError("no ballots were cast in this envelope", envelope.slug)
    rows = ProjectRow.objects.filter(envelope=envelope).order_by("order", "code")
    projects = tuple(
        Project(code, cost, tuple(groups))
        for code, cost, groups in rows.values_list("code", "cost", "exclusive_groups").iterator()
    )
    vote_type = VoteType(card.vote_type)
    places = {one.id: place for place, one in enumerate(projects)}
    reader = BallotReader(imported.vote_columns, places, vote_type, card.max_length)
    box = BallotBox(len(projects), vote_type, card.max_length)
    for number, cells in _ballots(imported).values_list("number", "cells").iterator(chunk_size=CHUNK):
        box.add(reader.read(cells, f"ballot {number}"))
    return Election(
        projects=projects,
        budget=envelope.amount,
        ballots=box.empty(),
        vote_type=vote_type,
        rule=card.rule,
        threshold=threshold_of(card.threshold),
        unit=unit_of(envelope.budget.currency),
        tie_keys=tuple(TieKey(key) for key in card.tie_keys),
    )


def voted_envelopes(budget: Budget) -> set[UUID]:
    """Those with ballots; of a vote of our own, nothing before its close. Two queries."""
    imported = ImportedElection.objects.filter(envelope__budget=budget).values_list("envelope", flat=True)
    return {*imported, *counting_by_envelope(budget)}


def election_without_ballots(envelope: Envelope) -> Election:
    """An envelope that had nothing to vote on: all of its money is left over. With projects, ballots are missing.

    In a vote of our own none are missing: nobody cast one here, so nobody wins.
    """
    card = rule_card_of(envelope)
    is_own = own_election(envelope.budget) is not None
    if not is_own and ProjectRow.objects.filter(envelope=envelope).exists():
        raise ElectionError("no ballots were cast in this envelope", envelope.slug)
    vote_type = VoteType(card.vote_type)
    return Election(
        projects=(),
        budget=envelope.amount,
        ballots=BallotBox(0, vote_type, card.max_length).empty(),
        vote_type=vote_type,
        rule=card.rule,
        threshold=threshold_of(card.threshold),
        unit=unit_of(envelope.budget.currency),
        tie_keys=tuple(TieKey(key) for key in card.tie_keys),
    )


def file_of(imported: ImportedElection) -> Iterator[str]:
    """The Pabulib file, line by line, with every cell that it came with."""
    votes = _ballots(imported).values_list("cells", flat=True).iterator(chunk_size=CHUNK)
    return write(imported.meta, imported.project_columns, imported.project_rows, imported.vote_columns, votes)


def public_file_of(imported: ImportedElection) -> Iterator[str]:
    """The same election for everybody: ballots with their choices, and nothing else about who cast them.

    Age, sex, time and way of voting stay out (DESIGN §4); the count and its hash are the same.
    """
    columns = imported.vote_columns
    kept = [place for place, name in enumerate(columns) if name.strip() in PUBLIC_VOTE_COLUMNS]
    cells = _ballots(imported).values_list("number", "cells").iterator(chunk_size=CHUNK)
    votes = ([str(number), *(one[place] for place in kept)] for number, one in cells)
    return write(
        imported.meta, imported.project_columns, imported.project_rows, ["voter_id", *(columns[i] for i in kept)], votes
    )


def official_of(imported: ImportedElection) -> list[str]:
    """Ids of the projects that the file calls selected, in its order; nothing where it does not say."""
    place = places_of(imported.project_columns, ("project_id",), "")
    if "selected" not in place:
        return []
    rows: Sequence[Any] = imported.project_rows
    return [row[place["project_id"]].strip() for row in rows if row[place["selected"]].strip() == "1"]


def _ballots(imported: ImportedElection) -> QuerySet[ImportedBallot]:
    return ImportedBallot.objects.filter(election=imported).order_by("number")
