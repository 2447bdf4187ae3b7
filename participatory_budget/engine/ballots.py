"""Ballots as the count needs them: equal ones once, with their number; by project, who chose it and with how many points.

A million ballots of ten choices are ten million pairs: numpy arrays, no object per ballot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]

# One ballot: (place of the project, points), each project once, points above nothing.
Choices = tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Ballots:
    """`weights[g]` people cast ballot g. `members[p]` are the ballots that chose project p, with `points[p]` points.

    Points are whole; where people could give halves, `scale` says how many of ours make one of theirs.
    """

    weights: IntArray
    members: tuple[IntArray, ...]
    points: tuple[IntArray, ...]
    scale: int = 1

    @property
    def people(self) -> int:
        """Ballots cast, empty ones as well: everyone has an equal share."""
        return int(self.weights.sum())

    def voters(self, project: int) -> int:
        """People who gave this project anything at all."""
        return int(self.weights[self.members[project]].sum())

    def score(self, project: int) -> Fraction:
        """Points of this project over all ballots."""
        return Fraction(int((self.weights[self.members[project]] * self.points[project]).sum()), self.scale)

    def as_groups(self) -> list[tuple[Choices, int]]:
        """The ballots written out again, each kind with its number, in a fixed order."""
        choices: list[list[tuple[int, int]]] = [[] for _weight in self.weights]
        for project, (members, points) in enumerate(zip(self.members, self.points, strict=True)):
            for group, given in zip(members.tolist(), points.tolist(), strict=True):
                choices[group].append((project, given))
        return sorted((tuple(one), int(weight)) for one, weight in zip(choices, self.weights, strict=True))


def group_ballots(ballots: Iterable[Sequence[tuple[int, int]]], projects: int, *, scale: int = 1) -> Ballots:
    """Equal ballots together, in an order that does not depend on the order in which they came."""
    counted: Counter[Choices] = Counter(tuple(sorted(one)) for one in ballots)
    kinds = sorted(counted)
    weights = np.fromiter((counted[kind] for kind in kinds), dtype=np.int64, count=len(kinds))
    pairs = sum(len(kind) for kind in kinds)
    chosen = np.fromiter((project for kind in kinds for project, _points in kind), dtype=np.int64, count=pairs)
    given = np.fromiter((points for kind in kinds for _project, points in kind), dtype=np.int64, count=pairs)
    group = np.repeat(np.arange(len(kinds)), [len(kind) for kind in kinds]) if kinds else np.zeros(0, dtype=np.int64)
    return from_pairs(weights, group, chosen, given, projects, scale=scale)


def from_pairs(
    weights: IntArray, group: IntArray, chosen: IntArray, given: IntArray, projects: int, *, scale: int = 1
) -> Ballots:
    """From parallel arrays: ballot `group[k]` gave project `chosen[k]` so many points. Each pair stands there once."""
    order = np.argsort(chosen, kind="stable")
    cuts = np.searchsorted(chosen[order], np.arange(1, projects))
    return Ballots(
        weights=weights,
        members=tuple(np.split(group[order], cuts)) if projects else (),
        points=tuple(np.split(given[order], cuts)) if projects else (),
        scale=scale,
    )
