"""Equal Shares leaves money over. Its completions raise every share by one of the currency at a time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from participatory_budget.engine.election import Election
from participatory_budget.engine.shares import Shares, equal_shares


@dataclass(frozen=True)
class Raised:
    """The last result that the budget pays for, and by how much each share was raised for it."""

    shares: Shares
    raised_by: int


def fair_share(election: Election) -> Fraction:
    """What each person has, in smallest parts; nothing where nobody voted."""
    people = election.ballots.people
    return Fraction(election.budget, people) if people else Fraction(0)


def add_one(election: Election, allowed: frozenset[int], *, until_exhaustive: bool = False) -> Raised:
    """Raises every share by one of the currency as long as the result is within the real budget.

    The first raise starts from the share in whole units, as cities announce it. `until_exhaustive` stops as soon as no
    other project would fit into what is left. Stops as well when all that anybody wants is bought.
    """
    share = fair_share(election)
    best = Raised(equal_shares(election, share, allowed), 0)
    wanted = frozenset(place for place in allowed if len(election.ballots.members[place]))
    whole = share // election.unit * election.unit
    step = 0
    while frozenset(best.shares.places) != wanted:
        if until_exhaustive and _exhaustive(election, best.shares, wanted):
            break
        step += 1
        raised = Fraction(whole + step * election.unit)
        found = equal_shares(election, raised, allowed)
        if found.spent > election.budget:
            break
        best = Raised(found, int(raised - whole))
    return best


def _exhaustive(election: Election, shares: Shares, wanted: frozenset[int]) -> bool:
    left = election.budget - shares.spent
    return all(election.projects[place].cost > left for place in wanted.difference(shares.places))
