"""The close: the last batch, the final checkpoint, and the ballots that count, opened. Once, all of it or nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hub.audit.services import record
from participatory_budget.engine.commitments import commitment
from participatory_budget.engine.merkle import Tree
from participatory_budget.engine.sealing import SealError, unseal
from participatory_budget.models.ballot_box import Ballot, OpenedBallot
from participatory_budget.models.basket import Basket
from participatory_budget.models.budget import Budget
from participatory_budget.models.election import ClosedElection, ElectionKey, FrozenElection
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.roll import Acceptance, RollEntry
from participatory_budget.selectors.ballot_log import CHUNK, closes_at, counting_ballots
from participatory_budget.selectors.voting import election_in_force
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.voting.locks import own_box
from participatory_budget.services.voting.logging import append_batch, make_checkpoint

_ROWS = 500


class DamagedBallotError(BudgetError):
    """A ballot in the log is not what was cast. Nothing is closed: somebody has to find out what happened."""


@transaction.atomic
def close_election(budget: Budget, now: datetime) -> ClosedElection | None:
    """What was closed, closed now when the time has come; None where no vote of ours was held. Refuses before."""
    frozen = FrozenElection.objects.filter(budget=budget).first()
    if frozen is None:
        return None
    if (known := ClosedElection.objects.filter(budget=budget).first()) is not None:
        return known
    own_box(budget)
    if (known := ClosedElection.objects.filter(budget=budget).first()) is not None:
        return known
    # Read behind the lock: an amendment may just have moved it.
    end = closes_at(election_in_force(frozen))
    if now < end:
        raise BudgetError(_("The vote is not over yet: nothing can be counted."), "SLUG")
    append_batch(budget, everything=True)
    checkpoint = make_checkpoint(frozen, end, Tree())
    counting = _open(frozen)
    closed = ClosedElection.objects.create(
        budget=budget, closed_at=now, size=checkpoint.size, counting=counting, root=checkpoint.root
    )
    Basket.objects.filter(envelope__budget=budget).delete()
    record(
        "election.closed",
        subject="participatory_budget.budget",
        subject_id=budget.pk,
        actor=None,
        # How many could have voted, and did: the roll itself is deleted later.
        data={
            "election": frozen.sha256,
            "root": closed.root,
            "size": closed.size,
            "counting": counting,
            "roll": RollEntry.objects.filter(budget=budget).count(),
            "voters": Acceptance.objects.filter(entry__budget=budget).values("entry").distinct().count(),
        },
        now=now,
    )
    return closed


def _open(frozen: FrozenElection) -> int:
    """Opens the last ballot of each tag; those before it stay sealed for good."""
    box_key = ElectionKey.objects.get(budget=frozen.budget_id).box_key
    slugs = dict(Envelope.objects.filter(budget=frozen.budget_id).values_list("pk", "slug"))
    last, count = -1, 0
    # Read in pages: a cursor that stays open could not be put away cleanly where a ballot turns out to be damaged.
    # Columns, not objects: nobody else writes on SQLite meanwhile.
    while rows := list(_sealed(frozen).filter(position__gt=last)[:CHUNK]):
        opened = [_opened(one, slugs[one.envelope_id], box_key, frozen.sha256) for one in rows]
        OpenedBallot.objects.bulk_create(opened, batch_size=_ROWS)
        last, count = rows[-1].position, count + len(rows)
    return count


def _sealed(frozen: FrozenElection) -> QuerySet[Ballot, Any]:
    columns = ("pk", "envelope_id", "position", "tag", "commitment", "sealed")
    return counting_ballots(frozen.budget).values_list(*columns, named=True)


def _opened(one: Any, envelope: str, box_key: str, election: str) -> OpenedBallot:
    where = f"position {one.position}"
    try:
        choices, nonce = unseal(box_key, one.sealed, bound_to=one.commitment)
    except SealError as error:
        raise DamagedBallotError(f"ballot {one.position} cannot be opened", where) from error
    said = commitment(election=election, envelope=envelope, tag=one.tag, choices=choices, nonce=nonce)
    if said != one.commitment:
        raise DamagedBallotError(f"ballot {one.position} is not what was committed to", where)
    pairs = [list(pair) for pair in choices]
    return OpenedBallot(ballot_id=one.pk, envelope_id=one.envelope_id, choices=pairs, nonce=nonce)
