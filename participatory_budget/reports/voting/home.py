"""The ballots that a person may fill in, and how each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from participatory_budget.enums import EnvelopeKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import Envelope
from participatory_budget.reports.money import money
from participatory_budget.reports.voting.words import State, state_words
from participatory_budget.selectors.ballots import Voter
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.voting import may_vote_in, voting_envelopes


@dataclass(frozen=True)
class BallotLink:
    envelope: Envelope
    name: str
    language: str
    amount: str
    state: State | None  # None while nobody is known to vote
    is_begun: bool  # something is chosen and not cast
    on_paper: bool


@dataclass(frozen=True)
class BallotsHome:
    """`to_choose`: districts, of which the first ballot there takes one."""

    mine: Sequence[BallotLink]
    to_choose: Sequence[BallotLink]


def ballots_home(budget: Budget, voter: Voter, language: str, now: datetime) -> BallotsHome:
    """Three queries. Without a person on the roll: all envelopes."""
    votable = {one.pk for one in voting_envelopes(budget)}
    entry, closes_at = voter.entry, voter.vote.ends_at if voter.vote else now
    mine: list[BallotLink] = []
    to_choose: list[BallotLink] = []
    for named in envelope_tree(budget, language):
        envelope = named.envelope
        if envelope.pk not in votable or (entry is not None and not may_vote_in(entry, envelope)):
            continue
        basket, accepted = voter.baskets.get(envelope.pk), voter.acceptances.get(envelope.pk)
        link = BallotLink(
            envelope=envelope,
            name=named.name,
            language=named.language,
            amount=money(envelope.amount, budget.currency),
            state=state_words(basket, accepted, closes_at, now) if entry is not None else None,
            is_begun=basket is not None,
            on_paper=accepted is not None and accepted.on_paper,
        )
        is_free = entry is not None and entry.district_id is None and envelope.kind == EnvelopeKind.DISTRICT
        (to_choose if is_free else mine).append(link)
    return BallotsHome(mine, to_choose)


def next_ballot(home: BallotsHome) -> BallotLink | None:
    """What one may vote in besides, and has not."""
    rows = [*home.mine, *home.to_choose]
    return next((one for one in rows if one.state is not None and not one.state.is_cast), None)
