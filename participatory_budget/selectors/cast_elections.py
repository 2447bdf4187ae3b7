"""An election of our own after its close: what is counted, and its Pabulib file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count as Number

from participatory_budget.engine.cast_pabulib import (
    PROJECT_COLUMNS,
    CellWriter,
    OwnBox,
    meta_of,
    project_rows,
    vote_columns,
    vote_row,
)
from participatory_budget.engine.election import Election, ElectionError
from participatory_budget.engine.frozen import SMALL_ENVELOPE, Document, envelope_in
from participatory_budget.engine.pabulib import write
from participatory_budget.models.ballot_box import OpenedBallot
from participatory_budget.models.budget import Budget
from participatory_budget.models.election import FrozenElection
from participatory_budget.models.envelope import Envelope
from participatory_budget.selectors.ballot_log import CHUNK
from participatory_budget.selectors.voting import election_in_force, frozen_of, is_closed


@dataclass(frozen=True)
class OwnElection:
    """`document` is what holds after all amendments."""

    frozen: FrozenElection
    document: Document


def own_election(budget: Budget) -> OwnElection | None:
    """None where no vote of ours was held; before the close an `ElectionError`, whoever asks."""
    frozen = frozen_of(budget)
    if frozen is None:
        return None
    if not is_closed(budget):
        raise ElectionError("the vote is not closed yet: nothing can be counted", budget.slug)
    return OwnElection(frozen, election_in_force(frozen))


def cast_in(envelope: Envelope, own: OwnElection) -> Election:
    """Equal ballots are one as soon as they are read."""
    box = OwnBox(own.document, _part(envelope, own))
    for position, choices in _opened(envelope):
        box.add(choices, f"ballot {position}")
    return box.election()


def counting_by_envelope(budget: Budget) -> Mapping[UUID, int]:
    """Opened ballots; one query, and nothing before the close. Envelopes without any are left out."""
    rows = OpenedBallot.objects.filter(envelope__budget=budget).order_by().values("envelope")
    return {row["envelope"]: row["number"] for row in rows.annotate(number=Number("pk"))}


def is_small(ballots: int) -> bool:
    """Too few to be published one by one: it would be too easy to guess whose they are."""
    return ballots < SMALL_ENVELOPE


def own_file_of(envelope: Envelope, own: OwnElection, election: Election, selected: Collection[str]) -> Iterator[str]:
    """The Pabulib file, line by line; `election` has the money that was counted."""
    part, card = _part(envelope, own), own.document["rule_card"]
    writer = CellWriter(part, card)
    return write(
        meta_of(own.document, part, election, sha256=own.frozen.sha256),
        PROJECT_COLUMNS,
        project_rows(part, election, selected),
        ["voter_id", *vote_columns(card)],
        (vote_row(writer, position, choices) for position, choices in _opened(envelope)),
    )


def _part(envelope: Envelope, own: OwnElection) -> Document:
    part = envelope_in(own.document, envelope.slug)
    if part is None:
        raise ElectionError("this envelope was not part of the vote", envelope.slug)
    return part


def _opened(envelope: Envelope) -> Iterator[tuple[int, list[tuple[str, int]]]]:
    """In the order of the log."""
    rows = OpenedBallot.objects.filter(envelope=envelope).order_by("ballot__position")
    found: Iterator[tuple[int, Any]] = rows.values_list("ballot__position", "choices").iterator(chunk_size=CHUNK)
    return ((position, [(code, number) for code, number in choices]) for position, choices in found)
