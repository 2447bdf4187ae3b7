"""From the ballot box into the log: in batches, shuffled, at fixed times, with a signed checkpoint at each."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hub.audit.engine.canonical import timestamp
from hub.audit.engine.signatures import fingerprint
from hub.audit.keys import public_bytes, public_text, sign, signing_key
from participatory_budget.engine.canonical import canonical
from participatory_budget.engine.checkpoints import newest_slot, note_of, sealed_sha256, signed_message
from participatory_budget.engine.merkle import Tree
from participatory_budget.models.ballot_box import Ballot, Checkpoint, WaitingBallot
from participatory_budget.models.budget import Budget
from participatory_budget.models.election import FrozenElection
from participatory_budget.selectors.ballot_log import closes_at, grown, moment, next_position, tree_of
from participatory_budget.selectors.voting import election_in_force, is_closed, newest_amendment
from participatory_budget.services.voting.locks import own_box

# Fewer people would hardly be shuffled: their ballots wait for company, at the longest until the close.
SMALLEST_BATCH = 5
_ROWS = 500


def log_due(budget: Budget, now: datetime) -> Checkpoint | None:
    """The checkpoint of the newest fixed time, with the batch before it; None when it is made, or not due.

    Times at which no worker ran get none: whoever reads the log sees the gap in `slot`, never in `number`.
    """
    frozen = FrozenElection.objects.filter(budget=budget).first()
    if frozen is None:
        return None
    slot = _due_slot(frozen, now)
    if slot is None or _is_made(budget, slot):
        return None
    # What is in the log stays as it is: hashed before people have to wait for us.
    tree = tree_of(budget)
    with transaction.atomic():
        own_box(budget)
        # Asked again behind the lock: another worker may have been here, or an amendment.
        if is_closed(budget) or _due_slot(frozen, now) != slot or _is_made(budget, slot):
            return None
        append_batch(budget, everything=False)
        return make_checkpoint(frozen, slot, tree)


def append_batch(budget: Budget, *, everything: bool) -> int:
    """Moves what waits into the log. Inside a transaction that holds `own_box`; returns how many."""
    waiting = list(WaitingBallot.objects.filter(budget=budget))
    if not everything:
        waiting = in_company(waiting)
    if not waiting:
        return 0
    first = next_position(budget)
    rows = [
        Ballot(
            budget=budget,
            envelope_id=one.envelope_id,
            position=first + place,
            tag=one.tag,
            turn=one.turn,
            commitment=one.commitment,
            sealed=one.sealed,
        )
        for place, one in enumerate(shuffled(waiting))
    ]
    Ballot.objects.bulk_create(rows, batch_size=_ROWS)
    WaitingBallot.objects.filter(budget=budget, envelope__in={one.envelope_id for one in waiting}).delete()
    return len(rows)


def in_company(waiting: Sequence[WaitingBallot]) -> list[WaitingBallot]:
    """Those of envelopes in which enough people wait. The log names envelope and tag: whoever casts again and again
    is no company for anybody, and neither are ballots of other envelopes."""
    people: dict[UUID, set[str]] = defaultdict(set)
    for one in waiting:
        people[one.envelope_id].add(one.tag)
    return [one for one in waiting if len(people[one.envelope_id]) >= SMALLEST_BATCH]


def shuffled(waiting: Sequence[WaitingBallot]) -> list[WaitingBallot]:
    """In an order that says nothing about when they came; only the turns of one tag follow each other."""
    turns: dict[str, list[WaitingBallot]] = defaultdict(list)
    for one in sorted(waiting, key=lambda one: one.turn, reverse=True):
        turns[one.tag].append(one)
    tags = [one.tag for one in waiting]
    secrets.SystemRandom().shuffle(tags)
    return [turns[tag].pop() for tag in tags]


def make_checkpoint(frozen: FrozenElection, slot: datetime, known: Tree) -> Checkpoint:
    """Signs where the log stands. Inside a transaction that holds `own_box`; `known` is the log, or its beginning."""
    tree = grown(known, frozen.budget)
    last = Checkpoint.objects.filter(budget=frozen.budget_id).order_by("number").last()
    number, at = (last.number if last else 0) + 1, timestamp(slot)
    note = note_of(
        election=frozen.sha256,
        amended=newest_amendment(frozen),
        number=number,
        slot=at,
        size=tree.size,
        root=tree.root().hex(),
        salt=secrets.token_hex(32),
    )
    sealed = sealed_sha256(note)
    key = signing_key()
    return Checkpoint.objects.create(
        budget=frozen.budget,
        number=number,
        slot=slot,
        size=tree.size,
        root=note["root"],
        note=canonical(note).decode(),
        sealed_sha256=sealed,
        public_key=public_text(key),
        fingerprint=fingerprint(public_bytes(key)),
        signature=sign(key, signed_message(election=frozen.sha256, number=number, slot=at, sealed=sealed)),
    )


def _due_slot(frozen: FrozenElection, now: datetime) -> datetime | None:
    document = election_in_force(frozen)
    minutes = document["log"]["checkpoint_minutes"]
    return newest_slot(moment(document["opens_at"]), closes_at(document), minutes, now)


def _is_made(budget: Budget, slot: datetime) -> bool:
    """A clock that was set back makes no checkpoint before one that stands."""
    return Checkpoint.objects.filter(budget=budget, slot__gte=slot).exists()
