"""Who comes first among projects that stand equal: by the keys that the election names, and by id in the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from participatory_budget.engine.election import Election, TieKey
from participatory_budget.engine.results import Tie

Key = Callable[[Election, int], int | str]

_KEYS: dict[TieKey, Key] = {
    TieKey.LOWER_COST: lambda election, place: election.projects[place].cost,
    TieKey.HIGHER_COST: lambda election, place: -election.projects[place].cost,
    TieKey.MORE_VOTERS: lambda election, place: -election.ballots.voters(place),
    TieKey.FILE_ORDER: lambda election, place: place,
    TieKey.ID: lambda election, place: election.projects[place].id,
}


def keys_of(election: Election) -> tuple[TieKey, ...]:
    """The election's own keys; the id last, since no two projects share one. Ids are compared letter by letter."""
    keys = tuple(election.tie_keys)
    return keys if TieKey.ID in keys or TieKey.FILE_ORDER in keys else (*keys, TieKey.ID)


def rank(election: Election, place: int) -> tuple[int | str, ...]:
    """To sort equal projects with: the smallest comes first."""
    return tuple(_KEYS[key](election, place) for key in keys_of(election))


def break_tie(election: Election, equal: Sequence[int]) -> tuple[list[int], Tie]:
    """The equal projects in the order in which they come, and by which key that was decided.

    `decided_by` is the first key that sets the first one apart from each other one.
    """
    order = sorted(equal, key=lambda place: rank(election, place))
    ids = tuple(election.projects[place].id for place in order)
    for depth, key in enumerate(keys_of(election), start=1):
        heads = [rank(election, place)[:depth] for place in order]
        if heads[0] != heads[1]:
            return order, Tie(ids, key.value)
    raise AssertionError("two projects with the same id cannot be in one election")
