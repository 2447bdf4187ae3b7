"""Casting a ballot: one transaction, and the same press twice is one ballot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from participatory_budget.engine.commitments import HEX64, Choices, Receipt, commitment, voter_tag, written
from participatory_budget.engine.frozen import envelope_in
from participatory_budget.engine.limits import Problem, problems
from participatory_budget.engine.sealing import seal
from participatory_budget.enums import EnvelopeKind
from participatory_budget.models.ballot_box import WaitingBallot
from participatory_budget.models.basket import Basket
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import ElectionKey, FrozenElection
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.roll import Acceptance, RollEntry
from participatory_budget.permissions.voting import user_can_cast
from participatory_budget.phases import phases_of
from participatory_budget.selectors.paper import states_in_force
from participatory_budget.selectors.voting import election_in_force, is_cast, is_closed, last_turn, may_vote_in
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.voting.freezing import ensure_frozen
from participatory_budget.services.voting.locks import share_box


class BallotError(BudgetError):
    """The ballot breaks its rules; `problems` says how. Nothing was cast, and the basket is as it was."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__(_("This ballot cannot be cast as it is."), "choices")
        self.problems = tuple(found)


@transaction.atomic
def cast(user: User, envelope: Envelope, choices: Choices, nonce: str, *, now: datetime | None = None) -> Receipt:
    """Accepts a ballot and returns its receipt, which is kept nowhere.

    `nonce` is 32 bytes in hex, made for the form that was sent: sent again, it is the same ballot and the same
    receipt. Raises NotAllowedError (no right, or not now), BallotError (against the rules).
    """
    moment = now or timezone.now()
    budget = envelope.budget
    share_box(budget)
    entry = RollEntry.objects.select_for_update().filter(budget=budget, account=user).first()
    if entry is None:
        raise NotAllowedError("this account is not on the roll")
    phases = phases_of(BudgetPhase.objects.filter(budget=budget))
    open_now = user_can_cast(user, phases, moment) and not is_closed(budget)
    return cast_for(entry, envelope, choices, nonce, is_open=open_now, on_paper=False, now=moment)


def cast_for(
    entry: RollEntry,
    envelope: Envelope,
    choices: Choices,
    nonce: str,
    *,
    is_open: bool,
    on_paper: bool,
    now: datetime,
) -> Receipt:
    """For a person whose entry is locked, inside a transaction that holds `share_box`; paper ends what is online."""
    budget = envelope.budget
    frozen, key = _frozen(budget, is_open, now)
    if not HEX64.fullmatch(nonce):
        raise NotAllowedError("a nonce is 32 bytes in hex")
    if not may_vote_in(entry, envelope):
        raise NotAllowedError("no right to vote in this envelope")
    tag = voter_tag(key.voter_key, str(entry.pk), str(envelope.pk))
    receipt = Receipt(
        commitment(election=frozen.sha256, envelope=envelope.slug, tag=tag, choices=choices, nonce=nonce), nonce
    )
    if is_cast(budget, tag, receipt.commitment):
        return receipt
    if not is_open:
        raise NotAllowedError("the vote is not open")
    _require_valid(choices, frozen, envelope, on_paper=on_paper)
    _accept(entry, envelope, on_paper=on_paper, now=now)
    WaitingBallot.objects.create(
        budget=budget,
        envelope=envelope,
        tag=tag,
        turn=last_turn(budget, tag) + 1,
        commitment=receipt.commitment,
        sealed=seal(key.box_key, bound_to=receipt.commitment, choices=choices, nonce=nonce),
    )
    if entry.account_id is not None:
        Basket.objects.filter(account=entry.account_id, envelope=envelope).delete()
    return receipt


def save_basket(user: User, envelope: Envelope, choices: Choices, *, now: datetime) -> Basket:
    """What somebody has chosen so far; it may break the rules. The last of two tabs wins."""
    values: dict[str, Any] = {"choices": written(choices), "saved_at": now}
    basket, _created = Basket.objects.update_or_create(account=user, envelope=envelope, defaults=values)
    return basket


def _frozen(budget: Budget, is_open: bool, now: datetime) -> tuple[FrozenElection, ElectionKey]:
    frozen = FrozenElection.objects.filter(budget=budget).first()
    if frozen is None:
        if not is_open:
            raise NotAllowedError("the vote is not open")
        frozen = ensure_frozen(budget, now)
    key = ElectionKey.objects.filter(budget=budget).exclude(voter_key="").first()
    if key is None:
        raise NotAllowedError("the vote is over")
    return frozen, key


def _require_valid(choices: Choices, frozen: FrozenElection, envelope: Envelope, *, on_paper: bool) -> None:
    """By what holds now; paper by what held at any time of the vote, since nobody knows when it was filled in."""
    found: list[Problem] = []
    for document in reversed(states_in_force(frozen)) if on_paper else [election_in_force(frozen)]:
        part = envelope_in(document, envelope.slug)
        if part is None or not part["projects"]:
            raise NotAllowedError("there is nothing to vote on in this envelope")
        wrong = problems(choices, part, document["rule_card"])
        if not wrong:
            return
        found = found or wrong
    raise BallotError(found)


def _accept(entry: RollEntry, envelope: Envelope, *, on_paper: bool, now: datetime) -> None:
    """Marks the roll: a day, no time. What was on paper stays on paper."""
    day = timezone.localdate(now)
    acceptance, created = Acceptance.objects.get_or_create(
        entry=entry, envelope=envelope, defaults={"last_day": day, "on_paper": on_paper}
    )
    if not created:
        if acceptance.on_paper:
            raise NotAllowedError("this person has voted on paper")
        acceptance.last_day, acceptance.on_paper = day, on_paper
        acceptance.save(update_fields=["last_day", "on_paper"])
    if envelope.kind == EnvelopeKind.DISTRICT and entry.district_id is None:
        entry.district = envelope
        entry.save(update_fields=["district"])
