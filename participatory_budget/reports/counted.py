"""All envelopes of a budget counted together: what one leaves over is there before the one that gets it is counted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from participatory_budget.engine.counting import AUTO
from participatory_budget.engine.election import Election, ElectionError
from participatory_budget.engine.envelopes import Counted, Part, count_all
from participatory_budget.engine.hashing import inputs_sha256, result_sha256
from participatory_budget.enums import Leftover
from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import Envelope
from participatory_budget.selectors.elections import election_of, election_without_ballots, voted_envelopes

# Over the hashes of all envelopes, so that one line stands for a whole budget.
TREE_DOMAIN = b"hub-budget-envelopes/1\n"


@dataclass(frozen=True)
class CountedEnvelope:
    """`election` has the money that was counted: its own and what it received."""

    envelope: Envelope
    election: Election
    counted: Counted
    received_from: Mapping[str, int]  # by the short name of the giver
    was_voted_on: bool

    @property
    def moved(self) -> dict[str, Any]:
        """What is kept beside the result; nothing where no money moved."""
        found: dict[str, Any] = {}
        if self.received_from:
            found["received"] = [{"envelope": name, "amount": amount} for name, amount in self.received_from.items()]
        if self.counted.to and self.counted.passed_on:
            found["passed_on"] = {"envelope": self.counted.to, "amount": self.counted.passed_on}
        return found


def count_tree(budget: Budget, rule: str = AUTO) -> list[CountedEnvelope]:
    """In the order of the envelopes. Raises `ElectionError` where nothing was voted on, or not everything that should.

    An envelope without projects has no vote; its money goes the way that its leftovers go.
    """
    rows = list(Envelope.objects.filter(budget=budget).select_related("budget", "parent").order_by("order", "slug"))
    voted = voted_envelopes(budget)
    if not voted:
        raise ElectionError("no ballots were cast in this budget", budget.slug)
    elections = {row.slug: election_of(row) if row.pk in voted else election_without_ballots(row) for row in rows}
    parts = [Part(row.slug, elections[row.slug], _heir(row)) for row in rows]
    counted = count_all(parts, rule)
    return [
        CountedEnvelope(
            envelope=row,
            election=replace(elections[row.slug], budget=elections[row.slug].budget + counted[row.slug].received),
            counted=counted[row.slug],
            received_from={
                name: one.passed_on for name, one in counted.items() if one.to == row.slug and one.passed_on
            },
            was_voted_on=row.pk in voted,
        )
        for row in rows
    ]


def _heir(envelope: Envelope) -> str:
    if envelope.leftover == Leftover.PARENT and envelope.parent is not None:
        return envelope.parent.slug
    return ""


def tree_hashes(rows: Sequence[CountedEnvelope]) -> tuple[str, str]:
    """Of what went in and of what came out, over all envelopes: a line "name:hash" for each, in their order."""

    def over(hashes: Mapping[str, str]) -> str:
        lines = "".join(f"{name}:{value}\n" for name, value in hashes.items())
        return hashlib.sha256(TREE_DOMAIN + lines.encode()).hexdigest()

    return (
        over({one.envelope.slug: inputs_sha256(one.election) for one in rows}),
        over({one.envelope.slug: result_sha256(one.counted.result) for one in rows}),
    )
