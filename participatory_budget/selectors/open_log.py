"""What everybody may see of the log. Before the close: sealed checkpoints, and nothing that tells turnout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from hub.moderation.enums import PUBLIC_STATES
from participatory_budget.engine.commitments import Receipt, commitment, leaf_bytes
from participatory_budget.engine.merkle import inclusion_proof, is_included, leaf_hash
from participatory_budget.models.ballot_box import Ballot, Checkpoint, OpenedBallot, WaitingBallot
from participatory_budget.models.budget import Budget
from participatory_budget.models.election import ClosedElection, FrozenElection
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.project import Project
from participatory_budget.selectors.ballot_log import CHUNK


class Finding(StrEnum):
    """What became of the ballot of a receipt."""

    UNKNOWN = "unknown"
    IS_IN = "is_in"  # before the close, without more
    COUNTS = "counts"
    REPLACED = "replaced"
    WRONG_NONCE = "wrong_nonce"  # the second half of the receipt does not fit the first


@dataclass(frozen=True)
class FoundBallot:
    """`position`, `proof` and the choices are there after the close alone; of a replaced ballot never its choices."""

    finding: Finding
    envelope: Envelope | None = None
    position: int = 0
    proof: tuple[str, ...] = ()
    is_proven: bool = False
    choices: tuple[tuple[str, int], ...] = ()


def closed_of(budget: Budget) -> ClosedElection | None:
    return ClosedElection.objects.filter(budget=budget).first()


def checkpoints_of(budget: Budget) -> QuerySet[Checkpoint]:
    """The newest first."""
    return Checkpoint.objects.filter(budget=budget).order_by("-number")


def public_checkpoints(budget: Budget, election: str, *, with_notes: bool) -> list[dict[str, Any]]:
    """As the download has them. `with_notes` only after the close: a note tells the size of the log."""
    rows = []
    for one in Checkpoint.objects.filter(budget=budget).order_by("number"):
        note = json.loads(one.note)
        row = {
            "election": election,
            "number": one.number,
            "slot": note["slot"],
            "sealed_sha256": one.sealed_sha256,
            "fingerprint": one.fingerprint,
            "public_key": one.public_key,
            "signature": one.signature,
        }
        rows.append({**row, "note": note} if with_notes else row)
    return rows


def published_ballots(envelope: Envelope, start: str = "") -> QuerySet[OpenedBallot]:
    """In the order of their commitments. `start`: its first characters."""
    rows = OpenedBallot.objects.filter(envelope=envelope).select_related("ballot").order_by("ballot__commitment")
    return rows.filter(ballot__commitment__startswith=start) if start else rows


def hidden_projects(budget: Budget) -> set[tuple[str, str]]:
    """Envelope and code of those whose proposal was taken out of public sight since."""
    rows = Project.objects.filter(envelope__budget=budget, proposal__isnull=False)
    found = rows.exclude(proposal__state__in=PUBLIC_STATES).values_list("envelope__slug", "code")
    return set(found)


def find_ballot(budget: Budget, receipt: Receipt) -> FoundBallot:
    """Before the close whether it is in, and nothing else: a batch waits for five ballots, so whether one's own went
    into the log by now would tell how many others there were."""
    closed = closed_of(budget)
    ballot = Ballot.objects.filter(budget=budget, commitment=receipt.commitment).select_related("envelope").first()
    if closed is None:
        waits = WaitingBallot.objects.filter(budget=budget, commitment=receipt.commitment).exists()
        return FoundBallot(Finding.IS_IN if ballot is not None or waits else Finding.UNKNOWN)
    if ballot is None:
        return FoundBallot(Finding.UNKNOWN)
    opened = OpenedBallot.objects.filter(ballot=ballot).first()
    choices = tuple((code, number) for code, number in opened.choices) if opened else ()
    if opened is not None and not _fits(budget, ballot, choices, receipt):
        return FoundBallot(Finding.WRONG_NONCE)
    hashes = _leaf_hashes(budget)
    proof = inclusion_proof(hashes, ballot.position)
    return FoundBallot(
        finding=Finding.COUNTS if opened else Finding.REPLACED,
        envelope=ballot.envelope,
        position=ballot.position,
        proof=tuple(one.hex() for one in proof),
        is_proven=is_included(
            leaf_hash(_leaf(ballot.commitment, ballot.envelope.slug, ballot.tag)),
            ballot.position,
            closed.size,
            proof,
            bytes.fromhex(closed.root),
        ),
        choices=choices,
    )


def _fits(budget: Budget, ballot: Ballot, choices: tuple[tuple[str, int], ...], receipt: Receipt) -> bool:
    facts: Mapping[str, str] = {"envelope": ballot.envelope.slug, "tag": ballot.tag, "nonce": receipt.nonce}
    election = FrozenElection.objects.get(budget=budget).sha256
    return commitment(election=election, choices=choices, **facts) == ballot.commitment


def _leaf_hashes(budget: Budget) -> list[bytes]:
    rows = Ballot.objects.filter(budget=budget).order_by("position").values_list("commitment", "envelope__slug", "tag")
    return [leaf_hash(_leaf(*one)) for one in rows.iterator(chunk_size=CHUNK)]


def _leaf(mark: str, envelope: str, tag: str) -> bytes:
    return leaf_bytes(commitment=mark, envelope=envelope, tag=tag)
